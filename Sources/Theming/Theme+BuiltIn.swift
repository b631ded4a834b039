extension Theme {
  package static let dark = embedded(PackageResources.dark_yaml, file: "dark.yaml")
  package static let light = embedded(PackageResources.light_yaml, file: "light.yaml")

  /// The themes that come with the program, by name.
  package static var builtIn: [String: Theme] {
    Dictionary(uniqueKeysWithValues: [dark, light].map { ($0.name, $0) })
  }

  package static var builtInNames: [String] { ["dark", "light"] }

  /// The theme of this name that comes with the program; reads no other.
  package static func named(_ name: String) -> Theme? {
    switch name {
    case "dark": dark
    case "light": light
    default: nil
    }
  }

  private static func embedded(_ bytes: [UInt8], file: String) -> Theme {
    do {
      return try Theme(yaml: String(decoding: bytes, as: UTF8.self), file: file)
    } catch {
      // The file is part of this program, and a test reads it: only a mistake of ours comes here.
      preconditionFailure("\(error)")
    }
  }
}
