import BuildModel

/// The builds that have the same few-valued facts; names stand as the index's numbers.
struct BuildGroup: Hashable, Sendable {
  var app: UInt32
  var workflow: UInt32
  var status: BuildStatus
  var trigger: BuildFilter.Trigger
  var isOnHold: Bool
}

/// Numbers for texts that come again and again, from 1.
struct Names: Sendable {
  private var numbers: [String: UInt32] = [:]

  func number(of name: String) -> UInt32? { numbers[name] }

  mutating func number(adding name: String) -> UInt32 {
    if let number = numbers[name] { return number }
    let number = UInt32(numbers.count + 1)
    numbers[name] = number
    return number
  }
}
