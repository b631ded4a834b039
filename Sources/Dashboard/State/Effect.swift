package import BuildModel

extension Dashboard {
  /// Something that is wanted of the world; the runtime carries it out.
  package enum Effect: Sendable, Equatable {
    /// Answered with `.serviceLoaded`.
    case loadService
    /// Answered with `.buildsLoaded`.
    case loadBuilds
    /// Answered with `.olderBuildsLoaded`.
    case loadOlderBuilds(cursor: String)
    /// Answered with `.buildsFound`. Takes the place of one that is under way.
    case findBuilds(BuildQuery, cursor: String?)
    /// Answered with `.windowsLoaded`.
    case loadWindows
    /// Go on telling what changes until the program ends; keeps trying when the service is away.
    case watchService
    /// Go on telling of the windows of all connections that are not in use.
    case watchElsewhere
    /// Answered with `.stepsLoaded`. Takes the place of one that is under way.
    case loadSteps(BuildSlug)
    /// Go on telling of chunks above this position until `.logEnded`; without one, tell the log's
    /// end first, by `.logPage`. Takes the place of the one before.
    case followLog(BuildSlug, after: Int?)
    case stopFollowingLog
    /// Answered with `.logPage`. Takes the place of one that is under way.
    case loadLog(BuildSlug, ClosedRange<Int>)
    /// Answered with `.logFound` as matches turn up in these chunks. Takes the place of one of the
    /// same kind.
    case searchLog(BuildSlug, LogSearch.Kind, LogQuery, in: [ClosedRange<Int>])
    case stopSearching(BuildSlug, LogSearch.Kind)
    /// Answered with `.exportGrew` and `.exported`. Takes the place of one that is under way.
    case exportLog(LogExport)
    case stopExport
    /// Answered with `.accessLoaded`.
    case loadAccess(BuildSlug)
    /// Answered with `.workflowsLoaded`. Takes the place of one that is under way.
    case loadWorkflows

    /// Answered with `.runAccepted`.
    case run(AppSlug, workflow: String, with: RunParameters = RunParameters())
    /// Answered with `.rebuildAccepted`; the hold is in seconds, and without a stack the build's own
    /// is used.
    case rebuild(BuildSlug, remoteAccess: Bool, hold: Int = 0, stack: String? = nil)
    /// Run what did not pass of a build's pipeline again; answered with `.pipelineRebuilt`.
    case rebuildPipeline(BuildSlug)
    /// Take what was pasted of the way into a machine, and keep it until the deadline if so
    /// wished; answered with `.accessLoaded`.
    case acceptPaste(BuildSlug, AccessPaste, keep: Bool)
    /// Answered with `.abortAccepted`.
    case abort(BuildSlug)
    /// Keep a waiting build waiting, or let it take its turn; answered with `.buildChanged`.
    case hold(BuildSlug, Bool)
    /// Open the machine of a build that has no window; answered with `.windowChanged`.
    case openWindow(BuildSlug)
    /// Answered with `.windowChanged`.
    case closeWindow(BuildSlug)
    /// Send away the machine that was kept of a failed build; answered with `.buildChanged`.
    case sendAway(BuildSlug)
    /// The `bitrise.yml` that a build ran, or that the next build of its app will; answered with
    /// `.configurationLoaded`. Takes the place of one that is under way.
    case loadConfiguration(BuildSlug, Configuration.Source)
    /// Answered with `.artifactsLoaded`. Takes the place of one that is under way.
    case loadArtifacts(BuildSlug)
    /// Into the folder that the dashboard was started in; answered with `.downloadGrew` and
    /// `.downloaded`. Takes the place of one that is under way.
    case download(BuildSlug, Artifact)
    case stopDownload
    /// Answered with `.windowExtended`.
    case extendWindow(BuildSlug, seconds: Int)
    /// Answered with `.pageOpened`.
    case openPage(BuildSlug, address: String)
    /// Answered with `.copied`.
    case copy(CopyText)
    /// Answered with `.toolsFound`.
    case lookForTools
    /// Answered with `.launched`.
    case launch(BuildSlug, Launch)
    /// Answered with `.stayPlanned`. Takes the place of one that is under way.
    case planStay(BuildSlug, seconds: Int)
    /// Answered with `.stayWritten`.
    case writeStay(BuildSlug, StayOutline)
    /// Fetch these paths; answered with `.rescued`.
    case rescue(BuildSlug, [String])
    /// Bring a port here until it is ended; answered with `.forwardOpened` and `.forwardEnded`.
    case forward(PortForward)
    case endForward(PortForward)

    // These need the terminal, so whoever owns it carries them out.
    /// Leave the screen, run ssh, come back; answered with `.sessionEnded`.
    case connect(BuildSlug)
    /// Leave the screen, show a file in a program, remove the file; answered with `.programEnded`.
    case show(String, in: FileProgram)
    /// Draw in another theme; answered with `.themeShown` or `.themeRefused`.
    case showTheme(String)
    /// The same from now on; answered with `.themeKept`, too.
    case keepTheme(String)
    /// Draw the person's attention to a sentence, even if they look elsewhere.
    case alert(String)
    case suspend
    case redraw
    /// Leave for good and print these lines.
    case quit(farewell: [String])
  }
}
