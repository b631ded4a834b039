package import BuildModel

/// A log, or a step's part of it, on its way into a file.
package struct LogExport: Sendable, Equatable {
  package enum Destination: Sendable, Equatable {
    /// A file of the person's, which must not exist yet.
    case file(String)
    /// A file that a program is shown and that is gone afterwards.
    case program(FileProgram)
  }

  package var build: BuildSlug
  /// The chunks it is about; nil for the whole log.
  package var part: ClosedRange<Int>?
  /// How the log is called: `sample-3-test-the-prices`.
  package var name: String
  package var destination: Destination

  package init(
    build: BuildSlug, part: ClosedRange<Int>?, name: String, destination: Destination
  ) {
    self.build = build
    self.part = part
    self.name = name
    self.destination = destination
  }
}

/// A program of the person's choice that shows a file on the whole terminal.
package enum FileProgram: Sendable, Equatable {
  /// `$PAGER`.
  case pager
  /// `$VISUAL` or `$EDITOR`.
  case editor
}

/// How an export stands.
package struct ExportProgress: Sendable, Equatable {
  package var export: LogExport
  package var bytes: Int

  package init(_ export: LogExport, bytes: Int = 0) {
    self.export = export
    self.bytes = bytes
  }
}
