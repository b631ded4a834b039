package import Theming
import struct Foundation.TimeZone

extension AccessClock {
  /// The clock in a few columns: `open`, `9:41`; nil where there is nothing to be in time for.
  package var figure: String? {
    switch self {
    case .opening: "opening"
    case .openWhileBuildRuns: "open"
    case .closing(let seconds, let isEstimate):
      (isEstimate ? "~" : "") + TimeWords.countdown(seconds: seconds)
    case .timeIsUp: TimeWords.countdown(seconds: 0)
    case .closed: nil
    }
  }

  /// The clock in a title.
  package var phrase: String {
    switch self {
    case .opening: "the machine is being prepared"
    case .openWhileBuildRuns: "open while the build runs"
    case .closing: "closes in \(figure ?? "")"
    case .timeIsUp: "0:00, closing now"
    case .closed: "closed"
    }
  }

  /// The same for a narrow title.
  package var shortPhrase: String {
    switch self {
    case .opening: "being prepared"
    case .openWhileBuildRuns: "open while it runs"
    case .closing, .timeIsUp, .closed: phrase
    }
  }

  /// The role of a border around what the clock is about.
  package var edgeRole: ThemeRole { isUrgent ? .error : role }

  package var role: ThemeRole {
    switch self {
    case .opening: .clockOpening
    case .openWhileBuildRuns: .clockOpen
    case .closing: isUrgent ? .clockUrgent : .clockClosing
    case .timeIsUp: .clockUrgent
    case .closed: .clockClosed
    }
  }
}
