/// What is wrong with a `bitrise.yml`, and where.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file's name as the person knows it.
  package var file: String
  /// Both count from 1; nil where the fault is in no one place.
  package var line: Int?
  package var column: Int?
  /// One sentence without the place: what was expected, what was found.
  package var sentence: String

  package init(file: String, line: Int? = nil, column: Int? = nil, sentence: String) {
    self.file = file
    self.line = line
    self.column = column
    self.sentence = sentence
  }

  package var description: String {
    guard let line else { return "\(file): \(sentence)" }
    return "\(file):\(line):\(column ?? 1): \(sentence)"
  }
}

/// Where something stands, for what may turn out to be wrong with it later.
package struct ConfigurationPlace: Sendable, Equatable {
  package var file: String
  package var line: Int?
  package var column: Int?

  package func fault(_ sentence: String) -> ConfigurationError {
    ConfigurationError(file: file, line: line, column: column, sentence: sentence)
  }
}
