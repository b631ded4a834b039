package import TerminalSurface

/// What has happened since the loop was last asked; everything empty when only time has passed.
package struct LoopEvent: Sendable, Equatable {
  /// A signal that concerns the terminal.
  package enum Signal: Sendable, Equatable, Hashable {
    /// The terminal has another size: ask `CursesTerminal.resize()`.
    case resize
    /// Someone asks us to stop, as ctrl-z does: call `CursesTerminal.suspend()`.
    case suspend
    /// We were stopped behind our back: call `CursesTerminal.enter()`.
    case proceed
    /// Someone asks us to end; the number of the signal, to exit with 128 more.
    case terminate(Int32)
  }

  package var inputs: [Input] = []
  package var signals: [Signal] = []
  /// Whether a mailbox may hold something.
  package var isWoken = false
  /// Whether nobody is there any more to read from.
  package var isTerminalGone = false

  package init() {}
}
