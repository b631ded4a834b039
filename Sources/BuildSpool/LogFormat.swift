import Foundation

/// One way in which a log lies on the disk; chunks are counted from 0 here.
protocol LogFormat {
  /// How many chunks there are now; 0 before the worker has begun.
  var count: Int { get }
  /// How long chunks are and when they were written.
  func marks(_ range: Range<Int>) throws -> [LogMark]
  /// The chunks' text.
  func texts(_ range: Range<Int>) throws -> [[UInt8]]
}

struct LogMark: Equatable {
  var length: Int
  var time: Date
}
