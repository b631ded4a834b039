import BuildModel

extension MachineLimits {
  /// What the agent is told, so that every process of the machine is bound.
  ///
  /// - Parameter processes: how many it may have at once, where the machine's user has no
  ///   processes elsewhere; nil where they would count too.
  func agentArguments(processes: Int?) -> [String] {
    var arguments: [String] = []
    // The agent counts as well, and it is none of the build's.
    if let processes { arguments += ["--processes", String(processes + 1)] }
    if let openFiles { arguments += ["--open-files", String(openFiles)] }
    if let disk { arguments += ["--file-size", String(disk)] }
    if let processors { arguments += ["--processors", String(Int(processors.rounded(.up)))] }
    return arguments
  }
}
