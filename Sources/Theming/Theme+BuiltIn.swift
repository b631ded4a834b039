extension Theme {
  package static let dark = builtIn("dark")
  package static let light = builtIn("light")

  /// The names of the themes that come with the program, in the order in which they are offered.
  package static let builtInNames = [
    "dark", "light", "high-contrast-dark", "high-contrast-light",
    "colour-blind-dark", "colour-blind-light", "terminal", "monochrome",
    "dracula", "gruvbox-dark", "gruvbox-light", "midnight",
    "nord", "paper", "solarized-dark", "solarized-light",
  ]

  /// The theme of this name that comes with the program; reads no other.
  package static func named(_ name: String) -> Theme? {
    bytes(of: name) == nil ? nil : builtIn(name)
  }

  static func text(of background: Background) -> String {
    String(decoding: bytes(of: background.rawValue) ?? [], as: UTF8.self)
  }

  private static func bytes(of name: String) -> [UInt8]? {
    switch name {
    case "dark": PackageResources.dark_yaml
    case "light": PackageResources.light_yaml
    case "high-contrast-dark": PackageResources.high_contrast_dark_yaml
    case "high-contrast-light": PackageResources.high_contrast_light_yaml
    case "colour-blind-dark": PackageResources.colour_blind_dark_yaml
    case "colour-blind-light": PackageResources.colour_blind_light_yaml
    case "terminal": PackageResources.terminal_yaml
    case "monochrome": PackageResources.monochrome_yaml
    case "dracula": PackageResources.dracula_yaml
    case "gruvbox-dark": PackageResources.gruvbox_dark_yaml
    case "gruvbox-light": PackageResources.gruvbox_light_yaml
    case "midnight": PackageResources.midnight_yaml
    case "nord": PackageResources.nord_yaml
    case "paper": PackageResources.paper_yaml
    case "solarized-dark": PackageResources.solarized_dark_yaml
    case "solarized-light": PackageResources.solarized_light_yaml
    default: nil
    }
  }

  private static func builtIn(_ name: String) -> Theme {
    do {
      return try Theme(
        yaml: String(decoding: bytes(of: name) ?? [], as: UTF8.self), file: "\(name).yaml")
    } catch {
      // The file is part of this program, and a test reads it: only a mistake of ours comes here.
      preconditionFailure("\(error)")
    }
  }
}
