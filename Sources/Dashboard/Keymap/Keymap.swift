package import TerminalSurface

/// Which keys stand for which command.
package struct Keymap: Sendable, Equatable {
  private let keys: [Command: [Key]]
  private let commands: [Key: Command]

  /// The first key of a command is the one that the footer shows; a key that is given to two
  /// commands goes to the first of them.
  package init(_ keys: [Command: [Key]]) {
    self.keys = keys
    var commands: [Key: Command] = [:]
    for command in Command.allCases {
      for key in keys[command] ?? [] where commands[key] == nil { commands[key] = command }
    }
    self.commands = commands
  }

  package func command(for key: Key) -> Command? { commands[key] }
  package func keys(for command: Command) -> [Key] { keys[command] ?? [] }

  package static let standard = Keymap([
    .down: [.character("j"), Key(.down)],
    .up: [.character("k"), Key(.up)],
    .halfPageDown: [.control("d")],
    .halfPageUp: [.control("u")],
    .pageDown: [Key(.pageDown), .control("f")],
    .pageUp: [Key(.pageUp), .control("b")],
    .first: [.character("g"), Key(.home)],
    .last: [.character("G"), Key(.end)],
    .open: [Key(.enter)],
    .back: [Key(.escape)],
    .nextPane: [Key(.tab)],
    .previousPane: [Key(.backTab)],
    .left: [.character("h"), Key(.left)],
    .right: [.character("l"), Key(.right)],
    .zoom: [.character("z")],
    .newBuild: [.character("n")],
    .rebuildRemotely: [.character("R")],
    .rebuild: [.character("r")],
    .stop: [.character("x")],
    .connect: [.character("s")],
    .copy: [.character("y")],
    .access: [.character("a")],
    .screenShare: [.character("v")],
    .reveal: [.character(" ")],
    .reload: [.control("r")],
    .redraw: [.control("l")],
    .help: [.character("?"), Key(.function(1))],
    .suspend: [.control("z")],
    .quit: [.character("q")],
    .quitAtOnce: [.control("c")],
  ])
}
