import BuildModel
import GRDB

/// What of a build decides which lists it stands in.
struct ListedBuild {
  var id: Int64
  var app: String
  var workflow: String
  var branch: String?
  var status: BuildStatus
  var trigger: BuildFilter.Trigger
  /// 0 for a build of no pull request.
  var pullRequest: UInt32
  var isOnHold: Bool
  var triggeredAt: Double
}

extension ListedBuild {
  /// In the order of the index `build_listing`, which holds all of them.
  static let selection = """
    SELECT id, app, workflow, branch, status, tag, pull_request_id, is_on_hold, triggered_at
    FROM build
    """

  init(_ row: Row) throws {
    id = row[0]
    app = row[1]
    workflow = row[2]
    branch = row[3]
    status = try row.word("status")
    pullRequest = UInt32(row[6] as Int64? ?? 0)
    trigger =
      if pullRequest != 0 { .pullRequest } else if row.hasNull(atIndex: 5) { .push } else { .tag }
    isOnHold = row[7]
    triggeredAt = row[8]
  }
}
