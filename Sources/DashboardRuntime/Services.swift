package import BuildModel
package import Dashboard

/// What the dashboard wants of the world, one closure for each wish.
///
/// A closure that fails throws a ``ServiceFailure``; anything else that is thrown is shown as it
/// describes itself. Each may be cancelled, and then nothing it answers counts.
package struct Services: Sendable {
  /// Takes an action from a service that goes on telling.
  package typealias Report = @Sendable (Dashboard.Action) -> Void

  package var loadService: @Sendable () async throws -> ServiceFacts
  /// The newest builds of all apps, or those that follow where a cursor says.
  package var loadBuilds: @Sendable (_ cursor: String?) async throws -> BuildPage
  /// Builds that a query is about, newest first.
  package var findBuilds: @Sendable (BuildQuery, _ cursor: String?) async throws -> BuildPage
  /// The windows that are not closed.
  package var loadWindows: @Sendable () async throws -> [RemoteAccess]
  /// Goes on telling what changes, until it is cancelled.
  ///
  /// Reports `.buildChanged`, `.stepsLoaded`, `.windowChanged` and `.roleLearned` as they happen, and
  /// `.connectionLost` and `.connectionRestored` around an absence of the service, which it
  /// outlasts.
  package var watch: @Sendable (_ report: @escaping Report) async -> Void
  /// Goes on telling of the windows of all connections that are not in use, until it is cancelled.
  ///
  /// Reports `.elsewhereAsked`, `.elsewhereHeard` and `.elsewhereSilent`.
  package var watchElsewhere: @Sendable (_ report: @escaping Report) async -> Void
  package var loadSteps: @Sendable (Build) async throws -> [Step]
  /// Tells the log's end, unless a position is given to begin after, and then hands over the
  /// chunks in order, as they are written; returns when the log is complete.
  package var followLog:
    @Sendable (Build, _ after: Int?, _ report: @escaping @Sendable (LogNews) -> Void)
      async throws -> Void
  /// The chunks above a position in order, as many as one answer holds.
  package var readLog: @Sendable (Build, _ after: Int) async throws -> LogAnswer
  /// Writes a log into a file and answers its path; tells meanwhile how many bytes have come.
  package var exportLog:
    @Sendable (LogExport, LogReading, _ grew: @escaping @Sendable (Int) -> Void) async throws
      -> String
  /// With the credentials that the person may see.
  package var loadAccess: @Sendable (Build) async throws -> RemoteAccess
  /// Every app and what can be run of it; an app whose workflows cannot be read says why.
  package var loadWorkflows: @Sendable () async throws -> [AppWorkflows]
  /// Starts a build of an app's workflow and answers it.
  package var run: @Sendable (AppSlug, _ workflow: String, RunParameters) async throws -> Build
  /// Answers the new build; its machine stays open for the hold, in seconds, beyond the usual, and
  /// is of the build's own stack unless another is named.
  package var rebuild:
    @Sendable (Build, _ remoteAccess: Bool, _ hold: Int, _ stack: String?) async throws -> Build
  /// Runs what did not pass of a build's pipeline again.
  package var rebuildPipeline: @Sendable (Build) async throws -> Void
  /// Takes what was pasted of the way into a machine; answers its window, with credentials.
  package var acceptPaste: @Sendable (Build, AccessPaste, _ keep: Bool) async throws -> RemoteAccess
  package var abort: @Sendable (Build) async throws -> Void
  /// Keeps a waiting build waiting, or lets it go; answers the build as it stands now.
  package var hold: @Sendable (Build, _ isHeld: Bool) async throws -> Build
  /// Opens the machine of a build that has no window; answers its window, with credentials.
  package var openWindow: @Sendable (Build) async throws -> RemoteAccess
  /// Answers the window as it stands now.
  package var closeWindow: @Sendable (Build) async throws -> RemoteAccess
  /// Answers the window with the time added.
  package var extendWindow: @Sendable (Build, _ seconds: Int) async throws -> RemoteAccess
  /// Hands an address to a browser and answers what went wrong, in a sentence.
  package var openPage: @Sendable (_ address: String) async -> String?
  package var copy: @Sendable (CopyText) async -> CopyOutcome
  package var door: DoorServices
  package var files: FileServices

  package init(
    loadService: @escaping @Sendable () async throws -> ServiceFacts,
    loadBuilds: @escaping @Sendable (_ cursor: String?) async throws -> BuildPage,
    findBuilds:
      @escaping @Sendable (BuildQuery, _ cursor: String?) async throws -> BuildPage,
    loadWindows: @escaping @Sendable () async throws -> [RemoteAccess],
    watch: @escaping @Sendable (_ report: @escaping Report) async -> Void,
    watchElsewhere: @escaping @Sendable (_ report: @escaping Report) async -> Void,
    loadSteps: @escaping @Sendable (Build) async throws -> [Step],
    followLog:
      @escaping @Sendable (
        Build, _ after: Int?, _ report: @escaping @Sendable (LogNews) -> Void
      ) async throws -> Void,
    readLog: @escaping @Sendable (Build, _ after: Int) async throws -> LogAnswer,
    exportLog:
      @escaping @Sendable (
        LogExport, LogReading, _ grew: @escaping @Sendable (Int) -> Void
      ) async throws -> String,
    loadAccess: @escaping @Sendable (Build) async throws -> RemoteAccess,
    loadWorkflows: @escaping @Sendable () async throws -> [AppWorkflows],
    run: @escaping @Sendable (AppSlug, _ workflow: String, RunParameters) async throws -> Build,
    rebuild:
      @escaping @Sendable (Build, _ remoteAccess: Bool, _ hold: Int, _ stack: String?)
      async throws -> Build,
    rebuildPipeline: @escaping @Sendable (Build) async throws -> Void,
    acceptPaste:
      @escaping @Sendable (Build, AccessPaste, _ keep: Bool) async throws -> RemoteAccess,
    abort: @escaping @Sendable (Build) async throws -> Void,
    hold: @escaping @Sendable (Build, _ isHeld: Bool) async throws -> Build,
    openWindow: @escaping @Sendable (Build) async throws -> RemoteAccess,
    closeWindow: @escaping @Sendable (Build) async throws -> RemoteAccess,
    extendWindow: @escaping @Sendable (Build, _ seconds: Int) async throws -> RemoteAccess,
    openPage: @escaping @Sendable (_ address: String) async -> String?,
    copy: @escaping @Sendable (CopyText) async -> CopyOutcome,
    door: DoorServices, files: FileServices
  ) {
    self.loadService = loadService
    self.loadBuilds = loadBuilds
    self.findBuilds = findBuilds
    self.loadWindows = loadWindows
    self.watch = watch
    self.watchElsewhere = watchElsewhere
    self.loadSteps = loadSteps
    self.followLog = followLog
    self.readLog = readLog
    self.exportLog = exportLog
    self.loadAccess = loadAccess
    self.loadWorkflows = loadWorkflows
    self.run = run
    self.rebuild = rebuild
    self.rebuildPipeline = rebuildPipeline
    self.acceptPaste = acceptPaste
    self.abort = abort
    self.hold = hold
    self.openWindow = openWindow
    self.closeWindow = closeWindow
    self.extendWindow = extendWindow
    self.openPage = openPage
    self.copy = copy
    self.door = door
    self.files = files
  }
}

/// Some builds of a longer list.
package struct BuildPage: Sendable, Equatable {
  package var builds: [Build]
  /// Where the rest begins; nil where there is none.
  package var next: String?

  package init(_ builds: [Build], next: String? = nil) {
    self.builds = builds
    self.next = next
  }
}

extension Services {
  func reading(of build: Build) -> LogReading {
    LogReading { [readLog] in try await readLog(build, $0) }
  }
}

/// Why a service did not do what was asked, in a sentence for the person.
package enum ServiceFailure: Error, Sendable, Equatable {
  /// It was heard and said no.
  case refused(String)
  /// It was not heard.
  case unreachable(String)
}
