import TerminalSurface
import Theming

extension Builds {
  /// A column of the list.
  enum Column: Equatable, CaseIterable {
    case number, app, workflow, branch, message, who, access, took, age
    /// Stands for the last three where there is room for one.
    case when

    /// What stands above it.
    var title: String {
      switch self {
      case .number: "build"
      case .app: "app"
      case .workflow: "workflow"
      case .branch: "branch"
      case .message: "commit"
      case .who: "by"
      case .access: "access"
      case .took: "took"
      case .age, .when: "age"
      }
    }

    /// How wide its title is, with the arrow that it may get.
    var titleColumns: Int { title.count + (sort == nil ? 0 : 1) }

    var isAtRightEdge: Bool {
      switch self {
      case .access, .took, .age, .when: true
      case .number, .app, .workflow, .branch, .message, .who: false
      }
    }

    /// The order that this column shows.
    var sort: Arrangement.Sort? {
      switch self {
      case .app: .app
      case .workflow: .workflow
      case .branch: .branch
      case .took: .duration
      case .age, .when: .age
      case .number, .message, .who, .access: nil
      }
    }

    func text(_ row: Row) -> String {
      switch self {
      case .number: row.number
      case .app: row.app
      case .workflow: row.workflow
      case .branch: row.branch
      case .message: row.message
      case .who: row.who
      case .access: row.access
      case .took: row.took
      case .age: row.age
      case .when: row.when.text
      }
    }

    func role(_ row: Row) -> ThemeRole {
      switch self {
      case .number: .title
      case .app: .text
      case .workflow: .accent
      case .branch, .message, .who, .age: .muted
      case .access: row.accessRole
      case .took: row.tookRole
      case .when: row.when.role
      }
    }
  }

  /// Which columns there are in a width, and how wide each is; what has no room is left out.
  struct Columns: Equatable {
    /// From here on access, duration and age each have a column, and all have titles.
    static let leastForAll = 88

    private(set) var widths: [(column: Column, width: Int)] = []
    /// Stands right behind the number and marks what is not isolated.
    let mark: Int
    let hasTitles: Bool

    /// Gives the columns room by their importance: what tells builds apart comes first.
    init(for rows: [Row], columns: Int, grouping: Arrangement.Grouping) {
      mark = rows.contains(where: \.isNotIsolated) ? 1 : 0
      hasTitles = columns >= Self.leastForAll
      let fixed: [Column] = hasTitles ? [.number, .access, .took, .age] : [.number, .when]
      var room = columns - 2 - mark
      var found: [Column: Int] = [:]
      for column in fixed {
        let widest = rows.map { TextWidth.columns(of: column.text($0)) }.max() ?? 0
        let width = widest > 0 && hasTitles ? max(widest, column.titleColumns) : widest
        found[column] = width
        room -= width + (width > 0 ? 1 : 0)
      }
      room += 1
      func take(_ column: Column, most: Int, least: Int) {
        let widest = rows.map { TextWidth.columns(of: column.text($0)) }.max() ?? 0
        guard widest > 0 else { return }
        let wanted = min(most, hasTitles ? max(widest, column.titleColumns) : widest)
        let width = min(wanted, room - 1)
        guard width >= min(wanted, least) else { return }
        found[column] = width
        room -= width + 1
      }
      take(.workflow, most: 16, least: 6)
      if grouping != .app { take(.app, most: 16, least: 4) }
      if grouping != .branch { take(.branch, most: 20, least: 4) }
      if hasTitles { take(.who, most: 12, least: 4) }
      take(.message, most: 120, least: 10)
      widths = Column.allCases.compactMap { column in
        found[column].flatMap { $0 > 0 ? (column, $0) : nil }
      }
    }

    static func == (left: Self, right: Self) -> Bool {
      left.mark == right.mark && left.hasTitles == right.hasTitles
        && left.widths.map(\.column) == right.widths.map(\.column)
        && left.widths.map(\.width) == right.widths.map(\.width)
    }
  }
}
