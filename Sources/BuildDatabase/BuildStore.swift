package import Foundation
import GRDB

/// All that the service remembers, in one SQLite file.
///
/// Every function is one transaction, named for what it means.
package struct BuildStore: Sendable {
  let database: any DatabaseWriter
  let index = SnapshotKeeper<BuildIndex>()
  let messages = SnapshotKeeper<MessageTexts>()

  /// Opens the file, makes it where there is none, and brings its tables up to date.
  package init(file: URL) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      // With WAL this still survives a killed process; only a power cut may cost the last writes.
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      // What a flood of writes made of the WAL is given back.
      try database.execute(sql: "PRAGMA journal_size_limit = 16777216")
    }
    try self.init(DatabasePool(path: file.path, configuration: configuration))
  }

  /// Opens a file that nobody else uses, and leaves nothing beside it.
  package init(offline file: URL) throws {
    try self.init(DatabaseQueue(path: file.path))
  }

  /// A store that lives in memory only, for tests.
  package static func inMemory() throws -> BuildStore {
    try BuildStore(DatabaseQueue())
  }

  private init(_ database: any DatabaseWriter) throws {
    self.database = database
    try Schema.migrator.migrate(database)
  }

  /// Lets go of the file; nothing may be asked afterwards.
  package func close() throws {
    // So that the file alone holds everything; where a reader is in the way, the WAL stays.
    try? database.writeWithoutTransaction { database in
      _ = try database.checkpoint(.truncate)
    }
    try database.close()
  }
}

/// What the store finds wrong with itself: a word in a column that this program does not know.
package struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String
}

extension Row {
  /// A column of a closed set of words.
  func word<Word: RawRepresentable>(_ column: String) throws -> Word
  where Word.RawValue == String {
    let text: String = self[column]
    guard let word = Word(rawValue: text) else {
      throw StoreError(description: "the database holds \"\(text)\" as \(column)")
    }
    return word
  }

  /// A column of seconds since 1970.
  func time(_ column: String) -> Date? {
    let seconds: Double? = self[column]
    return seconds.map(Date.init(timeIntervalSince1970:))
  }

  func requiredTime(_ column: String) -> Date {
    Date(timeIntervalSince1970: self[column])
  }
}

extension Date {
  /// How times stand in the tables.
  var column: Double { timeIntervalSince1970 }
}
