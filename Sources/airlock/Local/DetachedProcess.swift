import CDetachedProcess
import Foundation

/// Starts programs that outlive us.
enum DetachedProcess {
  /// - Parameter input: becomes its standard input; nil for none.
  /// - Returns: whether it was started.
  static func start(
    _ executable: String, _ arguments: [String], environment: [String: String],
    input: Int32? = nil, output: Int32
  ) -> Bool {
    let words = ([executable] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(null) }
    return detached_spawn(executable, words, variables, input ?? null, output) > 0
  }
}
