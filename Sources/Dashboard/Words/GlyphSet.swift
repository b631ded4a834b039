package import TerminalSurface

/// The characters that stand for states, chosen so that every terminal draws them one column wide.
package struct GlyphSet: Sendable, Equatable {
  package let success: String
  package let failed: String
  package let running: String
  package let queued: String
  package let aborted: String
  package let skipped: String
  package let pointer: String
  package let separator: String
  package let mask: String
  package let ellipsis: String
  package let scrollThumb: String
  /// What has come of something, and what has not.
  package let barFull: String
  package let barEmpty: String
  /// From the lowest to the highest of a row of bars.
  package let levels: [String]
  package let border: BorderSet

  /// Which way a column is sorted.
  func sortArrow(isReversed: Bool) -> String { isReversed ? ascending : descending }

  private let ascending: String
  private let descending: String

  package static let unicode = GlyphSet(
    success: "\u{2713}", failed: "\u{2717}", running: "\u{25B8}", queued: "\u{25CC}",
    aborted: "\u{2298}", skipped: "\u{2219}", pointer: "\u{25B8}", separator: "\u{00B7}",
    mask: "\u{2219}", ellipsis: "\u{2026}", scrollThumb: "\u{2503}",
    barFull: "\u{2588}", barEmpty: "\u{2591}",
    levels: (0x2581...0x2588).compactMap { UnicodeScalar($0).map { String(Character($0)) } },
    border: .unicode,
    ascending: "\u{25B4}",
    descending: "\u{25BE}")

  package static let ascii = GlyphSet(
    success: "+", failed: "x", running: ">", queued: "o", aborted: "/", skipped: "-", pointer: ">",
    separator: "-", mask: "*", ellipsis: "~", scrollThumb: "#", barFull: "#", barEmpty: ".",
    levels: ["_", ".", "-", "=", "+", "*", "%", "#"],
    border: .ascii, ascending: "^", descending: "v")
}
