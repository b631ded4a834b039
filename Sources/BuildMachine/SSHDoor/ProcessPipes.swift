import Foundation

/// Three pipes between a channel and a process without a terminal.
struct ProcessPipes {
  let input: Descriptors.Pair
  let output: Descriptors.Pair
  let error: Descriptors.Pair

  init() throws {
    var made: [Descriptors.Pair] = []
    do {
      for _ in 0..<3 { made.append(try Descriptors.makePipe()) }
    } catch {
      for pair in made {
        close(pair.first)
        close(pair.second)
      }
      throw error
    }
    (input, output, error) = (made[0], made[1], made[2])
  }

  /// The process's ends.
  var connection: MachineCommand.Connection {
    .descriptors(input: input.first, output: output.second, error: error.second)
  }

  func closeTheirs() {
    for descriptor in [input.first, output.second, error.second] { close(descriptor) }
  }

  func closeOurs() {
    for descriptor in [input.second, output.first, error.first] { close(descriptor) }
  }
}
