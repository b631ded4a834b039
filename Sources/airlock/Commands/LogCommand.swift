import ArgumentParser
import BuildAPI
import BuildModel
import Foundation
import TerminalSurface

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Print a build's log.",
    discussion: """
      On a terminal, colours are kept and everything else that could steer the terminal is made \
      visible; into a file or pipe the log goes as it is.

      airlock log 42 --follow
      airlock log 42 --timestamps
      airlock log 42 | grep -n error
      """)

  @Argument(help: .build, completion: .builds)
  var build: String

  @Flag(name: [.short, .long], help: "Go on until the build has finished.")
  var follow = false

  @Flag(help: "Print an object as JSON for each piece, one a line, as they come.")
  var json = false

  @Flag(help: "Begin each line with the second in which it was begun, on the service's clock.")
  var timestamps = false

  func validate() throws {
    if json, timestamps {
      throw ValidationError("--json tells each piece's time already; leave --timestamps out.")
    }
  }

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      let printer = LogPrinter(json ? .json : timestamps ? .linesWithTimes : .text)
      let client = session.client
      func drain() async throws {
        while true {
          let chunks = try await client.log(app.slug, build.slug, after: printer.position)
          guard !chunks.isEmpty else { return }
          try printer.print(chunks)
        }
      }
      try await drain()
      if follow, !build.status.isFinished {
        try await BuildWatch(client: client).wait(for: build.slug) { () -> Void? in
          // The status first: a log read after the end is complete.
          let isFinished = try await client.build(app, build.slug).status.isFinished
          while true {
            let chunks = try await client.log(app.slug, build.slug, after: printer.position)
            guard !chunks.isEmpty else { break }
            try printer.print(chunks)
          }
          return isFinished ? () : nil
        }
        try printer.print(await client.restOfLog(app.slug, build.slug, after: printer.position))
      }
      printer.end()
    }
  }
}

/// Prints log chunks, whole lines at a time where they must be made safe for a terminal.
private final class LogPrinter: @unchecked Sendable {
  // Used by one task at a time, which awaits each call before the next.
  private(set) var position = 0
  private var rest = ""
  /// The time of the chunk in which ``rest`` begins.
  private var restTime: String?
  private var seconds = WireSeconds()
  private let isTerminal = Output.isTerminal
  private let shape: Shape

  enum Shape { case text, linesWithTimes, json }

  init(_ shape: Shape) { self.shape = shape }

  /// - Throws: where times are wanted and the service tells none.
  func print(_ chunks: [LogChunk]) throws {
    for chunk in chunks where chunk.position > position {
      position = chunk.position
      switch shape {
      case .json: printPiece(chunk)
      case .text where !isTerminal: Output.write(chunk.text, to: STDOUT_FILENO)
      case .text: printLines(chunk, at: nil)
      case .linesWithTimes:
        guard let time = chunk.writtenAt else {
          throw ProgramError(
            .failed,
            "This service does not tell when the lines of a log were written; leave --timestamps "
              + "out.")
        }
        printLines(chunk, at: seconds.text(time))
      }
    }
  }

  private func printPiece(_ chunk: LogChunk) {
    let encoder = WireCoding.encoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let line = try? encoder.encode(Piece(chunk)) else { return }
    Output.write(String(decoding: line, as: UTF8.self) + "\n", to: STDOUT_FILENO)
  }

  private func printLines(_ chunk: LogChunk, at time: String?) {
    if rest.isEmpty { restTime = time }
    rest += chunk.text
    let lines = rest.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines.dropLast() {
      printLine(String(line))
      restTime = time
    }
    rest = String(lines.last ?? "")
  }

  private func printLine(_ line: String) {
    let time = restTime.map { "\($0) " } ?? ""
    if isTerminal {
      Output.styled(time + AnsiText.terminalLine(line))
    } else {
      Output.write("\(time)\(line)\n", to: STDOUT_FILENO)
    }
  }

  private struct Piece: Encodable {
    let position: Int
    let text: String
    /// Left out where the service does not tell.
    let writtenAt: Date?

    init(_ chunk: LogChunk) {
      position = chunk.position
      text = chunk.text
      writtenAt = chunk.writtenAt
    }

    enum CodingKeys: String, CodingKey {
      case position, text
      case writtenAt = "written_at"
    }
  }

  func end() {
    if !rest.isEmpty { printLine(rest) }
    rest = ""
  }
}

extension AnsiText {
  /// A log line with its colours and nothing else of its escape sequences.
  fileprivate static func terminalLine(_ line: String) -> String {
    parse(line, base: .plain).map { run in
      let codes = run.style.selectGraphicRendition
      return codes.isEmpty ? run.text : "\u{1b}[\(codes)m\(run.text)\u{1b}[0m"
    }.joined()
  }
}

extension Style {
  /// The parameters of the sequence that sets this style; empty for the plain one.
  fileprivate var selectGraphicRendition: String {
    var codes: [String] = []
    let attributeCodes: [(Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    for (attribute, code) in attributeCodes where attributes.contains(attribute) {
      codes.append(code)
    }
    codes += Self.codes(foreground, base: 30) + Self.codes(background, base: 40)
    return codes.joined(separator: ";")
  }

  private static func codes(_ color: Color, base: Int) -> [String] {
    switch color {
    case .standard: []
    case .ansi(let number): ["\(number < 8 ? base + Int(number) : base + 52 + Int(number))"]
    case .indexed(let number): ["\(base + 8);5;\(number)"]
    case .rgb(let value):
      ["\(base + 8);2;\(value >> 16 & 255);\(value >> 8 & 255);\(value & 255)"]
    }
  }
}
