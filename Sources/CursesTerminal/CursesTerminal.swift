import CNCurses
package import TerminalSurface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The user's terminal: shows frames, and can be lent to another program.
///
/// The only owner of ncurses, on the main thread; make one per process, after the ``EventLoop``.
/// ``enter()`` and ``leave()`` are the only way in and out, at start and end, around other
/// programs and when stopped, so that none of them restores less than the others.
@MainActor
package final class CursesTerminal {
  /// How many colours the terminal shows; resolve the theme for it.
  package let depth: ColorDepth
  /// What the user should be told once about how the terminal was opened.
  package let notice: String?

  private let options: TerminalOptions
  private let modes: TerminalModes
  private var painter: ScreenPainter
  private var title: String?
  private var isInside = true
  /// When the background was asked for, until it is told.
  private var asked: ContinuousClock.Instant?
  private var keptErrorOutput: Int32 = -1

  /// Takes the terminal.
  package init(_ options: TerminalOptions) throws(TerminalError) {
    guard isatty(options.input) == 1, isatty(options.output) == 1 else {
      throw TerminalError(
        .notATerminal, "the dashboard needs a terminal; `airlock builds` prints to anything")
    }
    guard cncurses_loop_open() else {
      throw TerminalError(.noLoop, "cannot make a pipe to wait on")
    }
    cncurses_use_utf8()
    _ = cncurses_save_modes(options.input)
    let opened = try OpenedScreen(options)
    self.options = options
    depth = opened.depth
    notice = opened.notice
    modes = TerminalModes(type: opened.type, mouse: options.mouse)
    painter = ScreenPainter(depth: opened.depth)
    let reset = Array(modes.emergencyReset().utf8)
    cncurses_restore_on_crash(options.output, reset, reset.count)
    cncurses_refresh()
    send(modes.on)
    divertErrors()
    resize()
  }

  /// How large a frame should be.
  package var size: Size {
    Size(columns: Int(cncurses_columns()), rows: Int(cncurses_rows()))
  }

  /// Shows a frame; only what differs from the last one is sent.
  package func draw(_ frame: Frame) {
    guard isInside else { return }
    painter.paint(frame.surface, only: frame.drawn)
    if let cursor = frame.cursor {
      cncurses_set_cursor(Int32(max(0, cursor.row)), Int32(max(0, cursor.column)))
    } else {
      cncurses_set_cursor(-1, -1)
    }
    cncurses_refresh()
    if let wanted = frame.title, wanted != title {
      title = wanted
      send(modes.title(wanted))
    }
  }

  /// Rings, and has the terminal notify of a sentence where it can.
  ///
  /// - Returns: whether it is one that is known to show notifications.
  @discardableResult
  package func alert(_ sentence: String) -> Bool {
    let form = NotificationForm(environment: options.environment)
    if isInside { send(modes.alert(sentence, form)) }
    return form != nil
  }

  /// Takes over the terminal's new size and answers it.
  @discardableResult
  package func resize() -> Size {
    var rows: Int32 = 0
    var columns: Int32 = 0
    if cncurses_window_size(options.output, &rows, &columns), Size(rows, columns) != size {
      cncurses_resize(rows, columns)
      painter.forget()
    }
    return size
  }

  /// The next frame is sent whole, for a screen that something else has written on.
  package func repaint() {
    cncurses_distrust()
  }

  /// Gives the terminal back as it was found.
  package func leave() {
    guard isInside else { return }
    isInside = false
    awaitAnswer()
    send(modes.off)
    cncurses_leave()
    cncurses_restore_modes()
    restoreErrors()
  }

  /// Takes the terminal again; draw a frame next.
  package func enter() {
    // Stopped behind our back we never left: take the title off the terminal's stack again.
    if isInside { send(modes.off) }
    divertErrors()
    cncurses_enter()
    send(modes.on)
    isInside = true
    title = nil
    resize()
  }

  /// Stops the process as ctrl-z does, and comes back when the shell continues it.
  package func suspend() {
    leave()
    cncurses_stop_job()
    _ = cncurses_take_signals()
    enter()
  }

  /// Lends the terminal to a program and answers its exit status, as a shell counts it.
  ///
  /// Keys that were pressed meanwhile, and not read by the program, are dropped; do the same with
  /// those of the event that led here, and call ``EventLoop/discardInput()``. An environment
  /// replaces our own.
  ///
  /// - Parameter words: lines for the terminal before the program begins, safe to print.
  package func runForeground(
    _ arguments: [String], environment: [String: String]? = nil, saying words: String = ""
  ) throws(TerminalError) -> Int32 {
    guard let program = arguments.first else {
      throw TerminalError(.cannotStart, "there is no program to start")
    }
    leave()
    if !words.isEmpty { send(words) }
    var error: Int32 = 0
    let status = CStrings.with(arguments) { arguments in
      guard let environment else {
        return cncurses_run_foreground(options.input, arguments, nil, &error)
      }
      return CStrings.with(environment.map { "\($0.key)=\($0.value)" }) { variables in
        cncurses_run_foreground(options.input, arguments, variables, &error)
      }
    }
    cncurses_discard_input(options.input)
    enter()
    guard error == 0 else {
      throw TerminalError(
        .cannotStart, "cannot start \(program): \(String(cString: strerror(error)))")
    }
    return status
  }

  /// Asks what colour is behind the text, now and whenever that changes.
  ///
  /// The loop tells the answer as `Input.background`; a terminal that does not know the question
  /// stays silent. Ask again after another program had the terminal.
  package func askBackground() {
    send(sequence: modes.backgroundQuestion)
    if !modes.backgroundQuestion.isEmpty { asked = ContinuousClock.now }
  }

  /// An answer that comes when we are gone would be typed into the shell.
  private func awaitAnswer() {
    guard let since = asked, ContinuousClock.now - since < .milliseconds(300) else { return }
    asked = nil
    var poll = pollfd(fd: options.input, events: Int16(POLLIN), revents: 0)
    if systemPoll(&poll, 100) > 0 { cncurses_discard_input(options.input) }
  }

  /// The question is answered: nothing more is to be waited for.
  package func backgroundAnswered() { asked = nil }

  /// Gives the terminal back for good.
  package func close() {
    leave()
    cncurses_close()
  }

  /// Sends a sequence that draws nothing, between two frames: a copy by OSC 52.
  package func send(sequence: String) {
    guard isInside else { return }
    send(sequence)
  }

  private func send(_ text: String) {
    let bytes = Array(text.utf8)
    cncurses_write(options.output, bytes, bytes.count)
  }

  /// What libraries print to standard error would stand across the screen, and a trap's last
  /// words would be lost with it.
  private func divertErrors() {
    guard let file = options.errorFile, keptErrorOutput < 0 else { return }
    let log = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard log >= 0 else { return }
    keptErrorOutput = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
    dup2(log, STDERR_FILENO)
    Self.closeDescriptor(log)
  }

  private func restoreErrors() {
    guard keptErrorOutput >= 0 else { return }
    dup2(keptErrorOutput, STDERR_FILENO)
    Self.closeDescriptor(keptErrorOutput)
    keptErrorOutput = -1
  }

  private static func closeDescriptor(_ descriptor: Int32) {
    #if canImport(Glibc)
      Glibc.close(descriptor)
    #else
      Darwin.close(descriptor)
    #endif
  }
}

extension Size {
  fileprivate init(_ rows: Int32, _ columns: Int32) {
    self.init(columns: Int(columns), rows: Int(rows))
  }
}

private func systemPoll(_ descriptor: inout pollfd, _ milliseconds: Int32) -> Int32 {
  poll(&descriptor, 1, milliseconds)
}
