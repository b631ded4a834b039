import Foundation
import Workstation

/// Looks for what airlock uses on the person's own computer.
struct WorkstationChecks {
  var environment = ProcessInfo.processInfo.environment

  func run() -> [Check] { [ssh, editor, viewer, clipboard, terminal] }

  private func path(_ name: String) -> String? {
    ProgramSearch.path(of: name, environment: environment)
  }

  private var ssh: Check {
    let missing = ["ssh", "scp"].filter { path($0) == nil }
    return Check(
      name: "ssh", isGood: missing.isEmpty,
      words: missing.isEmpty
        ? path("ssh") ?? ""
        : "there is no \(missing.joined(separator: " and no ")); install"
          + " openssh-client")
  }

  private var editor: Check {
    let found = Editor.installed(environment: environment)
    return Check(
      name: "editor", isGood: true,
      words: found.map { "\($0.name), for `airlock code`" }
        ?? "none of VS Code, Cursor, Zed and Gateway; `airlock code` needs one",
      isMissing: found == nil)
  }

  private var viewer: Check {
    let names = ["vncviewer", "xtigervncviewer", "remmina", "vinagre"]
    let found = names.lazy.compactMap { path($0) }.first
    #if os(macOS)
      return Check(name: "viewer", isGood: true, words: found ?? "Screen Sharing")
    #else
      return Check(
        name: "viewer", isGood: true,
        words: found ?? "none; screens of machines need tigervnc-viewer or remmina",
        isMissing: found == nil)
    #endif
  }

  private var clipboard: Check {
    let routes = ClipboardRoute.routes(environment: environment) { path($0) != nil }
    guard case .program(let words)? = routes.first else {
      return Check(
        name: "clipboard", isGood: true,
        words: ClipboardRoute.terminalRefuses(environment: environment)
          ?? "through the terminal, which does not confirm it; wl-clipboard or xclip would",
        isMissing: true)
    }
    return Check(name: "clipboard", isGood: true, words: words[0])
  }

  private var terminal: Check {
    let name = environment["TERM"] ?? ""
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy
      .compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let isUTF8 = locale.lowercased().replacing("-", with: "").hasSuffix("utf8")
    guard !name.isEmpty, name != "dumb" else {
      return Check(
        name: "terminal", isGood: false, words: "TERM is not set to one that can show a screen")
    }
    return Check(
      name: "terminal", isGood: true,
      words: isUTF8 ? name : "\(name), without UTF-8 (LANG is \"\(locale)\"): lines become plain")
  }
}
