import ArgumentParser
import BuildAPI
import BuildModel
import Foundation

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Who asked for what, who was refused, who was inside; newest last.",
    discussion: """
      All of it for administrators of the service, an app's for its owners and admins.

      airlock audit --app sample --since 2d
      """)

  @Option(help: "Only this app, by title or slug.")
  var app: String?

  @Option(help: "Only this build: a number, app#number or slug.")
  var build: String?

  @Option(help: "Only since then: 2d, 12h, or a day like 2026-12-31.")
  var since: String?

  @Option(name: .short, help: "How many lines at most.")
  var number = 50

  @Flag(help: "Print an array as JSON.")
  var json = false

  func validate() throws {
    guard number > 0 else { throw ValidationError("-n takes a number above 0, not \(number).") }
  }

  func run() throws {
    try runBlocking {
      let start = try since.map { text in
        guard let date = TimeWords.past(text, now: Date()) else {
          throw ProgramError(
            .failed, "--since takes 2d, 12h or a day like 2026-12-31, not \(text).")
        }
        return date
      }
      let session = try await Session.open()
      var app: AppSlug?
      if let name = self.app { app = try await session.app(name).slug }
      var build: BuildSlug?
      if let name = self.build { build = try await session.finder.find(name).1.slug }
      let entries = try await session.client.audit(
        app: app, build: build, since: start, limit: number)
      let oldestFirst = Array(entries.reversed())
      if json { return try Output.json(oldestFirst) }
      for line in Self.lines(oldestFirst) { Output.line(line) }
    }
  }

  static func lines(_ entries: [AuditBody]) -> [String] {
    guard !entries.isEmpty else { return ["There is nothing to tell."] }
    var table = TextTable(["TIME", "USER", "FROM", "WHERE", "EVENT", "DETAIL"])
    for entry in entries {
      table.add([
        TimeWords.text(entry.at), entry.username ?? "-", entry.address ?? "-", place(of: entry),
        entry.event, entry.detail,
      ])
    }
    return table.lines
  }

  /// `sample#12`, or what of it is known.
  private static func place(of entry: AuditBody) -> String {
    let app = entry.appTitle ?? entry.appSlug?.rawValue
    guard let build = entry.buildSlug else { return app ?? "-" }
    return entry.buildNumber.map { "\(app ?? "?")#\($0)" } ?? build.rawValue
  }
}
