import BuildAPI

extension BuildParams {
  /// - Throws: a refusal that says which parameter no build can have.
  func check() throws {
    if let priority, !(-100...100).contains(priority) {
      throw Refusal(
        .badRequest, "build_params.priority must be from -100 to 100, not \(priority).")
    }
    for variable in environments ?? [] where !Self.isName(variable.key) {
      throw Refusal(
        .badRequest,
        "\"\(variable.key)\" in build_params.environments is no variable's name: it must be"
          + " letters, digits and _, and not begin with a digit.")
    }
  }

  private static func isName(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil
  }
}
