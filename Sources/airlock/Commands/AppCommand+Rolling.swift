import ArgumentParser
import BuildAPI
import BuildClient
import BuildModel

extension AppCommand {
  struct Rolling: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Have a newer build abort older ones of its workflow and branch.",
      discussion: """
        Off by default. Builds whose machine is open go on, and builds with remote access abort \
        none. Without --workflow, all workflows are switched, also those switched by themselves.
        """)

    enum Position: String, ExpressibleByArgument, CaseIterable {
      case on, off
    }

    enum Kind: String, ExpressibleByArgument, CaseIterable {
      case push
      case pullRequest = "pull-request"

      var rolling: RollingKind {
        switch self {
        case .push: .push
        case .pullRequest: .pullRequest
        }
      }
    }

    @Argument(help: "Its title or slug.")
    var app: String

    @Argument(help: "on or off.")
    var position: Position

    @Option(help: "Only this workflow.")
    var workflow: String?

    @Option(help: "Only builds of branches (push) or of pull requests; without it, both.")
    var kind: Kind?

    func run() throws {
      try runBlocking {
        let session = try await Session.open()
        let app = try await session.client.apps().named(app)
        let switches = try await session.client.setRolling(
          RollingBody(workflow: workflow, kind: kind?.rolling, enabled: position == .on),
          of: app.slug)
        var table = TextTable(["WORKFLOW", "KIND", "ROLLING"])
        for found in switches {
          table.add([
            found.workflow ?? "(all others)", found.kind?.rawValue ?? "",
            found.enabled ? "on" : "off",
          ])
        }
        for line in table.lines { Output.line(line) }
      }
    }
  }
}
