package import Theming
import BuildModel
import TerminalSurface

extension Windows {
  /// One window as text that is ready to be placed.
  package struct Row: Sendable, Equatable {
    package var clock: String
    package var clockRole: ThemeRole
    package var name: String
    package var workflow: String
    package var branch: String
    /// The connection; nil where all are of the one in use.
    package var connection: String
    package var address: String
    package var inside: String
  }

  package static func rows(_ state: Dashboard.State) -> [Row] {
    let facts = state.facts
    return facts.allWindows.map { window in
      let build = facts.build(window.access.build)
      let inside = window.access.connections
      return Row(
        clock: window.clock.figure ?? "", clockRole: window.clock.role,
        name: facts.name(of: window.access.build), workflow: build?.workflow ?? "",
        branch: build?.branch ?? build?.tag ?? "",
        connection: window.connection ?? facts.connection.name,
        address: window.access.ssh.map { "\($0.host):\($0.port)" } ?? "",
        inside: inside > 0 ? "\(inside) inside" : "")
    }
  }
}
