import BuildClient
import BuildModel
import BuildRunner
import Dashboard
import Foundation

/// Plans and writes the step that keeps a machine open, for the dashboard.
struct StayAssistant: Sendable {
  let client: @Sendable (Build) async throws -> BuildClient

  func plan(_ build: Build, _ seconds: Int) async throws -> StayOutline {
    let client = try await client(build)
    let steps = try await client.steps(build.app, build.slug)
    let failed = steps.first { $0.status.failsBuild }
    let access = try await client.accessIfAny(build.app, build.slug)
    let limit = await client.limit(of: build, access)
    let budget = StayBudget(
      limit: limit, before: StayText.lead(build, failed ?? steps.last), wished: Double(seconds))
    let (target, text) = try await place(build, client)
    let name = "bitrise.yml"
    let plan = try StayPlan(
      seconds: seconds, workflow: build.workflow, failed: failed, in: text, name: name)
    return StayOutline(
      step: plan.step.lines().joined(separator: "\n") + "\n", fits: budget.fits, most: budget.most,
      budget: budget.sentence, after: plan.after, diff: plan.insertion.diff(name: name),
      remarks: plan.remarks, target: target, before: text, text: plan.insertion.text)
  }

  /// - Returns: where it was written, and what comes next.
  func write(_ build: Build, _ outline: StayOutline) async throws -> String {
    let client = try await client(build)
    switch outline.target {
    case .byHand(let sentence): throw ProgramError(.failed, sentence)
    case .service:
      try check(try await client.configuration(of: build.app), outline)
      try await client.keepConfiguration(outline.text, of: build.app)
      return "The configuration of \(build.appTitle) is changed; rebuild to use it."
    case .file(let path):
      try check(try String(contentsOfFile: path, encoding: .utf8), outline)
      try ConfigurationFile.write(outline.text, to: path)
      return "\(path) is changed; rebuild to use it, and commit it to keep it."
    }
  }

  private func check(_ text: String, _ outline: StayOutline) throws {
    guard text == outline.before else {
      throw ProgramError(
        .failed, "The configuration was changed meanwhile; nothing was written. Try again.")
    }
  }

  /// Where the configuration of a build's app can be changed, and how it stands there.
  private func place(
    _ build: Build, _ client: BuildClient
  ) async throws -> (StayOutline.Target, String) {
    let app = try await client.apps().first { $0.slug == build.app }
    if client.connection.name == SavedConnection.local, let folder = app?.repository,
      folder.hasPrefix("/")
    {
      let path = "\(folder)/bitrise.yml"
      if let text = try? String(contentsOfFile: path, encoding: .utf8),
        FileManager.default.isWritableFile(atPath: path)
      {
        return (.file(path), text)
      }
    }
    let (text, isNext) = try await client.configuration(of: build.app, else: build.slug)
    guard isNext else { return (.byHand(Self.withheld), text) }
    switch try await client.keepsConfiguration(of: build.app) {
    case true?: return (.service, text)
    case false?:
      return (
        .byHand(
          "The configuration is a file of the repository: put the step in there, commit and push."),
        text
      )
    case nil: return (.byHand(StayText.unknownPlace(client, build.appTitle)), text)
    }
  }

  private static let withheld =
    "You may not see the app's configuration; this is what the build ran with. Put the step in where"
    + " it is kept."
}

/// Writes a configuration into the file that is there, which keeps its owner and its rights.
enum ConfigurationFile {
  static func write(_ text: String, to path: String) throws {
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw ProgramError(.failed, "\(path) cannot be written.")
    }
    try handle.write(contentsOf: Data(text.utf8))
    try handle.truncate(atOffset: UInt64(text.utf8.count))
    try handle.close()
  }
}
