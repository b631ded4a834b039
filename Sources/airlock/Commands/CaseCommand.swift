import ArgumentParser
import BuildAPI
import BuildClient
import BuildModel
import Foundation
import TerminalSurface

struct CaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case",
    abstract: "Write what is known of a build into one Markdown file.",
    discussion: """
      The build, its steps, the end of the failed step's log, and who was inside when; the \
      machine's password is taken out wherever it stands, and secrets of the app the service \
      itself hides.

      airlock case 42 --note "The fixture is from March." --to case-42.md
      airlock ssh 42 --record look.cast && airlock case 42 --recording look.cast --to case-42.md
      """)

  @Argument(help: .build, completion: .builds)
  var build: String

  @Option(help: "A note of your own; may be repeated.")
  var note: [String] = []

  @Option(help: "How many lines of the log.")
  var lines = 60

  @Option(help: "A recording that `airlock ssh --record` made, to be told as text.")
  var recording: String?

  @Flag(help: "Print the file's text and its name as JSON.")
  var json = false

  @Option(help: "The file; standard output where left out.")
  var to: String?

  func validate() throws {
    guard lines >= 0 else { throw ValidationError("--lines takes 0 or more, not \(lines).") }
  }

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      let client = session.client
      let access = try await client.accessIfAny(app.slug, build.slug)
      let steps = try await client.steps(app.slug, build.slug)
      let excerpt = try await StepLog(client: client).end(
        of: build, steps.first { $0.status.failsBuild }, lines: lines)
      let file = CaseFile(
        build: build, steps: steps, excerpt: excerpt, access: access,
        // Who may not read the audit still gets a file, which says so.
        visits: try? await client.audit(
          app: app.slug, build: build.slug, since: nil, limit: 200
        ).reversed(), notes: note, recording: try recording.map(RecordingText.read))
      let text = file.markdown(
        secrets: [access?.ssh?.password, access?.screenShare?.password].compactMap(\.self))
      if let to { try Data(text.utf8).write(to: URL(filePath: to)) }
      if json {
        return try Output.json(
          ActOutput("case", build, ["markdown": .text(text), "file": .text(to)]))
      }
      guard let to else { return Output.line(text) }
      Output.line("\(to) is written.")
    }
  }
}

/// Reads the part of a log that one step wrote.
struct StepLog {
  let client: BuildClient

  /// The last lines of a step's log, without styles; of the whole log where no step is named.
  func end(of build: Build, _ step: Step?, lines: Int) async throws -> [String] {
    var position = max(0, (step?.firstChunk ?? 1) - 1)
    var kept: [Substring] = []
    var open = ""
    while true {
      let chunks = try await client.log(build.app, build.slug, after: position)
        .filter { $0.position <= step?.lastChunk ?? .max }
      guard let last = chunks.last else { break }
      position = last.position
      let text = open + chunks.map(\.text).joined()
      kept = Array((kept + text.split(separator: "\n").dropLast()).suffix(lines))
      open =
        text.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init)
        ?? ""
    }
    if !open.isEmpty { kept.append(Substring(open)) }
    return kept.suffix(lines).map { line in
      AnsiText.parse(String(line), base: .plain).map(\.text).joined()
    }
  }
}

/// What is known of a build, for somebody who was not there.
struct CaseFile {
  let build: Build
  let steps: [Step]
  let excerpt: [String]
  let access: RemoteAccessBody?
  /// Nil where the person may not read the audit.
  let visits: [AuditBody]?
  let notes: [String]
  /// What a shell showed, line by line; nil where nothing was recorded.
  let recording: [String]?

  /// The file's text.
  ///
  /// - Parameter secrets: what is taken out wherever it stands.
  func markdown(secrets: [String]) -> String {
    var text = ([heading, facts, stepTable, log, window, shell] + [remarks]).compactMap(\.self)
      .joined(separator: "\n\n")
    for secret in secrets where !secret.isEmpty { text = text.replacing(secret, with: "[removed]") }
    return text + "\n"
  }

  private var heading: String? {
    "# \(Self.plain(build.appTitle))#\(build.number): \(build.status.rawValue)"
  }

  private var facts: String? {
    let facts: [(String, String?)] = [
      ("Workflow", build.workflow), ("Branch", build.branch), ("Tag", build.tag),
      ("Commit", build.commitHash), ("Message", build.commitMessage), ("By", build.triggeredBy),
      ("Asked for", TimeWords.text(build.triggeredAt)),
      ("Finished", build.finishedAt.map { TimeWords.text($0) }),
      ("Stack", build.stack.rawValue), ("Slug", build.slug.rawValue),
      ("Why it failed", build.failureReason),
    ]
    return facts.compactMap { name, value in value.map { "- \(name): \(Self.plain($0))" } }
      .joined(separator: "\n")
  }

  private var stepTable: String? {
    guard !steps.isEmpty else { return nil }
    let rows = steps.map {
      "| \($0.index + 1) | \(Self.plain($0.title)) | \($0.status.rawValue) |"
        + " \($0.exitCode.map(String.init) ?? "") |"
    }
    return (["## Steps", "", "| # | Step | Outcome | Exit |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }

  private var log: String? {
    guard !excerpt.isEmpty else { return nil }
    let title = steps.first { $0.status.failsBuild }.map { "of \(Self.plain($0.title))" } ?? ""
    // Indented, so that nothing in it can end the block.
    return (["## The log's end \(title)", ""] + excerpt.map { "    " + Sanitizer.visible($0) })
      .joined(separator: "\n")
  }

  private var window: String? {
    var lines = ["## Inside the machine", ""]
    if let access { lines += ["Window: \(WindowText.state(access))", ""] }
    guard let visits else {
      let why =
        access?.estimate == nil
        ? "Who was inside is not yours to read." : "The service does not tell who was inside."
      return (lines + [why]).joined(separator: "\n")
    }
    let came = visits.map {
      "- \(TimeWords.text($0.at)) \(Self.plain($0.username ?? "-")) \($0.event)"
        + " \(Self.plain($0.detail))"
    }
    return (lines + (came.isEmpty ? ["Nobody did anything."] : came)).joined(separator: "\n")
  }

  private var shell: String? {
    guard let recording else { return nil }
    return (["## What the shell showed", ""] + recording.map { "    " + Sanitizer.visible($0) })
      .joined(separator: "\n")
  }

  private var remarks: String? {
    notes.isEmpty ? nil : (["## Notes", ""] + notes.map { "- \($0)" }).joined(separator: "\n")
  }

  /// One line of plain words: nothing in it is markup.
  private static func plain(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return Sanitizer.visible(line).reduce(into: "") { result, character in
      if "\\`*_[]<>|#".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}

/// A recording in asciinema's format as the text that it showed.
enum RecordingText {
  /// More is not told: whoever wants all of it plays the recording.
  private static let mostLines = 400

  /// - Throws: one sentence where the file is no recording.
  static func read(_ path: String) throws -> [String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.hasPrefix("{") else {
      throw ProgramError(.noSuchThing, "\(path) is no recording of `airlock ssh --record`.")
    }
    let shown = text.split(separator: "\n").dropFirst().compactMap { line -> String? in
      let event = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any]
      guard event?.count == 3, event?[1] as? String == "o" else { return nil }
      return event?[2] as? String
    }.joined().replacing(#/\x1b\[\?[0-9;]*[a-zA-Z]/#, with: "")
    let lines = shown.replacing("\r\n", with: "\n").split(
      separator: "\n", omittingEmptySubsequences: false)
    let plain = lines.map { line in
      AnsiText.parse(String(line.split(separator: "\r").last ?? ""), base: .plain).map(\.text)
        .joined()
    }
    guard plain.count > mostLines else { return plain }
    return ["\(plain.count - mostLines) lines before these are left out."] + plain.suffix(mostLines)
  }
}
