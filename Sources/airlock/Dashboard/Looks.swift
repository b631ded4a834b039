import Dashboard
import Foundation
import TerminalSurface
import Theming
import Workstation

/// The theme on the screen and the configuration in force, as their files change.
@MainActor
final class Looks {
  private(set) var theme: Theme
  private let directories: Directories
  private let shelf: ThemeShelf
  private var settings: Settings
  private var name: String
  private var background: Background
  private let watch: FolderWatch
  /// Where a shell opens.
  var connect: Settings.Connect { settings.connect }

  /// - Parameter background: what is known of it before the terminal has answered.
  init(
    directories: Directories, theme: Theme, settings: Settings, background: Background,
    watch: FolderWatch
  ) {
    self.directories = directories
    self.theme = theme
    self.settings = settings
    self.background = background
    self.watch = watch
    name = settings.theme
    shelf = ThemeShelf(directories)
  }

  func show(_ name: String) -> Dashboard.Action {
    do {
      theme = try Self.theme(name, settings, background, shelf)
      self.name = name
      return .themeShown(name)
    } catch {
      return .themeRefused(sentence: ProgramError(error).description)
    }
  }

  /// The theme of a name, `auto` among them.
  static func theme(
    _ name: String, _ settings: Settings, _ background: Background, _ shelf: ThemeShelf
  ) throws -> Theme {
    try shelf.theme(name == ThemeShelf.auto ? settings.themePair.name(for: background) : name)
  }

  /// The terminal has told its background, at the start or because somebody changed it.
  func backgroundTold(_ told: Background) -> [Dashboard.Action] {
    guard told != background else { return [] }
    background = told
    return name == ThemeShelf.auto ? [show(name)] : []
  }

  func keep(_ name: String) -> [Dashboard.Action] {
    let shown = show(name)
    guard case .themeShown = shown else { return [shown] }
    do {
      try Settings.write(theme: name, to: directories.configuration)
      settings.theme = name
      return [shown, .themeKept(name, problem: nil)]
    } catch {
      return [shown, .themeKept(name, problem: ProgramError(error).description)]
    }
  }

  /// Reads everything anew; a mistake leaves what was there before in force.
  func reload() -> [Dashboard.Action] {
    var actions: [Dashboard.Action] = [.themesListed(shelf.names)]
    do {
      let new = try Settings.load(from: directories.configuration)
      if new.keymap != settings.keymap { actions.append(.keymapChanged(new.keymap)) }
      if new.rescue != settings.rescue { actions.append(.rescueChanged(new.rescue)) }
      // A theme that is only looked at stays until somebody decides.
      if new.theme != settings.theme { name = new.theme }
      settings = new
    } catch {
      actions.append(.configurationRefused(sentence: ProgramError(error).description))
    }
    actions.append(show(name))
    return actions
  }
}
