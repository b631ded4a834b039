/// What a piece of the screen means; a theme says how it looks.
package enum ThemeRole: String, CaseIterable, Sendable {
  // Text.
  case text, muted, title, accent, link, secret
  // What holds text together. `bar` is the footer's and the header's line.
  case border, borderFocused, bar, field, placeholder
  /// The chosen row, in the pane that has the keys and in the others.
  case selection, selectionUnfocused
  /// What a search has found, and the one of it that was gone to.
  case match, matchCurrent

  // How a build or a step stands.
  case success, failed, running, queued, aborted
  // How the access window stands. Urgent is its last minutes.
  case clockOpening, clockOpen, clockClosing, clockUrgent, clockClosed

  // A key of the keyboard, what it does, and one that does nothing now.
  case key, keyLabel, keyDisabled
  // What the program has to say.
  case error, warning, notice
  // The log: its text, and what we add to it (line numbers, marks).
  case logText, logDetail
  // A dialogue above everything else.
  case overlay, overlayTitle, overlayBorder
}
