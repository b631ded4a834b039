import BuildMachine
import Foundation

/// Runs a small program in a machine and takes its first line.
struct MachineQuestion {
  private static let limit = 4096

  private let ends: (reading: Int32, writing: Int32)

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw RunError("cannot make a pipe: \(String(cString: strerror(errno)))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    self.ends = (ends[0], ends[1])
  }

  /// - Returns: nil where the program fails or says nothing.
  func ask(
    _ words: [String], environment: [String: String], in machine: any Machine
  ) async throws -> String? {
    defer { close(ends.reading) }
    let process: any MachineProcess
    do {
      defer { close(ends.writing) }
      let null = open("/dev/null", O_RDWR | O_CLOEXEC)
      guard null >= 0 else { throw RunError("cannot open /dev/null") }
      defer { close(null) }
      process = try await machine.start(
        MachineCommand(
          executable: words[0], arguments: words, environment: environment, folder: "/",
          connection: .descriptors(input: null, output: ends.writing, error: null)))
    }
    guard await process.ending() == .exited(0) else { return nil }
    // It has ended, so all it said is in the pipe.
    var bytes = [UInt8](repeating: 0, count: Self.limit)
    let count = read(ends.reading, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }
}
