import BuildAPI

extension BuildParams {
  /// The parameters as a build takes them: clients send empty texts for what they do not set.
  ///
  /// - Throws: a refusal that says which parameter no build can have.
  func checked() throws -> BuildParams {
    if let priority, !(-100...100).contains(priority) {
      throw Refusal(
        .badRequest, "build_params.priority must be from -100 to 100, not \(priority).")
    }
    if let pipelineID, !pipelineID.isEmpty {
      throw Refusal(
        .badRequest,
        "There are no pipelines here, so none is called \"\(pipelineID)\"; name a workflow.")
    }
    for variable in environments ?? [] where !Self.isName(variable.key) {
      throw Refusal(
        .badRequest,
        "\"\(variable.key)\" in build_params.environments is no variable's name: it must be"
          + " letters, digits and _, and not begin with a digit.")
    }
    var parameters = self
    for text in [\Self.branch, \.tag, \.commitHash, \.commitMessage, \.workflowID, \.stack]
    where self[keyPath: text] == "" {
      parameters[keyPath: text] = nil
    }
    return parameters
  }

  private static func isName(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil
  }
}
