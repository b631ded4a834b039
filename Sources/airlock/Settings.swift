import ArgumentParser
import BuildModel
import Dashboard
import Foundation
import TerminalSurface
import Yams

/// The user's configuration, `$XDG_CONFIG_HOME/airlock/config.yaml`; every part has a default.
struct Settings: Sendable, Equatable {
  /// How long the local service keeps a machine open after its build, in seconds.
  var grace: TimeInterval = 600
  /// How long it lets the machine of a failed build stand by, in seconds.
  var keepFailed: TimeInterval = 600
  /// A theme's name, or `auto` for one of a pair.
  var theme = ThemeShelf.auto
  /// What `auto` chooses from, by the background that the terminal tells.
  var themePair = ThemePair()
  /// The kinds of machine that builds can ask for; nil for those that work here.
  var stacks: [Stack]?
  /// Whether clicks and the wheel are the dashboard's; if not, the terminal selects text with them.
  var mouse = true
  var keymap = Keymap.standard
  /// Which of the user's own keys open the machines they ask for.
  var publicKeys = OwnKeys.Choice.none
  /// Where `s` opens a shell.
  var connect = Connect.beside
  /// What is fetched from every machine of the dashboard's when a minute is left.
  var rescue: [String] = []

  enum Connect: String, CaseIterable, Sendable {
    /// In a pane of tmux where the dashboard is in tmux, else in its place.
    case beside
    /// In a window of whatever terminal can open one.
    case window
    /// In the dashboard's place.
    case here
  }

  init() {}

  /// - Throws: `ProgramError` with file, line and what was expected.
  static func load(from folder: URL) throws -> Settings {
    let url = folder.appending(path: "config.yaml")
    guard FileManager.default.fileExists(atPath: url.path) else { return Settings() }
    return try Settings(reading: url)
  }

  /// - Throws: as ``load(from:)``.
  init(reading url: URL) throws {
    let text: String
    do { text = try String(contentsOf: url, encoding: .utf8) } catch {
      throw ProgramError(
        .badConfiguration, "\(url.path) cannot be read: \(error.localizedDescription)")
    }
    try self.init(text, name: url.path)
  }

  /// The themes that the screen may have.
  var wantedThemes: [String] {
    theme == ThemeShelf.auto ? [themePair.dark, themePair.light] : [theme]
  }

  /// The stacks that a file names, for a service that is told to take them from there.
  static func stacks(in url: URL) throws -> [Stack] {
    let text: String
    do { text = try String(contentsOf: url, encoding: .utf8) } catch {
      throw ProgramError(
        .badConfiguration, "\(url.path) cannot be read: \(error.localizedDescription)")
    }
    guard let stacks = try Settings(text, name: url.path).stacks else {
      throw ProgramError(
        .badConfiguration, "\(url.path) has no `stacks`, like `stacks: {linux: {network: none}}`.")
    }
    return stacks
  }

  init(_ text: String, name: String) throws {
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch let error as YamlError {
      throw ProgramError(.badConfiguration, "\(name): \(error)")
    }
    guard let root, root.null == nil else { return }
    guard let mapping = root.mapping else {
      throw Self.wrong(root, in: name, "a mapping, like `local: {grace: 10m}`, was expected")
    }
    for (key, value) in mapping {
      switch key.string {
      case "local":
        guard let local = value.mapping else {
          throw Self.wrong(value, in: name, "`local` takes a mapping, like {grace: 10m}")
        }
        for (key, value) in local {
          let seconds = value.scalar.flatMap { TimeSpan.seconds($0.string) }
          switch key.string {
          case "grace":
            guard let seconds, seconds > 0 else {
              throw Self.wrong(value, in: name, "`grace` takes a time, like 15s, 10m or 1h")
            }
            grace = seconds
          case "keep_failed":
            guard let seconds, seconds >= 0 else {
              throw Self.wrong(
                value, in: name, "`keep_failed` takes a time, like 10m, or 0 for none")
            }
            keepFailed = seconds
          default:
            throw Self.wrong(key, in: name, "`local` knows only `grace` and `keep_failed`")
          }
        }
      case "stacks": stacks = try StackSettings.stacks(value, in: name)
      case "access": try readAccess(value, in: name)
      case "theme":
        if let pair = value.mapping {
          themePair = try Self.pair(pair, name)
        } else if let text = value.scalar?.string {
          theme = text
        } else {
          throw Self.wrong(
            value, in: name, "`theme` takes a name, like light, or {dark: nord, light: paper}")
        }
      case "mouse":
        guard let isOn = value.scalar.flatMap({ Bool($0.string) }) else {
          throw Self.wrong(value, in: name, "`mouse` takes true or false")
        }
        mouse = isOn
      case "keys": keymap = try Self.keymap(value, name)
      default:
        throw Self.wrong(
          key, in: name,
          "the settings are `access`, `local`, `stacks`, `theme`, `mouse` and `keys`,"
            + " not `\(key.string ?? "?")`")
      }
    }
  }

  private static func pair(_ mapping: Node.Mapping, _ name: String) throws -> ThemePair {
    var pair = ThemePair()
    for (key, value) in mapping {
      guard let theme = value.scalar?.string, theme != ThemeShelf.auto else {
        throw wrong(value, in: name, "a theme's name, like nord, was expected")
      }
      switch key.string {
      case "dark": pair.dark = theme
      case "light": pair.light = theme
      default: throw wrong(key, in: name, "`theme` knows only `dark` and `light`")
      }
    }
    return pair
  }

  /// The standard keys with those that the person wants otherwise.
  private static func keymap(_ node: Node, _ name: String) throws -> Keymap {
    guard let mapping = node.mapping else {
      throw wrong(node, in: name, "`keys` takes a mapping, like {connect: S, wrap: []}")
    }
    var wanted: [Command: [Key]] = [:]
    for (key, value) in mapping {
      guard let command = key.string.flatMap(Command.init(settingName:)) else {
        let known = Command.allCases.map(\.settingName).sorted().joined(separator: ", ")
        throw wrong(
          key, in: name, "there is no action `\(key.string ?? "?")`; there are \(known)")
      }
      let labels = value.sequence.map { Array($0) } ?? [value]
      wanted[command] = try labels.map { label in
        guard let key = label.scalar.flatMap({ Key(label: $0.string) }) else {
          throw wrong(
            label, in: name,
            "a key is written like s, S, ctrl-d, alt-x, space, Enter, PgUp or F5, in quotes"
              + " where YAML wants them")
        }
        return key
      }
    }
    let keymap = Keymap.standard.rebound(wanted)
    if let conflict = keymap.conflicts.first {
      let node = mapping.first { $0.key.string == conflict.second.settingName }?.key ?? node
      throw wrong(node, in: name, conflict.sentence)
    }
    guard keymap.isWayOut else {
      throw wrong(node, in: name, "`quit` or `quit_at_once` must keep a key")
    }
    return keymap
  }

  /// `{public_keys: mine}`, or a path, or a list of paths; `connect` and `rescue`.
  private mutating func readAccess(_ node: Node, in name: String) throws {
    guard let mapping = node.mapping else {
      throw Self.wrong(node, in: name, "`access` takes a mapping, like {public_keys: mine}")
    }
    for (key, value) in mapping {
      switch (key.string, value) {
      case ("public_keys", .scalar(let scalar)):
        publicKeys = scalar.string == "mine" ? .mine : .files([scalar.string])
      case ("public_keys", .sequence(let items)):
        publicKeys = .files(items.compactMap(\.scalar?.string))
      case ("public_keys", _):
        throw Self.wrong(value, in: name, "`public_keys` takes mine, or the paths of public keys")
      case ("connect", let value):
        guard let choice = value.scalar.flatMap({ Connect(rawValue: $0.string) }) else {
          throw Self.wrong(value, in: name, "`connect` takes beside, window or here")
        }
        connect = choice
      case ("rescue", .sequence(let items)): rescue = items.compactMap(\.scalar?.string)
      case ("rescue", .scalar(let scalar)): rescue = [scalar.string]
      case ("rescue", _): throw Self.wrong(value, in: name, "`rescue` takes paths in the machine")
      default:
        throw Self.wrong(
          key, in: name, "`access` knows only `public_keys`, `connect` and `rescue`")
      }
    }
  }

  static func wrong(_ node: Node, in name: String, _ what: String) -> ProgramError {
    let place = node.mark.map { ":\($0.line):\($0.column)" } ?? ""
    return ProgramError(.badConfiguration, "\(name)\(place): \(what).")
  }
}

/// Lengths of time as people write them.
enum TimeSpan {
  /// - Throws: a complaint about the option where the text is no time above 0.
  static func wholeSeconds(_ text: String, _ option: String) throws -> Int {
    guard let seconds = seconds(text), seconds >= 1, let whole = Int(exactly: seconds.rounded(.up))
    else { throw ValidationError("\(option) takes a time, like 15s, 30m or 1h30m, not \(text).") }
    return whole
  }

  /// `15s`, `10m`, `1h30m`, or a bare number of seconds; nil for anything else.
  static func seconds(_ text: String) -> TimeInterval? {
    if let seconds = Double(text), seconds.isFinite { return seconds }
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    var total = 0.0
    var number = ""
    for character in text {
      if character.isASCII, character.isNumber || character == "." {
        number.append(character)
      } else {
        guard let unit = units[character], let value = Double(number) else { return nil }
        total += value * unit
        number = ""
      }
    }
    return number.isEmpty && !text.isEmpty ? total : nil
  }
}
