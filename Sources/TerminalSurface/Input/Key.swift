/// Something the user did at the terminal.
package enum Input: Sendable, Equatable {
  case key(Key)
  case paste(String)
  case mouse(Mouse)
  case focus(Bool)
  /// What the terminal answers about the colour behind its text.
  case background(Background)
}

/// How bright the ground is that text stands on.
package enum Background: String, Sendable, CaseIterable {
  case dark, light
}

/// A key with its modifiers.
package struct Key: Sendable, Equatable, Hashable {
  package enum Name: Sendable, Equatable, Hashable {
    case character(Character)
    case enter, tab, backTab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
  }

  package struct Modifiers: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let shift = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let control = Modifiers(rawValue: 4)
  }

  package var name: Name
  package var modifiers: Modifiers

  package init(_ name: Name, _ modifiers: Modifiers = []) {
    self.name = name
    self.modifiers = modifiers
  }

  package static func character(_ character: Character) -> Key { Key(.character(character)) }
  package static func control(_ character: Character) -> Key {
    Key(.character(character), .control)
  }
}

package struct Mouse: Sendable, Equatable {
  package enum Act: Sendable, Equatable {
    case press, release, drag, wheelUp, wheelDown
  }

  package var act: Act
  package var at: Point
  package var modifiers: Key.Modifiers

  package init(_ act: Act, at point: Point, modifiers: Key.Modifiers = []) {
    self.act = act
    at = point
    self.modifiers = modifiers
  }
}
