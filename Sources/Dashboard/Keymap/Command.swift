/// What a key on the main screen can stand for.
///
/// Keys are looked up by command, and the footer, the help and the refusals are made from here.
package enum Command: String, Sendable, CaseIterable {
  // Moving.
  case down, up, halfPageDown, halfPageUp, pageDown, pageUp, first, last
  case open, back, nextPane, previousPane, left, right, zoom
  case showList, showSteps, showLog
  // The build.
  case newBuild, rebuildRemotely, rebuild, stop, hold, openPage, configuration, artifacts
  // Remote access.
  case connect, copy, access, screenShare, reveal, extend, editor, launch, windows
  case forward, fetch, rescue
  // The list of builds.
  case filter, sortNext, sortReversed, group, pin
  // The log.
  case search, nextMatch, previousMatch, nextError, previousError
  case wrap, times, fold, foldAll, selectLines, selectBlock, copySelection
  case saveLog, pageLog, editLog
  // The program.
  case palette, theme, reload, redraw, help, suspend, quit, quitAtOnce

  /// The part of the help it stands in.
  package enum Group: String, Sendable, CaseIterable {
    case build = "Build"
    case access = "Remote access"
    case list = "List of builds"
    case log = "Log"
    case moving = "Moving"
    case program = "airlock"
  }

  package var group: Group {
    switch self {
    case .down, .up, .halfPageDown, .halfPageUp, .pageDown, .pageUp, .first, .last, .open, .back,
      .nextPane, .previousPane, .left, .right, .zoom, .showList, .showSteps, .showLog:
      .moving
    case .newBuild, .rebuildRemotely, .rebuild, .stop, .hold, .openPage, .configuration, .artifacts:
      .build
    case .connect, .copy, .access, .screenShare, .reveal, .extend, .editor, .launch, .windows,
      .forward, .fetch, .rescue:
      .access
    case .filter, .sortNext, .sortReversed, .group, .pin: .list
    case .search, .nextMatch, .previousMatch, .nextError, .previousError, .wrap, .times, .fold,
      .foldAll, .selectLines, .selectBlock, .copySelection, .saveLog, .pageLog, .editLog:
      .log
    case .palette, .theme, .reload, .redraw, .help, .suspend, .quit, .quitAtOnce: .program
    }
  }

  /// Where its keys mean it; a key that means something in one place may mean another elsewhere.
  package enum Context: Sendable, Hashable {
    case everywhere
    /// While the list of builds has the keys.
    case list
    /// While the steps or the log of a build have the keys.
    case log
  }

  package var context: Context {
    switch group {
    case .list: .list
    case .log: .log
    case .build, .access, .moving, .program: .everywhere
    }
  }

  /// What it does, for the help.
  package var title: String {
    switch self {
    case .down: "down"
    case .up: "up"
    case .halfPageDown: "half a page down"
    case .halfPageUp: "half a page up"
    case .pageDown: "a page down"
    case .pageUp: "a page up"
    case .first: "to the first line"
    case .last: "to the last line; a log follows on"
    case .open: "open: the steps, then the log"
    case .back: "back one level"
    case .nextPane: "next pane"
    case .previousPane: "previous pane"
    case .left: "pane to the left"
    case .right: "pane to the right"
    case .zoom: "this pane alone, and back"
    case .showList: "to the list of builds"
    case .showSteps: "to the steps"
    case .showLog: "to the log"
    case .newBuild: "run a workflow"
    case .rebuildRemotely: "rebuild with remote access"
    case .rebuild: "rebuild without remote access"
    case .stop: "abort the build, or close its window"
    case .hold: "hold a waiting build, or release it"
    case .openPage: "open the build's page in the browser"
    case .configuration: "the bitrise.yml it ran, and the app's"
    case .artifacts: "the files it left; download them"
    case .connect: "connect: a shell inside the machine"
    case .copy: "copy the command, the password …"
    case .access: "show or hide the SSH pane"
    case .screenShare: "show or hide the screen share"
    case .reveal: "show the password for 10 seconds"
    case .extend: "keep the machine open for longer"
    case .editor: "show or hide the editor pane"
    case .launch: "open the viewer, or the editor"
    case .forward: "bring a port of the machine here"
    case .fetch: "fetch files from the machine now"
    case .rescue: "fetch files when a minute is left"
    case .windows: "open machines, the soonest first"
    case .filter: "filter: words, status:failed age:<2d"
    case .sortNext: "sort by the next column"
    case .sortReversed: "turn the order round"
    case .group: "group by app, by branch, not at all"
    case .pin: "pin the build to the top, or unpin"
    case .search: "search (a regular expression)"
    case .nextMatch: "next match"
    case .previousMatch: "match before"
    case .nextError: "next line that tells of an error"
    case .previousError: "line before that tells of an error"
    case .wrap: "break long lines, or cut them"
    case .times: "show when each line was written"
    case .fold: "fold this step in the whole log"
    case .foldAll: "fold all that passed, or open all"
    case .selectLines: "select lines; once more: from here"
    case .selectBlock: "select a block, in the same way"
    case .copySelection: "copy what is selected"
    case .saveLog: "save to a file"
    case .pageLog: "open in the pager ($PAGER)"
    case .editLog: "open in the editor ($EDITOR)"
    case .palette: "find an action by its name"
    case .theme: "choose a theme, and see it at once"
    case .reload: "ask the service again"
    case .redraw: "draw the screen anew"
    case .help: "this help"
    case .suspend: "back to the shell; fg returns"
    case .quit: "quit"
    case .quitAtOnce: "quit at once"
    }
  }

  /// The same where there is little room.
  package var shortHint: String? { self == .rebuildRemotely ? "rebuild" : hint }

  /// What it does in a word or two, for the footer; nil where it does not stand there.
  package var hint: String? {
    switch self {
    case .open: "open"
    case .back: "back"
    case .newBuild: "run"
    case .rebuildRemotely: "rebuild+access"
    case .connect: "connect"
    case .copy: "copy"
    case .access: "access"
    case .openPage: "page"
    case .screenShare: "screen"
    case .reveal: "password"
    case .stop: "stop"
    case .extend: "longer"
    case .launch: "open"
    case .editor: "editor"
    case .windows: "windows"
    case .palette: "actions"
    case .zoom: "zoom"
    case .nextPane: "pane"
    case .filter: "filter"
    case .search: "search"
    case .nextMatch: "next"
    case .previousMatch: "before"
    case .nextError: "error"
    case .selectLines: "select"
    case .copySelection: "copy"
    case .wrap: "wrap"
    case .times: "times"
    case .saveLog: "save"
    case .fold: "fold"
    case .help: "help"
    case .quit: "quit"
    case .down, .up, .halfPageDown, .halfPageUp, .pageDown, .pageUp, .first, .last, .previousPane,
      .left, .right, .rebuild, .reload, .redraw, .suspend, .quitAtOnce, .previousError, .foldAll,
      .selectBlock, .pageLog, .editLog, .sortNext, .sortReversed, .group, .pin, .showList,
      .showSteps, .showLog, .hold, .configuration, .artifacts, .theme, .forward, .fetch, .rescue:
      nil
    }
  }
}
