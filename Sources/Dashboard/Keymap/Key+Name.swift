package import TerminalSurface

extension Key {
  /// The key as a person calls it: `R`, `ctrl-d`, `Enter`.
  package var label: String {
    var prefix = ""
    if modifiers.contains(.control) { prefix += "ctrl-" }
    if modifiers.contains(.alt) { prefix += "alt-" }
    if modifiers.contains(.shift) { prefix += "shift-" }
    return prefix + nameLabel
  }

  /// Reads what ``label`` writes, whatever its capitals but for a single letter's.
  package init?(label: String) {
    var rest = label[...]
    var modifiers: Modifiers = []
    for (prefix, modifier) in [("ctrl-", Modifiers.control), ("alt-", .alt), ("shift-", .shift)]
    where rest.count > prefix.count && rest.lowercased().hasPrefix(prefix) {
      rest = rest.dropFirst(prefix.count)
      modifiers.insert(modifier)
    }
    if rest.count == 1, let character = rest.first {
      // Terminals tell a capital from a small letter, and nothing of the key beside it.
      let isControl = modifiers.contains(.control)
      guard !modifiers.contains(.shift), !isControl || character.isLetter else { return nil }
      self.init(
        .character(isControl ? Character(character.lowercased()) : character), modifiers)
      return
    }
    guard let name = Self.name(labelled: rest.lowercased()) else { return nil }
    if name == .tab, modifiers == .shift {
      self.init(.backTab)
    } else {
      self.init(name, modifiers)
    }
  }

  private static func name(labelled label: String) -> Name? {
    if label.first == "f", let number = Int(label.dropFirst()), (1...20).contains(number) {
      return .function(number)
    }
    switch label {
    case "space": return .character(" ")
    case "enter": return .enter
    case "tab": return .tab
    case "esc": return .escape
    case "backspace": return .backspace
    case "del": return .delete
    case "ins": return .insert
    case "up": return .up
    case "down": return .down
    case "left": return .left
    case "right": return .right
    case "home": return .home
    case "end": return .end
    case "pgup": return .pageUp
    case "pgdn": return .pageDown
    default: return nil
    }
  }

  private var nameLabel: String {
    switch name {
    case .character(" "): "space"
    case .character(let character): String(character)
    case .enter: "Enter"
    case .tab: "Tab"
    case .backTab: "shift-Tab"
    case .escape: "Esc"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .insert: "Ins"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .function(let number): "F\(number)"
    }
  }
}
