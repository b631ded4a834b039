/// Files that are to be fetched from a machine before it is gone.
package struct Rescue: Sendable, Equatable {
  package enum Status: Sendable, Equatable {
    /// Waits until a minute is left.
    case waiting
    case underway
    /// They lie in this folder.
    case done(folder: String)
    case failed(String)
  }

  /// How many seconds before the end it begins by itself.
  package static let lead = 60.0

  /// Paths in the machine, from the source folder where they do not begin with `/`.
  package var paths: [String]
  package var status = Status.waiting

  package init(_ paths: [String]) { self.paths = paths }

  /// Takes what a person typed: paths with blanks between them, in quotes where they hold some.
  package static func paths(_ text: String) -> [String] {
    var paths: [String] = []
    var path = ""
    var quote: Character?
    var isOpen = false
    for character in text {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
        isOpen = true
      } else if quote == nil, character == " " {
        if isOpen { paths.append(path) }
        path = ""
        isOpen = false
      } else {
        path.append(character)
        isOpen = true
      }
    }
    return (isOpen ? paths + [path] : paths).filter { !$0.isEmpty }
  }
}
