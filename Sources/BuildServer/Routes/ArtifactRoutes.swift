import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import Hummingbird

/// What builds left behind.
struct ArtifactRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("apps/:app/builds/:build/artifacts", use: list)
    group.get("apps/:app/builds/:build/artifacts/:artifact", use: show)
    group.delete("apps/:app/builds/:build/artifacts/:artifact", use: remove)
  }

  @Sendable private func list(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let build = try await parts.build(context).build.build
    let page = try request.page()
    let artifacts = try await parts.store.artifacts(of: build.slug, page: page)
    return try .json(
      Page(
        data: artifacts.items.map { ArtifactBody($0) },
        paging: Paging(artifacts, limit: page.limit)))
  }

  @Sendable private func show(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let build = try await parts.build(context).build.build
    let artifact = try await artifact(of: build, context)
    let address = address(of: artifact, of: build, request)
    let wantsFile = try request.query("download", as: Int.self, "0 or 1") ?? 0 != 0
    guard wantsFile else {
      return try .json(Envelope(data: ArtifactBody(artifact, downloadURL: address)))
    }
    return Response(status: .found, headers: [.location: address, .cacheControl: "no-store"])
  }

  @Sendable private func remove(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (app, stored) = try await parts.build(context)
    guard app.role.mayRunBuilds else { throw Refusal.role(app.role, "remove artifacts") }
    let build = stored.build
    let artifact = try await artifact(of: build, context)
    try await parts.store.removeArtifact(artifact.slug, of: build.slug)
    // Forgotten first: a file that stays behind goes with its build, a name without one misleads.
    try? FileManager.default.removeItem(at: parts.file(of: artifact.slug, of: build.slug))
    return try .json(
      Envelope(
        data: ArtifactBody(artifact, downloadURL: address(of: artifact, of: build, request))))
  }

  private func artifact(of build: Build, _ context: UserContext) async throws -> Artifact {
    let slug = ArtifactSlug(rawValue: try context.parameters.require("artifact"))
    guard let artifact = try await parts.store.artifact(slug, of: build.slug) else {
      throw Refusal.noArtifact
    }
    return artifact
  }

  private func address(of artifact: Artifact, of build: Build, _ request: Request) -> String {
    let path = Paths.download(build.slug, artifact.slug)
    return parts.address(request) + parts.signer.signed(path, at: parts.now)
  }
}

/// Artifacts themselves, for whoever holds an address that was made for them.
struct DownloadRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<GateContext>) {
    group.get("downloads/:build/:artifact", use: download)
  }

  @Sendable private func download(
    _ request: Request, _ context: GateContext
  ) async throws -> Response {
    let build = BuildSlug(rawValue: try context.parameters.require("build"))
    let slug = ArtifactSlug(rawValue: try context.parameters.require("artifact"))
    try parts.signer.check(
      Paths.download(build, slug), expires: request.query("expires"),
      signature: request.query("signature"), at: parts.now)
    guard let artifact = try await parts.store.artifact(slug, of: build),
      let size = Self.size(of: parts.file(of: slug, of: build))
    else { throw Refusal.noArtifact }
    var headers: HTTPFields = [
      .contentType: "application/octet-stream", .cacheControl: "no-store",
      .contentDisposition: Self.disposition(of: artifact), .acceptRanges: "bytes",
      .eTag: "\"\(slug)\"", .xContentTypeOptions: "nosniff",
    ]
    let path = parts.file(of: slug, of: build).path
    switch ByteRange(request, size: size, tag: "\"\(slug)\"") {
    case .whole:
      let body = try await FileIO().loadFile(path: path, context: context)
      return Response(status: .ok, headers: headers, body: body)
    case .part(let range):
      headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(size)"
      let body = try await FileIO().loadFile(path: path, range: range, context: context)
      return Response(status: .partialContent, headers: headers, body: body)
    case .outside:
      throw Refusal(.rangeNotSatisfiable, "The file has \(size) bytes; that part lies outside.")
    }
  }

  /// The size of a file; nil where there is none, or something that only leads to one.
  private static func size(of file: URL) -> Int? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: file.path),
      attributes[.type] as? FileAttributeType == .typeRegular
    else { return nil }
    return attributes[.size] as? Int
  }

  /// Saved under its own name, which is given twice: for old programs without what they may trip
  /// over, and whole.
  private static func disposition(of artifact: Artifact) -> String {
    let name = artifact.title.split(separator: "/").last.map(String.init) ?? "artifact"
    let plain = String(
      name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
    let allowed = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\0"..."~"))
      .union(CharacterSet(charactersIn: "._-"))
    let whole = name.addingPercentEncoding(withAllowedCharacters: allowed) ?? plain
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(whole)"
  }
}

extension ServiceParts {
  /// Where an artifact lies.
  fileprivate func file(of artifact: ArtifactSlug, of build: BuildSlug) -> URL {
    folder.spool(of: build).artifacts.appending(path: artifact.rawValue)
  }
}

extension Refusal {
  fileprivate static let noArtifact = Refusal(
    .notFound, "There is no such artifact, or it is no longer kept.")
}
