import BuildModel
import Foundation

/// A build as `--json` prints it.
struct BuildOutput: Encodable {
  let app: String
  let appSlug: AppSlug
  let number: Int
  let slug: BuildSlug
  let status: BuildStatus
  let workflow: String
  let branch: String?
  let tag: String?
  let commitHash: String?
  let commitMessage: String?
  let triggeredBy: String?
  let triggeredAt: Date
  let startedAt: Date?
  let finishedAt: Date?
  let abortReason: String?
  let failureReason: String?
  let isRemote: Bool
  let isolation: Isolation
  let stack: StackName
  let rebuildOf: Int?
  let isOnHold: Bool
  let priority: Int
  let configurationChanged: Bool?
  let commitChanged: Bool?
  let machineKeptUntil: Date?

  init(_ build: Build) {
    app = build.appTitle
    appSlug = build.app
    number = build.number
    slug = build.slug
    status = build.status
    workflow = build.workflow
    branch = build.branch
    tag = build.tag
    commitHash = build.commitHash
    commitMessage = build.commitMessage
    triggeredBy = build.triggeredBy
    triggeredAt = build.triggeredAt
    startedAt = build.startedAt
    finishedAt = build.finishedAt
    abortReason = build.abortReason
    failureReason = build.failureReason
    isRemote = build.isRemote
    isolation = build.isolation
    stack = build.stack
    rebuildOf = build.rebuildOf
    isOnHold = build.isOnHold
    priority = build.priority
    configurationChanged = build.configurationChanged
    commitChanged = build.commitChanged
    machineKeptUntil = build.keptUntil
  }

  enum CodingKeys: String, CodingKey {
    case app, number, slug, status, workflow, branch, tag, isolation, stack, priority
    case appSlug = "app_slug"
    case commitHash = "commit_hash"
    case commitMessage = "commit_message"
    case triggeredBy = "triggered_by"
    case triggeredAt = "triggered_at"
    case startedAt = "started_at"
    case finishedAt = "finished_at"
    case abortReason = "abort_reason"
    case failureReason = "failure_reason"
    case isRemote = "is_remote"
    case rebuildOf = "rebuild_of"
    case isOnHold = "is_on_hold"
    case configurationChanged = "configuration_changed"
    case commitChanged = "commit_changed"
    case machineKeptUntil = "machine_kept_until"
  }
}

/// A build and its steps as `show --json` prints them.
struct BuildWithStepsOutput: Encodable {
  struct StepOutput: Encodable {
    let index: Int
    let title: String
    let status: StepStatus
    let startedAt: Date?
    let finishedAt: Date?
    let exitCode: Int?

    init(_ step: Step) {
      index = step.index
      title = step.title
      status = step.status
      startedAt = step.startedAt
      finishedAt = step.finishedAt
      exitCode = step.exitCode
    }

    enum CodingKeys: String, CodingKey {
      case index, title, status
      case startedAt = "started_at"
      case finishedAt = "finished_at"
      case exitCode = "exit_code"
    }
  }

  let build: BuildOutput
  let steps: [StepOutput]

  func encode(to encoder: any Encoder) throws {
    try build.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(steps, forKey: .steps)
  }

  enum CodingKeys: String, CodingKey { case steps }
}

/// The table of builds, for people.
enum BuildTable {
  static func lines(_ builds: [Build], now: Date) -> [String] {
    var table = TextTable(["BUILD", "STATUS", "WORKFLOW", "BRANCH", "TIME", "AGE", "MESSAGE"])
    for build in builds {
      var status = build.isOnHold ? "on hold" : build.status.rawValue
      if build.isRemote { status += " (remote access)" }
      if let end = build.keptUntil, end > now {
        status += " (machine kept \(WindowText.clock(end.timeIntervalSince(now))))"
      }
      if build.isolation == .notIsolated { status += " (not isolated)" }
      table.add([
        "\(build.appTitle)#\(build.number)", status, build.workflow, build.branch ?? "-",
        build.startedAt.map { length((build.finishedAt ?? now).timeIntervalSince($0)) } ?? "-",
        length(now.timeIntervalSince(build.triggeredAt)),
        firstLine(build.failureReason ?? build.commitMessage ?? ""),
      ])
    }
    return table.lines
  }

  static func length(_ seconds: TimeInterval) -> String {
    let seconds = max(0, Int(seconds))
    return switch seconds {
    case ..<60: "\(seconds)s"
    case ..<3600: "\(seconds / 60)m\(seconds % 60)s"
    case ..<86400: "\(seconds / 3600)h\(seconds % 3600 / 60)m"
    default: "\(seconds / 86400)d"
    }
  }

  private static func firstLine(_ text: String) -> String {
    String(text.prefix { !$0.isNewline })
  }
}
