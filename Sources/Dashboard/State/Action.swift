package import BuildModel
package import TerminalSurface
package import struct Foundation.Date

extension Dashboard {
  /// Something that happened.
  package enum Action: Sendable, Equatable {
    /// The program has begun: answered with the first effects.
    case started
    /// The person did something at the terminal.
    case input(Input)
    case resized(Size)
    /// The local clock shows this; comes before every other action of the same moment.
    case tick(now: Date)

    case serviceLoaded(ServiceFacts)
    /// What the person may do with an app has become known.
    case roleLearned(AppSlug, Role)
    /// The service does not let the person rebuild builds of an app; the sentence is its own.
    case rebuildForbidden(AppSlug, sentence: String)
    /// The newest builds, in any order; one that is missing from among them is gone. Without a
    /// cursor they are all there are.
    case buildsLoaded([Build], next: String? = nil)
    /// Builds that follow on the oldest of the list.
    case olderBuildsLoaded([Build], next: String?)
    /// The answer to ``Effect/findBuilds(_:cursor:)``.
    case buildsFound(BuildQuery, [Build], next: String?)
    /// One build is new or has changed.
    case buildChanged(Build)
    case stepsLoaded(BuildSlug, [Step])
    /// The log has grown by these chunks.
    case logArrived(BuildSlug, [LogChunk])
    /// The log has grown by so much that only its end is told.
    case logLeapt(BuildSlug, LogPage)
    /// A part of the log that was asked for, or its end when it begins to be followed.
    case logPage(BuildSlug, LogPage)
    /// The log is complete.
    case logEnded(BuildSlug)
    case logFound(BuildSlug, LogSearch.Kind, LogFindings)
    /// So much of an export has come.
    case exportGrew(LogExport, bytes: Int)
    /// All of it stands in this file.
    case exported(LogExport, path: String)
    /// Every window that is not closed; without credentials where the service sends none.
    case windowsLoaded([RemoteAccess])
    /// A window has changed; without credentials where the service sends none.
    case windowChanged(RemoteAccess)
    /// The answer to ``Effect/loadAccess(_:)``: with all the person may see.
    case accessLoaded(RemoteAccess)
    /// The answer to ``Effect/extendWindow(_:seconds:)``: the window with the time added.
    case windowExtended(RemoteAccess, seconds: Int)

    /// A connection that is not in use is being asked for its windows.
    case elsewhereAsked(String)
    /// All windows of a connection that is not in use that are not closed, with their builds.
    case elsewhereHeard(String, [Build], [RemoteAccess])
    /// A connection that is not in use does not answer, or refuses; the sentence says why.
    case elsewhereSilent(String, sentence: String)

    /// The answer to ``Effect/loadConfiguration(_:_:)``.
    case configurationLoaded(BuildSlug, Configuration.Source, text: String)
    /// The answer to ``Effect/loadArtifacts(_:)``.
    case artifactsLoaded(BuildSlug, [Artifact])
    /// So much of an artifact has come.
    case downloadGrew(Artifact, bytes: Int)
    /// All of it stands in this file.
    case downloaded(Artifact, path: String)

    /// Every app and what can be run of it.
    case workflowsLoaded([AppWorkflows])

    case runAccepted(Build)
    case rebuildAccepted(of: BuildSlug, Build)
    /// The pipeline of this build runs again; its builds come by themselves.
    case pipelineRebuilt(of: BuildSlug)
    case abortAccepted(BuildSlug)
    case copied(CopyText, CopyOutcome)
    /// The answer to ``Effect/lookForTools``.
    case toolsFound(Tools)
    /// A program beside the dashboard has done what it was started for, or why not.
    case launched(BuildSlug, Launch, problem: String?)
    /// The answer to ``Effect/planStay(_:seconds:)``.
    case stayPlanned(BuildSlug, StayOutline)
    /// The configuration was changed; the sentence says where and what comes next.
    case stayWritten(sentence: String)
    /// Files of a machine lie in a folder now.
    case rescued(BuildSlug, folder: String)
    /// A port of a machine can be reached here.
    case forwardOpened(PortForward)
    /// It cannot any more, or never could; the sentence says why, where it was not wished for.
    case forwardEnded(PortForward, problem: String?)
    /// The page of a build was handed to a browser, or why not.
    case pageOpened(BuildSlug, problem: String?)
    /// The shell inside a machine has ended, or never began.
    case sessionEnded(BuildSlug, SessionEnd)
    /// A program that was shown a file has ended; the sentence says what went wrong, if anything.
    case programEnded(problem: String?)
    /// The screen is drawn in this theme from now on.
    case themeShown(String)
    /// The theme on the screen is the one of the configuration now, or why it is not.
    case themeKept(String, problem: String?)
    /// A theme cannot be shown; what was there stays. The sentence says where the mistake is.
    case themeRefused(sentence: String)
    /// These themes are there now.
    case themesListed([String])
    /// The configuration's keys are others now.
    case keymapChanged(Keymap)
    /// The configuration names other paths that are fetched before a machine closes.
    case rescueChanged([String])
    /// The configuration has a mistake, so what was there before stays in force.
    case configurationRefused(sentence: String)
    /// The service answered an effect with no; the sentence is for the person.
    case refused(Effect, sentence: String)
    /// The service cannot be heard; whoever says this keeps trying.
    case connectionLost(sentence: String)
    case connectionRestored
  }

  /// How a shell inside a machine ended.
  package enum SessionEnd: Sendable, Equatable {
    /// The shell ended by itself, with its status.
    case left(exitStatus: Int32)
    /// The connection failed or broke; the sentence is ssh's last.
    case broken(String)
    /// It goes on in a window of its own, which this program opened.
    case beside(String)
  }
}
