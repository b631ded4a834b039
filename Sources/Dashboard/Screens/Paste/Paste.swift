package import BuildModel
package import TerminalSurface
package import Theming

/// Shows what a paste of remote access was understood to be, part by part, before it counts.
package enum Paste {
  package struct State: Sendable, Equatable {
    package var build: BuildSlug
    package var parts: AccessPaste
    /// Whether it outlasts this program, until the machine closes.
    package var isKept = false
    /// What is wrong with the last thing that was pasted or pressed.
    package var problem: String?

    package init(_ build: BuildSlug, _ parts: AccessPaste) {
      self.build = build
      self.parts = parts
    }

    /// Takes in more of the same page.
    mutating func add(_ text: String) {
      do throws(PasteRefusal) {
        parts.add(try AccessPaste.read(text))
        problem = nil
      } catch {
        problem = error.sentence
      }
    }
  }

  package enum Outcome: Sendable, Equatable {
    case undecided
    case accepted
    case dropped
    case openPage
  }

  package static func update(_ state: inout State, _ key: Key) -> Outcome {
    state.problem = nil
    switch key.name {
    case .escape, .character("q"): return .dropped
    case .character("k"): state.isKept.toggle()
    case .character("o"): return .openPage
    case .tab:
      // With both addresses known there is nothing to be in doubt about.
      if state.parts.ssh == nil || state.parts.screen == nil { state.parts.turnAddressRound() }
    case .enter:
      guard state.parts.missing.isEmpty || isForScreen(state.parts) else {
        state.problem = "\(missing(state.parts).capitalizedFirst) is missing: paste it, too."
        return .undecided
      }
      return .accepted
    default: break
    }
    return .undecided
  }

  /// The screen alone can be looked at without ssh.
  private static func isForScreen(_ parts: AccessPaste) -> Bool {
    parts.ssh == nil && parts.screen != nil
      && (parts.screenPassword ?? parts.password) != nil
  }

  private static func missing(_ parts: AccessPaste) -> String {
    parts.missing.map(\.words).joined(separator: " and ")
  }

  /// A part and what it was understood to be.
  package struct Row: Sendable, Equatable {
    package var label: String
    package var value: String
    package var role: ThemeRole
  }

  package static func rows(_ state: State, glyphs: GlyphSet) -> [Row] {
    let parts = state.parts
    let mask = String(repeating: glyphs.mask, count: 8)
    func row(_ label: String, _ value: String?, isSecret: Bool = false) -> Row {
      guard let value else { return Row(label: label, value: "missing", role: .warning) }
      return Row(label: label, value: isSecret ? mask : value, role: isSecret ? .secret : .text)
    }
    var rows = [
      row("SSH to", parts.ssh?.text), row("User", parts.username),
      row(
        "Password", parts.password.map { "\($0.count)" }, isSecret: true),
    ]
    if let password = parts.password {
      rows[2].value += "  \(password.count) characters"
    }
    guard let screen = parts.screen else { return rows }
    rows.append(row("Screen at", screen.text))
    if let user = parts.screenUsername, user != parts.username {
      rows.append(row("Its user", user))
    }
    if let own = parts.screenPassword, own != parts.password {
      rows.append(row("Its password", own, isSecret: true))
    }
    return rows
  }

  /// What will become of it.
  static func fate(_ state: State) -> String {
    state.isKept
      ? "Kept until the machine closes, sealed, for this user only."
      : "Kept in this program's memory only."
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
