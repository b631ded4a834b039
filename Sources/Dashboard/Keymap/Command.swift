/// What a key on the main screen can stand for.
///
/// Keys are looked up by command, and the footer, the help and the refusals are made from here.
package enum Command: String, Sendable, CaseIterable {
  // Moving.
  case down, up, halfPageDown, halfPageUp, pageDown, pageUp, first, last
  case open, back, nextPane, previousPane, left, right, zoom
  // The build.
  case newBuild, rebuildRemotely, rebuild, stop
  // Remote access.
  case connect, copy, access, screenShare, reveal
  // The program.
  case reload, redraw, help, suspend, quit, quitAtOnce

  /// The part of the help it stands in.
  package enum Group: String, Sendable, CaseIterable {
    case build = "Build"
    case access = "Remote access"
    case moving = "Moving"
    case program = "airlock"
  }

  package var group: Group {
    switch self {
    case .down, .up, .halfPageDown, .halfPageUp, .pageDown, .pageUp, .first, .last, .open, .back,
      .nextPane, .previousPane, .left, .right, .zoom:
      .moving
    case .newBuild, .rebuildRemotely, .rebuild, .stop: .build
    case .connect, .copy, .access, .screenShare, .reveal: .access
    case .reload, .redraw, .help, .suspend, .quit, .quitAtOnce: .program
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
    case .newBuild: "run a workflow"
    case .rebuildRemotely: "rebuild with remote access"
    case .rebuild: "rebuild without remote access"
    case .stop: "abort the build, or close its window"
    case .connect: "connect: a shell inside the machine"
    case .copy: "copy the command, the password …"
    case .access: "show or hide the SSH pane"
    case .screenShare: "show or hide the screen share"
    case .reveal: "show the password for 10 seconds"
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
    case .screenShare: "screen"
    case .reveal: "password"
    case .stop: "stop"
    case .zoom: "zoom"
    case .nextPane: "pane"
    case .help: "help"
    case .quit: "quit"
    case .down, .up, .halfPageDown, .halfPageUp, .pageDown, .pageUp, .first, .last, .previousPane,
      .left, .right, .rebuild, .reload, .redraw, .suspend, .quitAtOnce:
      nil
    }
  }
}
