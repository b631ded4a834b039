package import TerminalSurface

/// Which keys stand for which command.
package struct Keymap: Sendable, Equatable {
  private let keys: [Command: [Key]]
  private let commands: [Key: [Command]]

  /// The first key of a command is the one that the footer shows; a key that is given to two
  /// commands goes to the one of the narrower context, then to the first.
  package init(_ keys: [Command: [Key]]) {
    self.keys = keys
    var commands: [Key: [Command]] = [:]
    for command in Command.allCases {
      for key in keys[command] ?? [] { commands[key, default: []].append(command) }
    }
    self.commands = commands.mapValues { all in
      all.filter { $0.context != .everywhere } + all.filter { $0.context == .everywhere }
    }
  }

  /// What a key can mean, the narrower contexts first.
  package func commands(for key: Key) -> [Command] { commands[key] ?? [] }

  /// What a key means everywhere.
  package func command(for key: Key) -> Command? {
    commands[key]?.first { $0.context == .everywhere }
  }

  package func keys(for command: Command) -> [Key] { keys[command] ?? [] }

  /// A command's key for a sentence: `R`, or where it has none, how to do it all the same.
  package func name(of command: Command) -> String {
    if let key = keys(for: command).first { return key.label }
    let palette = keys(for: .palette).first.map { "\($0.label) " } ?? ""
    return "\(palette)\u{201C}\(command.title)\u{201D}"
  }

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
    .showList: [.character("1")],
    .showSteps: [.character("2")],
    .showLog: [.character("3")],
    .newBuild: [.character("n")],
    .rebuildRemotely: [.character("R")],
    .rebuild: [.character("r")],
    .stop: [.character("x")],
    .hold: [.character("H")],
    .openPage: [.character("o")],
    .configuration: [.character("c"), .character("7")],
    .artifacts: [.character("A"), .character("8")],
    .connect: [.character("s")],
    .copy: [.character("y")],
    .access: [.character("a"), .character("4")],
    .screenShare: [.character("v"), .character("5")],
    .reveal: [.character(" ")],
    .extend: [.character("+"), .character("9")],
    .editor: [.character("e")],
    .launch: [.character("O")],
    .forward: [.character("L")],
    .fetch: [.character("D")],
    .rescue: [.character("M")],
    .windows: [.character("w"), .character("6")],
    .filter: [.character("/")],
    .sortNext: [.character(">")],
    .sortReversed: [.character("<")],
    .group: [.character("b")],
    .pin: [.character("p")],
    .search: [.character("/")],
    .nextMatch: [.character("n")],
    .previousMatch: [.character("N")],
    .nextError: [.character("]")],
    .previousError: [.character("[")],
    .wrap: [.character("W")],
    .times: [.character("t")],
    .fold: [.character("f")],
    .foldAll: [.character("F")],
    .selectLines: [.character("V")],
    .selectBlock: [.control("v")],
    .copySelection: [.character("y")],
    .saveLog: [.character("S")],
    .pageLog: [.character("P")],
    .editLog: [.character("E")],
    .palette: [.character(":")],
    .theme: [.character("T")],
    .reload: [.control("r")],
    .redraw: [.control("l")],
    .help: [.character("?"), Key(.function(1))],
    .suspend: [.control("z")],
    .quit: [.character("q")],
    .quitAtOnce: [.control("c")],
  ])
}

extension Dashboard.State {
  /// What a key means now.
  package func command(for key: Key) -> Command? {
    keymap.commands(for: key).first { applies($0) }
  }

  /// Where a key that means nothing here means something, in a sentence; nil for a key without
  /// any meaning.
  func elsewhere(_ key: Key) -> String? {
    guard let command = keymap.commands(for: key).first, windowList == nil,
      !Layout(self, size: size).isAccessAlone
    else { return nil }
    let (place, way): (String, Command)
    switch command.context {
    case .everywhere: return nil
    case .list: (place, way) = ("the list", .showList)
    case .log where focus == .list: (place, way) = ("the log", .showLog)
    case .log: return nil
    }
    let go = keymap.keys(for: way).first.map { "; \($0.label) goes there" } ?? ""
    return "\(key.label) is a key of \(place)\(go)."
  }

  /// Whether a command is one of those that keys can mean now; if not, its keys may mean another.
  private func applies(_ command: Command) -> Bool {
    switch command.context {
    case .everywhere: return true
    case .list:
      return windowList == nil && focus == .list && !Layout(self, size: size).isAccessAlone
    case .log:
      guard windowList == nil, !Layout(self, size: size).isAccessAlone else { return false }
      switch command {
      // About the log as a whole, wherever its reader is.
      case .saveLog, .pageLog, .editLog, .wrap, .times: return true
      case _ where focus == .list: return false
      case .nextMatch, .previousMatch: return detail.log.searches[.typed] != nil
      case .copySelection: return detail.log.selection != nil
      default: return true
      }
    }
  }
}
