import Foundation
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Counts connections, and sets the clock of answers wrong.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// What a handler tells of its connection.
  struct Count: Sendable {
    let simulator: BitriseSimulator
  }

  private let count: Count

  init(_ count: Count) {
    self.count = count
    count.simulator.state.withLock { $0.connections += 1 }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    var part = unwrapOutboundIn(data)
    let skew = count.simulator.state.withLock { $0.advanced }
    if skew != 0, case .head(var head) = part {
      head.headerFields[.date] = Self.text(Date().addingTimeInterval(skew))
      part = .head(head)
    }
    context.write(wrapOutboundOut(part), promise: promise)
  }

  private static func text(_ date: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return formatter.string(from: date)
  }
}
