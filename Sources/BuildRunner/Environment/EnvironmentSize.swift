/// What the kernel takes as the environment of a program, and what it does not.
enum EnvironmentSize {
  /// `NAME=value` with the zero byte that ends it.
  static let longestVariable = 128 << 10
  /// Arguments and environment together; the message to the agent has the same limit.
  private static let total = 2 << 20
  /// For the arguments and for what each variable costs beside its text.
  private static let reserve = 64 << 10
  private static let mostVariables = 16_000

  static func size(_ key: String, _ value: String) -> Int { key.utf8.count + value.utf8.count + 2 }

  /// Why no program can be started with these; nil where one can.
  static func problem(_ values: [String: String]) -> String? {
    let broken = values.first { $0.key.utf8.contains(0) || $0.value.utf8.contains(0) }
    if let key = broken?.key {
      return "the variable \(key.shortened) holds a zero byte, which no variable can"
    }
    let sizes = values.map { (key: $0.key, size: size($0.key, $0.value)) }
    guard let largest = sizes.max(by: { $0.size < $1.size }) else { return nil }
    if largest.size > longestVariable {
      return "the variable \(largest.key.shortened) has \(largest.size >> 10) KiB, more than the"
        + " \(longestVariable >> 10) KiB that a variable can have; put it into a file"
    }
    guard values.count <= mostVariables else {
      return "there are \(values.count) variables, more than a program can be given"
    }
    let sum = sizes.reduce(0) { $0 + $1.size + 8 }
    guard sum > total - reserve else { return nil }
    return "the variables have \(sum >> 10) KiB together, more than the"
      + " \((total - reserve) >> 10) KiB that a program can be given; the largest is"
      + " \(largest.key.shortened) with \(largest.size >> 10) KiB"
  }
}
