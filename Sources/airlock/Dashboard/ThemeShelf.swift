import Foundation
import TerminalSurface
import Theming

/// The themes there are: those of the program, and the person's own in `themes/` beside the
/// configuration, of which one hides the program's of the same name.
struct ThemeShelf: Sendable {
  /// The name that stands for one of a pair, by what the terminal tells of its background.
  static let auto = "auto"

  let folder: URL

  init(_ directories: Directories) { folder = directories.configuration.appending(path: "themes") }

  /// `auto`, then the person's own.
  var names: [String] {
    let own = ownNames.filter { $0 != Self.auto }
    return [Self.auto] + own + Theme.builtInNames.filter { !own.contains($0) }
  }

  var ownNames: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
      .map { String($0.dropLast(".yaml".count)) }.sorted()
  }

  /// - Throws: `ProgramError` with file, line and what was expected.
  func theme(_ name: String) throws -> Theme {
    let file = folder.appending(path: "\(name).yaml")
    guard !name.contains("/"), FileManager.default.fileExists(atPath: file.path) else {
      if let theme = Theme.named(name) { return theme }
      throw ProgramError(
        .badConfiguration,
        "There is no theme \(name); there are: " + names.joined(separator: ", ") + ".")
    }
    let text: String
    do { text = try String(contentsOf: file, encoding: .utf8) } catch {
      throw ProgramError(
        .badConfiguration, "\(file.path) cannot be read: \(error.localizedDescription)")
    }
    do { return try Theme(yaml: text, file: file.path) } catch {
      throw ProgramError(.badConfiguration, "\(error).")
    }
  }
}

/// The themes for a dark and a light background.
struct ThemePair: Sendable, Equatable {
  var dark = "dark"
  var light = "light"

  func name(for background: Background) -> String { background == .light ? light : dark }
}

extension Settings {
  /// Writes a theme into the configuration, and leaves every other line of it as it is.
  static func write(theme name: String, to folder: URL) throws {
    let file = folder.appending(path: "config.yaml")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    let line = "theme: \(name)"
    if let index = lines.firstIndex(where: { $0.hasPrefix("theme:") }) {
      let comment = lines[index].range(of: " #").map { String(lines[index][$0.lowerBound...]) }
      lines[index] = line + (comment ?? "")
    } else {
      lines.insert(line, at: 0)
    }
    // What is written is what is read: a file of another shape is left alone.
    let new = lines.joined(separator: "\n") + "\n"
    guard try Settings(new, name: file.path).theme == name else {
      throw ProgramError(
        .badConfiguration, "\(file.path) is written in a way that only you should change.")
    }
    try Directories.makePrivate(folder)
    do { try new.write(to: file, atomically: true, encoding: .utf8) } catch {
      throw ProgramError(.failed, "\(file.path): \(error.localizedDescription)")
    }
  }
}
