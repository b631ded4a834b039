import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import Hummingbird

/// What can be had from an address that was made for it, without a token.
enum ArchivePath {
  static func log(of build: BuildSlug) -> String { "/archives/\(build)" }
  static func log(of step: Step, in build: BuildSlug) -> String {
    "/archives/\(build)/steps/\(step.index)"
  }
}

/// Whole logs, for whoever holds an address that was made for them.
struct ArchiveRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<GateContext>) {
    group.get("archives/:build", use: log)
    group.get("archives/:build/steps/:step", use: step)
  }

  /// The text of a log; packed as it lies on the disk where the reader can unpack it.
  @Sendable private func log(
    _ request: Request, _ context: GateContext
  ) async throws -> Response {
    let reader = LogReader(parts.folder.spool(of: try checked(request, context)))
    var headers: HTTPFields = [
      .contentType: "text/plain; charset=utf-8", .cacheControl: "no-store",
      .vary: "Accept-Encoding",
    ]
    if request.acceptsGzip, let file = try await onDisk({ try reader.gzip() }) {
      headers[.contentEncoding] = "gzip"
      return Response(status: .ok, headers: headers, body: ResponseBody(file))
    }
    return Response(status: .ok, headers: headers, body: .text(reader))
  }

  /// The log of a step as Bitrise has it: a JSON array of messages.
  @Sendable private func step(
    _ request: Request, _ context: GateContext
  ) async throws -> Response {
    let build = try checked(request, context)
    let index = try context.parameters.require("step")
    let step = try await parts.store.steps(of: build).first { String($0.index) == index }
    return Response(
      status: .ok,
      headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
      body: .messages(
        LogReader(parts.folder.spool(of: build)), first: step?.firstChunk, last: step?.lastChunk))
  }

  private func checked(_ request: Request, _ context: GateContext) throws -> BuildSlug {
    try parts.signer.check(
      String(request.uri.path.dropFirst(Paths.base.count)), expires: request.query("expires"),
      signature: request.query("signature"), at: parts.now)
    return BuildSlug(rawValue: try context.parameters.require("build"))
  }
}

extension Request {
  /// Whether the answer may be packed; one who names no encoding, or refuses gzip, gets it plain.
  fileprivate var acceptsGzip: Bool {
    let accepted = headers[values: .acceptEncoding].joined(separator: ",").lowercased()
    return accepted.split(separator: ",").contains { offer in
      let words = offer.split { $0 == ";" || $0 == " " }
      let isRefused = words.dropFirst().contains { Double($0.drop { $0 != "=" }.dropFirst()) == 0 }
      return words.first == "gzip" && !isRefused
    }
  }
}

extension ResponseBody {
  /// About how much is in memory for each reader.
  private static let piece = 128 << 10

  fileprivate init(_ file: GzipFile) {
    self.init(contentLength: file.size) { writer in
      var offset = 0
      while offset < file.size {
        let place = offset
        let bytes = try await onDisk { try file.bytes(at: place, count: Self.piece) }
        guard !bytes.isEmpty else { break }
        offset += bytes.count
        try await writer.write(ByteBuffer(bytes: bytes))
      }
      try await writer.finish(nil)
    }
  }

  fileprivate static func text(_ reader: LogReader) -> ResponseBody {
    ResponseBody { writer in
      var position = 0
      while true {
        let place = position
        guard let part = try await onDisk({ try reader.text(after: place) }) else { break }
        position = part.position
        try await writer.write(ByteBuffer(bytes: part.bytes))
      }
      try await writer.finish(nil)
    }
  }

  /// One message for each chunk of a part of a log.
  fileprivate static func messages(_ reader: LogReader, first: Int?, last: Int?) -> ResponseBody {
    ResponseBody { writer in
      let encoder = WireCoding.encoder()
      var separator = "["
      if let first, let last {
        var position = first - 1
        while position < last {
          let place = position
          let chunks = try await onDisk {
            try reader.chunks(after: place, limit: last - place, bytes: Self.piece)
          }
          guard let end = chunks.last?.position else { break }
          position = end
          var text = ByteBuffer()
          for chunk in chunks {
            text.writeString(separator)
            text.writeBytes(try encoder.encode(StepLogBody.Message(message: chunk.text)))
            separator = ","
          }
          try await writer.write(text)
        }
      }
      try await writer.write(ByteBuffer(string: separator == "[" ? "[]" : "]"))
      try await writer.finish(nil)
    }
  }
}
