import Foundation

/// The name of a step in a list of steps: `script@1`, `path::./steps/hello`, `git::https://…`.
struct StepReference {
  enum Kind {
    /// From Bitrise's public library or another one.
    case library
    /// A folder of the source.
    case path
    case git
    /// `with`: steps that run in containers of their own.
    case containerGroup
  }

  var text: String
  var kind: Kind
  /// Without the version; of a step from the source, its folder as it is written.
  var id: String
  /// Empty where none is named.
  var version: String

  init(_ text: String) {
    self.text = text
    version = ""
    if text == "with" {
      (kind, id) = (.containerGroup, text)
    } else if text.hasPrefix("path::") {
      (kind, id) = (.path, String(text.dropFirst(6)))
    } else if text.hasPrefix("git::") {
      (kind, id) = (.git, text)
    } else {
      kind = .library
      // `https://library::script@1` and `::script@1` name a library before the step.
      var rest = Substring(text)
      if let library = rest.range(of: "::", options: .backwards) {
        rest = rest[library.upperBound...]
      }
      let at = rest.lastIndex(of: "@")
      id = String(rest[..<(at ?? rest.endIndex)])
      if let at { version = String(rest[rest.index(after: at)...]) }
    }
  }
}
