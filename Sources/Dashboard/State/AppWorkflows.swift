package import BuildModel

/// An app and what can be run of it.
package struct AppWorkflows: Sendable, Equatable {
  package var app: App
  /// The workflows that can be asked for, in the order of the app's configuration.
  package var workflows: [String]
  /// Why they cannot be read, in a sentence for the person: the file, the line, the mistake.
  package var problem: String?

  package init(app: App, workflows: [String], problem: String? = nil) {
    self.app = app
    self.workflows = workflows
    self.problem = problem
  }
}
