package import BuildModel
package import Dashboard

/// Something that only the owner of the terminal can do.
package enum TerminalRequest: Sendable, Equatable {
  /// Leave the screen, run ssh into this build's machine, come back, and send `.sessionEnded`.
  case connect(Build, RemoteAccess)
  /// Leave the screen, show this file in a program, come back, remove the file, and send
  /// `.programEnded`.
  case show(String, in: FileProgram)
  /// Draw in another theme; apply `.themeShown` or `.themeRefused` then.
  case showTheme(String)
  /// The same, and write it down; apply `.themeKept` then.
  case keepTheme(String)
  /// Ring, and show this sentence where the terminal can show one outside the screen.
  case alert(String)
  /// Leave the screen and stop this process as ctrl-z does; draw anew when it goes on.
  case suspend
  /// Draw everything anew, whatever the terminal is thought to show.
  case redraw
  /// Leave the screen for good, print these lines, and end.
  case quit(farewell: [String])
}
