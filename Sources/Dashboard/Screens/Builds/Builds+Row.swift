package import BuildModel
package import Theming

extension Builds {
  /// One build as text that is ready to be placed.
  package struct Row: Sendable, Equatable {
    package var look: StatusLook
    package var number: String
    package var app: String
    package var workflow: String
    package var branch: String
    package var message: String
    /// The window's clock where it is not closed, else the time it has run, else its age.
    package var when: String
    package var whenRole: ThemeRole
    package var isNotIsolated: Bool
  }

  package static func row(for build: Build, _ facts: Facts, glyphs: GlyphSet) -> Row {
    let (when, role) = when(build, facts)
    return Row(
      look: glyphs.look(of: build.status), number: "#\(build.number)", app: build.appTitle,
      workflow: build.workflow, branch: build.branch ?? build.tag ?? "",
      message: firstLine(of: build.commitMessage), when: when, whenRole: role,
      isNotIsolated: build.isolation == .notIsolated)
  }

  private static func when(_ build: Build, _ facts: Facts) -> (String, ThemeRole) {
    if let clock = facts.clock(for: build.slug), let figure = clock.figure {
      return (figure, clock.role)
    }
    if build.status == .running, let startedAt = build.startedAt {
      return (TimeWords.duration(facts.serverNow.timeIntervalSince(startedAt)), .running)
    }
    let since = build.finishedAt ?? build.triggeredAt
    return (TimeWords.age(facts.serverNow.timeIntervalSince(since)), .muted)
  }

  static func firstLine(of text: String?) -> String {
    text?.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  /// How wide each column of the list is; what has no room is 0.
  package struct Columns: Sendable, Equatable {
    package var number: Int
    /// Stands right behind the number and marks what is not isolated.
    package var mark: Int
    package var app = 0
    package var workflow = 0
    package var branch = 0
    package var message = 0
    package var when: Int

    /// Gives the columns room by their importance: what tells builds apart comes first.
    package init(for rows: [Row], columns: Int) {
      number = rows.map(\.number.count).max() ?? 0
      when = rows.map(\.when.count).max() ?? 0
      mark = rows.contains(where: \.isNotIsolated) ? 1 : 0
      // The glyph and its space, and the space on either side of the rest.
      var room = columns - 2 - number - mark - 1 - when
      func take(_ wanted: Int, least: Int) -> Int {
        let width = min(wanted, room - 1)
        guard wanted > 0, width >= min(wanted, least) else { return 0 }
        room -= width + 1
        return width
      }
      let widths = { (path: KeyPath<Row, String>, most: Int) in
        min(most, rows.map { $0[keyPath: path].count }.max() ?? 0)
      }
      workflow = take(widths(\.workflow, 16), least: 6)
      app = take(widths(\.app, 16), least: 4)
      branch = take(widths(\.branch, 20), least: 4)
      message = take(widths(\.message, 72), least: 10)
    }
  }
}
