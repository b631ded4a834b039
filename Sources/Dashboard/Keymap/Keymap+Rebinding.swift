package import TerminalSurface

extension Keymap {
  /// A key that would stand for two commands where both can be meant.
  package struct Conflict: Sendable, Equatable {
    package var key: Key
    package var first: Command
    package var second: Command

    /// Both by the names that the configuration knows them by.
    package var sentence: String {
      "\(key.label) stands for \(first.settingName) and for \(second.settingName); give one of them"
        + " another key, or [] for none"
    }
  }

  /// This keymap with the keys of some commands replaced; an empty list takes all keys away.
  package func rebound(_ wanted: [Command: [Key]]) -> Keymap {
    Keymap(
      Dictionary(
        uniqueKeysWithValues: Command.allCases.map { ($0, wanted[$0] ?? keys(for: $0)) }))
  }

  /// Whether there is a key that ends the program.
  package var isWayOut: Bool {
    !keys(for: .quit).isEmpty || !keys(for: .quitAtOnce).isEmpty
  }

  package var conflicts: [Conflict] {
    var found: [Conflict] = []
    for (index, first) in Command.allCases.enumerated() {
      for second in Command.allCases.dropFirst(index + 1)
      where first.canBeMeant(beside: second) {
        for key in keys(for: first) where keys(for: second).contains(key) {
          found.append(Conflict(key: key, first: first, second: second))
        }
      }
    }
    return found
  }
}

extension Command {
  /// The name in the configuration: `rebuild_remotely`.
  package var settingName: String {
    rawValue.reduce(into: "") { name, character in
      name += character.isUppercase ? "_" + character.lowercased() : String(character)
    }
  }

  package init?(settingName: String) {
    guard let command = Self.allCases.first(where: { $0.settingName == settingName }) else {
      return nil
    }
    self = command
  }

  /// Whether there is a moment at which a key could mean either.
  fileprivate func canBeMeant(beside other: Command) -> Bool {
    if context == other.context { return true }
    guard context == .everywhere || other.context == .everywhere else { return false }
    // These mean something only while there is a search, or a selection, that they are about.
    return !isPassing && !other.isPassing
  }

  private var isPassing: Bool {
    switch self {
    case .nextMatch, .previousMatch, .copySelection: true
    default: false
    }
  }
}
