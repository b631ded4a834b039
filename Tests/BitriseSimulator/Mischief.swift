package import Foundation

/// How the simulator answers in place of what it should.
package enum Mischief: Sendable {
  case status(Int, body: String, headers: [String: String] = [:])
  /// A web page, as gateways send them.
  case page(status: Int)
  case limited(retryAfter: String)
  /// After so many seconds.
  case slow(Duration)
  /// The connection ends in the middle of the body.
  case cutOff
  /// Every field that may be null is.
  case nulls

  /// The four shapes of an error body that Bitrise's services send.
  package static func errorShapes(_ status: Int, saying text: String) -> [Mischief] {
    [
      #"{"message":"\#(text)"}"#, #"{"error_msg":"\#(text)"}"#, #"{"error":"\#(text)"}"#,
      #"{"errors":["\#(text)"]}"#,
      #"{"status":"error","message":"\#(text)","slug":"x","service":"bitrise"}"#,
    ].map { .status(status, body: $0) }
  }
}

/// How the simulator tells logs.
package struct LogHabits: Sendable {
  /// For so long after a trigger there is no log.
  package var youngSeconds: TimeInterval = 0
  /// Chunks of one answer come in any order.
  package var isShuffled = false
  /// Each answer holds some that were told before.
  package var replays = false
  /// So many seconds later than the others these positions are told.
  package var late: [Int: TimeInterval] = [:]
  /// Positions that are never told before the log is archived.
  package var lost: Set<Int> = []
  /// The shape of 2018 to 2020.
  package var isOldShape = false
  /// How long an address of an archive is good.
  package var addressSeconds: TimeInterval = 600
  /// Whoever may not read logs.
  package var isForbidden = false
  /// There is no summary of steps, as nothing documents one.
  package var hasSummary = true

  package init() {}
}

/// A request as it came.
package struct HeardRequest: Sendable {
  package var method: String
  package var path: String
  package var query: String
  package var authorization: String?
  package var acceptsGzip: Bool
}
