package import BuildModel
package import Foundation
package import Logging

/// Everything a build service is told when it starts.
package struct ServiceConfiguration: Sendable {
  /// The address to listen on.
  package var host = "127.0.0.1"
  /// 0 lets the system choose one.
  package var port = 0
  /// Where everything is kept; made, for this user only, where it is not there.
  package var dataFolder: URL
  /// The executable `airlock-worker`.
  package var worker: URL
  /// What a worker is given as its environment.
  package var workerEnvironment = ServiceConfiguration.minimalEnvironment(
    of: ProcessInfo.processInfo.environment)
  /// How many builds run at once.
  package var slots = max(2, ProcessInfo.processInfo.activeProcessorCount)
  /// Bytes of memory that machines may have together, by what their stacks allow; nil: only slots
  /// count.
  package var machineMemory: Int? = Int(clamping: ProcessInfo.processInfo.physicalMemory)
  /// How many machines of failed builds stand by; the oldest go first.
  package var mostKept = 20
  /// Seconds a door stays open after its build.
  package var grace: TimeInterval = 600
  /// Seconds after which a build that still runs is ended.
  package var buildTimeLimit: TimeInterval = 5400
  /// Seconds without output after which a step is ended that sets no limit of its own; nil: none.
  package var noOutputLimit: Int?
  /// Seconds that the machine of a failed build without a window stands by.
  package var keepFailed: TimeInterval = 0
  /// Seconds after which a build on hold is ended.
  package var holdLimit: TimeInterval = 30 * 86400
  /// The most seconds that a window can be extended by, in all.
  package var longestExtension = 86400
  /// Whether added time may reach beyond the build's time limit.
  package var extensionsOutlastTimeLimit = false
  /// What besides the clock closes a window or keeps it open; nil for nothing.
  package var windowPolicy: WindowPolicy?
  /// What is kept of builds that have ended.
  package struct Keeping: Sendable {
    /// Seconds after its end at which a build goes; nil: never.
    package var age: TimeInterval? = 200 * 86400
    /// How much the files of ended builds may take; nil: whatever there is.
    package var bytes: Int? = 10 << 30
    /// Waits between one look at it and the next.
    package var pause: @Sendable () async throws -> Void = {
      try await Task.sleep(for: .seconds(3600))
    }

    package init() {}
  }

  package var keeping = Keeping()
  /// With less room than this on the disk, no build is taken.
  package var leastFreeBytes = 32 << 20
  /// Without work and without anybody asking for this long, the service ends; nil: never.
  package var idleLimit: Duration?
  /// How often a listener of events is told that the line stands.
  package var heartbeat = Duration.seconds(15)
  package var stacks: [Stack] = [
    Stack(name: .linux, title: "Linux", system: .linux, hasScreenShare: false)
  ]
  /// Reads the configuration that stands in an app's repository; what it throws is shown to the
  /// user.
  package var readConfiguration:
    @Sendable (_ app: App, _ source: SourceReference) async throws -> ConfigurationText
  /// Understands a configuration; what it throws is shown to the user.
  package var describe: @Sendable (ConfigurationText) throws -> ConfigurationDigest
  /// What is wrong and what is strange about a configuration's text, for who asks before saving.
  package var validate: @Sendable (String) -> (errors: [String], warnings: [String])
  /// Looks at a repository, and for the branch if one is named; what it throws is shown to the user.
  package var inspectRepository:
    @Sendable (_ address: String, _ branch: String?) async throws -> RepositoryFacts
  /// Called once requests are answered, with the service's address.
  package var onReady: @Sendable (URL) async -> Void = { _ in }
  package var logger = Logger(label: "airlock.service")
  package var now: @Sendable () -> Date = { Date() }

  package init(
    dataFolder: URL, worker: URL,
    readConfiguration:
      @escaping @Sendable (_ app: App, _ source: SourceReference) async throws ->
      ConfigurationText,
    describe: @escaping @Sendable (ConfigurationText) throws -> ConfigurationDigest,
    inspectRepository:
      @escaping @Sendable (_ address: String, _ branch: String?) async throws ->
      RepositoryFacts
  ) {
    self.dataFolder = dataFolder
    self.worker = worker
    self.readConfiguration = readConfiguration
    self.describe = describe
    validate = { text in
      do {
        _ = try describe(ConfigurationText(text: text, name: "bitrise.yml"))
        return ([], [])
      } catch {
        return (["\(error)"], [])
      }
    }
    self.inspectRepository = inspectRepository
  }

  /// What of an environment a worker may see: enough to find programs, and what is meant for it.
  package static func minimalEnvironment(of environment: [String: String]) -> [String: String] {
    let passed: Set = ["PATH", "HOME", "LANG", "TMPDIR", "XDG_RUNTIME_DIR", "DOCKER_HOST"]
    return environment.filter { passed.contains($0.key) || $0.key.hasPrefix("AIRLOCK_") }
  }
}

/// The text of an app's `bitrise.yml`.
package struct ConfigurationText: Sendable, Equatable {
  package var text: String
  /// What the text is called in messages: a path, or "the app's configuration".
  package var name: String

  package init(text: String, name: String) {
    self.text = text
    self.name = name
  }
}

/// What the service needs to know of a configuration.
package struct ConfigurationDigest: Sendable {
  /// The workflows that can be asked for, in the file's order.
  package var workflows: [String]
  /// The stack each workflow names, where it does.
  package var stacks: [String: StackName]
  /// The priority each workflow sets, where it does.
  package var priorities: [String: Int] = [:]
  /// The part of the text that a workflow rests on, in a form in which neither spaces, comments
  /// nor the order of keys count; without it, the text counts as it is.
  package var effectiveText: (@Sendable (_ workflow: String) -> String)?
  /// The workflow for a build that names none; what it throws is shown to the user.
  package var defaultWorkflow: @Sendable (BuildTrigger) throws -> String?

  package init(
    workflows: [String], stacks: [String: StackName] = [:],
    defaultWorkflow: @escaping @Sendable (BuildTrigger) throws -> String?
  ) {
    self.workflows = workflows
    self.stacks = stacks
    self.defaultWorkflow = defaultWorkflow
  }
}
