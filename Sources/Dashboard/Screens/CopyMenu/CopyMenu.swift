package import BuildModel
package import TerminalSurface

/// Which of the things that open the door go to the clipboard.
package enum CopyMenu {
  package struct State: Sendable, Equatable {
    package var build: BuildSlug
    package var chosen = 0

    package init(_ build: BuildSlug) { self.build = build }
  }

  package struct Entry: Sendable, Equatable {
    /// The first is shown.
    package var keys: [Character]
    package var title: String
    /// What will be copied, masked where it is secret.
    package var preview: String
    package var text: CopyText
  }

  package enum Outcome: Sendable, Equatable {
    case undecided
    case copy(CopyText)
    /// Show it unbroken from edge to edge instead, for the mouse or the eye.
    case show(CopyText)
    case closed
  }

  package static func update(_ state: inout State, _ key: Key, _ entries: [Entry]) -> Outcome {
    switch key.name {
    case .escape, .character("q"): return .closed
    case .down, .character("j"): state.chosen = min(entries.count - 1, state.chosen + 1)
    case .up, .character("k"): state.chosen = max(0, state.chosen - 1)
    case .enter:
      guard entries.indices.contains(state.chosen) else { return .undecided }
      return .copy(entries[state.chosen].text)
    case .character(" "):
      guard entries.indices.contains(state.chosen) else { return .undecided }
      return .show(entries[state.chosen].text)
    case .character(let character):
      guard let entry = entries.first(where: { $0.keys.contains(character) }) else {
        return .undecided
      }
      return .copy(entry.text)
    default: break
    }
    return .undecided
  }

  /// What there is to copy about a way in; only what is known.
  package static func entries(_ access: RemoteAccess?, glyphs: GlyphSet) -> [Entry] {
    guard let access, let ssh = access.ssh else { return [] }
    let mask = String(repeating: glyphs.mask, count: 8)
    var entries = [
      entry(["c"], "command", ssh.command)
    ]
    if let password = ssh.password {
      entries.append(
        Entry(
          keys: ["p"], title: "password", preview: mask,
          text: CopyText(label: "the password", text: password, isSecret: true)))
    }
    entries += [
      entry(["h", "a"], "address", ssh.host),
      entry(["o"], "port", String(ssh.port)),
      entry(["u"], "user", ssh.username),
    ]
    if let fingerprint = ssh.hostKeyFingerprint {
      entries.append(entry(["f"], "fingerprint", fingerprint))
    }
    if let screen = access.screenShare {
      entries.append(entry(["v"], "screen share", screen.address))
      if let password = screen.password {
        entries.append(
          Entry(
            keys: ["V"], title: "screen password", preview: mask,
            text: CopyText(label: "the screen password", text: password, isSecret: true)))
      }
    }
    let keys: [(AccessCard, Character, Character)] = [
      (.lines, "w", "W"), (.shell, "s", "S"), (.json, "i", "I"), (.sshConfig, "x", "X"),
    ]
    for (card, plain, secret) in keys {
      if let text = card.text(access, withSecrets: false) {
        let title = card == .lines ? "all without secrets" : card.title
        entries.append(
          Entry(
            keys: [plain], title: title, preview: "to share safely",
            text: CopyText(
              label: card == .lines ? title : "\(card.title) without secrets", text: text)))
      }
      if ssh.password != nil, let text = card.text(access, withSecrets: true) {
        entries.append(
          Entry(
            keys: [secret], title: "\(card.title) with secrets",
            preview: "opens the machine to its reader",
            text: CopyText(label: "\(card.title) with secrets", text: text, isSecret: true)))
      }
    }
    return entries
  }

  private static func entry(_ keys: [Character], _ title: String, _ text: String) -> Entry {
    Entry(
      keys: keys, title: title, preview: text, text: CopyText(label: "the \(title)", text: text))
  }
}
