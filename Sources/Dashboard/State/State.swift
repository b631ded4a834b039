package import BuildModel
package import TerminalSurface
package import struct Foundation.Date
package import struct Foundation.TimeZone

extension Dashboard {
  /// Everything that decides how the dashboard looks and what a key does.
  package struct State: Sendable, Equatable {
    package var facts: Facts
    package var size: Size
    package var glyphs: GlyphSet
    package var keymap: Keymap
    package var themes: ThemeChoice
    /// The mistake in a file of the configuration, or a theme's, that was told last.
    var configurationProblem: String?

    package var builds = Builds.State()
    package var detail = BuildDetail.State()
    /// While somebody moves through the list: when the build they have come to is shown beside it.
    package var restsAt: Date?
    /// The build that was shown before somebody began to move.
    var left: BuildSlug?
    /// Somebody moves through the list, and all that stands beside it stays until they rest.
    var isPassing: Bool {
      restsAt != nil && dialog == nil && pane == nil && unseen.detail != nil
    }
    var unseen = Unseen()
    package var focus = Focus.list
    /// The pane about the way into the selected build's machine, where it is shown.
    package var pane: AccessPane.State?
    package var isZoomed = false
    package var shares = Layout.Shares()
    package var pointer = Pointer()
    /// The screen of all windows, where it is shown in place of the panes.
    package var windowList: Windows.State?
    package var dialog: Dialog?
    package var prompt: Prompt?
    package var notice: Notice? {
      // What stands until somebody is there to see it outlasts what passes over it.
      didSet {
        if notice?.expiry != nil, let old = oldValue, old.stands { covered = old }
        if notice?.expiry == nil { covered = nil }
      }
    }
    /// The notice that comes back when the one over it has gone by itself.
    private(set) var covered: Notice?
    /// What was typed into prompts, the newest last.
    package var history: [HistoryKind: [String]] = [:]
    /// Where older builds were last asked for.
    var askedOlder: String?
    /// The log that is being fetched into a file.
    package var exporting: ExportProgress?

    /// The new build that was asked for and not yet answered.
    package var starting: NewBuild.Start?
    /// What the person's computer has for going into a machine; nil until it was looked at.
    package var tools: Tools?
    /// Which machines nobody is inside, and since when.
    package var solitude = Solitude()
    /// Files that are to be fetched, or were.
    package var rescues: [BuildSlug: Rescue] = [:]
    /// Paths that the configuration wants of every machine.
    package var rescuePaths: [String] = []
    /// Ports that are brought here now.
    package var forwards: [PortForward] = []

    /// The build whose rebuild was asked for and not yet answered.
    package var rebuilding: BuildSlug?
    /// Rebuilds of this person's whose pane opens by itself when their door does.
    package var expected: Set<BuildSlug> = []
    /// The build whose log is being followed.
    package var followed: BuildSlug?
    /// Since when it is.
    var followedSince: Date?

    package init(
      connectionName: String, size: Size, now: Date, timeZone: TimeZone,
      glyphs: GlyphSet = .unicode, keymap: Keymap = .standard,
      themes: ThemeChoice = ThemeChoice()
    ) {
      facts = Facts(connectionName: connectionName, now: now, timeZone: timeZone)
      self.size = size
      self.glyphs = glyphs
      self.keymap = keymap
      self.themes = themes
    }

    /// The build of the list that is looked at.
    package var selectedBuild: Build? { builds.selected.flatMap { facts.build($0) } }

    /// The build that keys are about: the chosen window's where windows are shown.
    package var target: Build? {
      guard let windowList else { return selectedBuild }
      return windowList.chosen.flatMap { facts.build($0) }
    }
  }

  /// The pane that takes the moving keys.
  package enum Focus: Sendable, Equatable, CaseIterable {
    case list, steps, log
  }

  /// What stands above everything else and takes all keys.
  package enum Dialog: Sendable, Equatable {
    case question(Question.State)
    case copyMenu(CopyMenu.State)
    case newBuild(NewBuild.State)
    case extend(Extend.State)
    case paste(Paste.State)
    case stay(Stay.State)
    case sheet(Sheet.State)
    case palette(Palette.State)
    case themes(Themes.State)
    case configuration(Configuration.State)
    case artifacts(Artifacts.State)
    case help(Help.State)
    case quitNotice
  }
}
