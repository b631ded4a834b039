/// What the person's own computer has for going into a machine.
package struct Tools: Sendable, Equatable {
  /// An editor that opens a folder of another computer.
  package struct Editor: Sendable, Equatable {
    /// What it is called on a command line: `code`.
    package var id: String
    /// What people call it: `VS Code`.
    package var name: String
    /// Whether it logs in through the system's `ssh`, and so asks for no password.
    package var usesSystemSSH: Bool

    package init(id: String, name: String, usesSystemSSH: Bool) {
      self.id = id
      self.name = name
      self.usesSystemSSH = usesSystemSSH
    }
  }

  /// A program that shows the screen of another computer.
  package struct Viewer: Sendable, Equatable {
    package var name: String
    /// Whether it asks the person for the password, since it can be handed none.
    package var asksForPassword: Bool

    package init(name: String, asksForPassword: Bool) {
      self.name = name
      self.asksForPassword = asksForPassword
    }
  }

  package enum System: Sendable, Equatable { case macOS, linux }

  /// Those that are installed, the one that is opened first.
  package var editors: [Editor]
  /// Nil where there is none, or no screen to show it on.
  package var viewer: Viewer?
  package var system: System

  package init(editors: [Editor] = [], viewer: Viewer? = nil, system: System = .linux) {
    self.editors = editors
    self.viewer = viewer
    self.system = system
  }
}

/// A program that is started beside the dashboard and goes into a machine.
package enum Launch: Sendable, Equatable {
  case editor(Tools.Editor)
  case viewer(Tools.Viewer)

  package var name: String {
    switch self {
    case .editor(let editor): editor.name
    case .viewer(let viewer): viewer.name
    }
  }
}
