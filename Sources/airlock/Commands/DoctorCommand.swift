import ArgumentParser
import BuildMachine
import BuildModel
import Foundation

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Try what airlock needs on this computer, and say what would help.",
    discussion: """
      With a build it tries the way into its machine, from the network to the password, and ends \
      with 1 where there is none; without one, with 1 where builds cannot be isolated here. What \
      is missing and can be done without has a dash.

      airlock doctor
      airlock doctor 42
      """)

  @Argument(help: "A build whose machine to try to enter.")
  var build: String?

  @Flag(help: "Print the checks as JSON.")
  var json = false

  @Option(help: "The data folder of the service, where it is not your own.")
  var data: String?

  func run() throws {
    try runBlocking {
      var sections = [("This computer", WorkstationChecks().run())]
      var isGood = true
      if let build {
        let (name, checks) = try await door(of: build)
        sections.append((name, checks))
        isGood = checks.allSatisfy(\.isGood)
      } else {
        let folder = data.map { URL(filePath: $0).standardizedFileURL } ?? Directories.current.data
        let checks = await MachineChecks(data: folder).run()
        isGood = checks.contains { $0.isIsolated && $0.complaint == nil }
        sections.append(
          (
            "Machines",
            checks.map { Check(name: $0.name, isGood: $0.complaint == nil, words: $0.words) }
          ))
      }
      if json {
        try Output.json(
          sections.flatMap { title, checks in checks.map { Check.Output($0, of: title) } })
      } else {
        for (title, checks) in sections { print(title, checks) }
      }
      if !isGood { throw ExitCode(1) }
    }
  }
}

extension DoctorCommand {
  private func door(of reference: String) async throws -> (String, [Check]) {
    let session = try await Session.open()
    let (app, build, _) = try await session.door(reference)
    let asked = Date()
    let access = try await session.client.access(app.slug, build.slug)
    let checks = await DoorChecks(access: access, asked: asked, answered: Date())
      .run(directories: session.directories)
    return ("\(app.title)#\(build.number)", checks)
  }

  private func print(_ title: String, _ checks: [Check]) {
    Output.line(title)
    let width = (checks.map(\.name.count).max() ?? 0) + 2
    for check in checks {
      let name = check.name.padding(toLength: width, withPad: " ", startingAt: 0)
      Output.line("  \(check.mark) \(name)\(check.words)")
    }
  }
}

extension Check {
  /// A check as `--json` prints it.
  struct Output: Encodable {
    let section: String
    let name: String
    /// `good`, `missing` where it can be done without, or `bad`.
    let result: String
    let words: String

    init(_ check: Check, of section: String) {
      self.section = section
      name = check.name
      result = !check.isGood ? "bad" : check.isMissing ? "missing" : "good"
      words = check.words
    }
  }
}

/// What came of trying one thing; the words say what would help where it is not good.
struct Check: Sendable, Equatable {
  var name: String
  var isGood: Bool
  var words: String
  /// Whether what it is about is missing, and can be done without.
  var isMissing = false

  var mark: String { !isGood ? "✗" : isMissing ? "-" : "✓" }
}

/// What came of trying one way of making machines.
struct MachineCheck: Sendable {
  var name: String
  var isIsolated: Bool
  /// Nil where it works.
  var complaint: String?
  var remark: String?

  var words: String { complaint ?? "works" + (remark.map { ", \($0)" } ?? "") }
}

/// Tries every driver, all at once, each for two seconds at most.
struct MachineChecks: Sendable {
  let data: URL
  var environment = ProcessInfo.processInfo.environment

  func run() async -> [MachineCheck] {
    await withTaskGroup(of: (Int, MachineCheck).self) { group in
      for (place, name) in DriverName.allCases.enumerated() {
        group.addTask { (place, await check(name)) }
      }
      var found: [(Int, MachineCheck)] = []
      for await check in group { found.append(check) }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
        + [UserNetworkCheck.run(environment), ScreenCheck.run(environment)]
    }
  }

  private func check(_ name: DriverName) async -> MachineCheck {
    let driver = MachineDrivers.driver(name, environment: environment)
    var complaint: String?
    if name == .uidRange, StackDefaults.sudoStack(data: data) == nil {
      complaint =
        "There is no root directory for it: make one and unpack it with `airlock stack unpack`."
    } else {
      complaint = await driver.probe(StackDefaults.sudoStack(data: data))
    }
    return MachineCheck(
      name: driver.name, isIsolated: driver.isolation == .isolated, complaint: complaint,
      remark: remark(name))
  }

  private func remark(_ name: DriverName) -> String? {
    switch name {
    case .bubblewrap: "and is what stacks without a driver get"
    case .uidRange: "with sudo inside, for the stack linux-sudo"
    case .podman, .docker, .tart: "for stacks that name an image"
    case .plain: "and isolates nothing"
    }
  }
}

/// Whether machines can have a network of their own.
enum UserNetworkCheck {
  static func run(_ environment: [String: String]) -> MachineCheck {
    MachineCheck(
      name: "network", isIsolated: false,
      complaint: UserNetworkProbe.complaint(environment: environment),
      remark: "by slirp4netns, without this computer's loopback")
  }
}

/// Whether machines can have a screen to share.
enum ScreenCheck {
  static func run(_ environment: [String: String]) -> MachineCheck {
    MachineCheck(
      name: "screen", isIsolated: false,
      complaint: Desktop.isInstalled(environment)
        ? nil : "The program Xtigervnc is missing: install the package tigervnc-standalone-server.",
      remark: "by Xtigervnc, for the stack linux-desktop")
  }
}
