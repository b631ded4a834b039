package import BuildModel
package import Foundation

/// The folder in which one build's worker writes down what happens, for the service to read.
///
/// It is the whole bond between the two besides the socket in it: the service may be killed and
/// started again and finds every build in the state its spool tells.
package struct SpoolFolder: Sendable, Equatable {
  package let url: URL

  package init(_ url: URL) { self.url = url }

  package var order: URL { url.appending(path: "order.json") }
  package var reports: URL { url.appending(path: "reports.jsonl") }
  package var log: URL { url.appending(path: "log.gz") }
  package var logIndex: URL { url.appending(path: "log.chunks") }
  package var socket: URL { url.appending(path: "socket") }
  package var lock: URL { url.appending(path: "lock") }
  /// Room for the last words of a build that has filled the disk.
  package var reserve: URL { url.appending(path: "reserve") }
  /// The machine's own folders; gone when the machine is.
  package var machine: URL { url.appending(path: "machine") }
  /// What the build left behind, each file under its artifact's slug.
  package var artifacts: URL { url.appending(path: "artifacts") }
  /// What the worker itself has to say when something is wrong with it.
  package var workerLog: URL { url.appending(path: "worker.log") }

  /// What means something while the worker lives only, and is in no backup.
  package static let passing: Set = ["machine", "socket", "lock", "reserve"]

  /// Makes the folder, readable by this user only, and puts the order into it.
  ///
  /// - Throws: what Foundation throws for a full disk or a missing permission.
  package func create(order: BuildOrder) throws {
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try SpoolCoding.encoder().encode(order).write(to: self.order, options: .atomic)
  }

  package func readOrder() throws -> BuildOrder {
    try SpoolCoding.decoder().decode(BuildOrder.self, from: Data(contentsOf: order))
  }
}

/// How values stand in the spool: JSON with times as seconds, which lose nothing.
enum SpoolCoding {
  static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .secondsSince1970
    encoder.outputFormatting = .withoutEscapingSlashes
    return encoder
  }

  static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    return decoder
  }
}
