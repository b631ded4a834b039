import Foundation

/// The manual page, made of the same words as `--help`.
struct ManualPage {
  /// What argument-parser tells of a command; the fields that a page needs.
  private struct Tool: Decodable {
    var command: Command
  }

  private struct Command: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var subcommands: [Command]?
    var arguments: [Argument]?
  }

  private struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }

    var kind: String
    var shouldDisplay: Bool?
    var isOptional: Bool?
    var isRepeating: Bool?
    var names: [Name]?
    var valueName: String?
    var abstract: String?
  }

  private let root: Command
  private let version: String

  /// - Parameter help: what `--experimental-dump-help` prints.
  init(help: String, version: String) throws {
    root = try JSONDecoder().decode(Tool.self, from: Data(help.utf8)).command
    self.version = version
  }

  /// The page in the macros of man(7).
  var text: String {
    var lines = [
      ".TH AIRLOCK 1 \"\" \"airlock \(version)\" \"User Commands\"", ".SH NAME",
      "airlock \\- \(Self.escaped(root.abstract ?? ""))", ".SH SYNOPSIS",
      ".B airlock", "[command] [options]", ".SH DESCRIPTION",
    ]
    lines += Self.prose(root.discussion ?? "")
    lines.append(".SH COMMANDS")
    for command in shown(root) { lines += section(command, path: command.commandName) }
    lines += Self.closing
    return lines.joined(separator: "\n") + "\n"
  }

  private func shown(_ command: Command) -> [Command] {
    (command.subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
  }

  private func section(_ command: Command, path: String) -> [String] {
    let parts = shown(command)
    guard parts.isEmpty else {
      return parts.flatMap { section($0, path: "\(path) \($0.commandName)") }
    }
    let arguments = (command.arguments ?? []).filter {
      $0.shouldDisplay != false && !["help", "version"].contains($0.valueName ?? "")
    }
    let usage = arguments.map(Self.usage).joined(separator: " ")
    var lines = [".SS \"airlock \(path) \(Self.escaped(usage))\""]
    lines.append(Self.escaped(command.abstract ?? ""))
    for argument in arguments {
      lines += [".TP", ".B \(Self.escaped(Self.name(argument)))"]
      lines.append(Self.escaped(argument.abstract ?? ""))
    }
    if let discussion = command.discussion { lines += [".PP"] + Self.prose(discussion) }
    return lines
  }

  private static func name(_ argument: Argument) -> String {
    let names = (argument.names ?? []).map { name in
      name.kind == "long" ? "--\(name.name)" : "-\(name.name)"
    }
    guard !names.isEmpty else { return (argument.valueName ?? "").uppercased() }
    let value = argument.kind == "option" ? " \((argument.valueName ?? "value").uppercased())" : ""
    return names.joined(separator: ", ") + value
  }

  private static func usage(_ argument: Argument) -> String {
    let repeats = argument.isRepeating == true ? " ..." : ""
    let text = name(argument).split(separator: ", ").last.map(String.init) ?? ""
    return argument.isOptional == true || argument.kind == "flag"
      ? "[\(text)\(repeats)]" : "\(text)\(repeats)"
  }

  /// Paragraphs; lines that begin with the program's name stand as they are.
  private static func prose(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      if line.isEmpty { return [".PP"] }
      let isExample = line.hasPrefix("airlock ") || line.hasPrefix("  ")
      return isExample
        ? [".nf", ".RS", escaped(String(line)), ".RE", ".fi"] : [escaped(String(line))]
    }
  }

  private static func escaped(_ text: String) -> String {
    let text = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("\n", with: " ")
    // A full stop or an apostrophe at the start would be a request.
    return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
  }

  private static let closing = [
    ".SH EXIT STATUS",
    "0 done; 1 failed or refused; 64 wrong usage; 66 no such thing; 69 service unreachable;",
    "77 not allowed; 78 bad configuration.",
    ".B airlock ssh", "ends as the command inside did, and with 255 where ssh itself failed.",
    ".SH FILES", ".TP", ".I ~/.config/airlock/config.yaml",
    "The configuration; airlock config init writes one in which everything is explained.",
    ".TP", ".I ~/.local/state/airlock",
    "Files of open sessions and editors, gone with their machines, and the dashboard's own log.",
    ".TP", ".I ~/.local/share/airlock", "What this computer's own service keeps.",
    ".SH SEE ALSO", ".BR ssh (1),", ".BR scp (1),", ".BR tmux (1)",
  ]
}
