import BuildAPI
package import BuildModel
import Foundation

/// Windows of a service that tells of none: estimated from a build's times, with pasted credentials.
extension BuildClient {
  /// Takes credentials that the person has pasted and agreed to.
  package func acceptPaste(
    _ paste: AccessPaste, for build: BuildSlug, of app: AppSlug
  ) async throws -> RemoteAccess {
    pasted.accept(paste, for: build)
    learned.isRemote(build, of: app)
    return try await access(app, build)
  }

  /// Whether a build is known to have a window, on a service that tells of none.
  package func hasWindow(_ build: BuildSlug) -> Bool { learned.remoteBuilds[build] != nil }

  func estimatedAccess(_ app: AppSlug, _ slug: BuildSlug) async throws -> RemoteAccess {
    let body = try await get(Paths.build(app, slug), as: Envelope<BuildBody>.self).data
    let build = known(body.build(app: app, appTitle: ""))
    let paste = await pasted.access(slug)
    guard build.isRemote || paste != nil else {
      throw ServiceError(
        .refused(.notRemote),
        "#\(build.number) was not rebuilt with remote access from here, and its log does not tell"
          + " of any; where it has some, `airlock access \(build.number) --paste` takes it.")
    }
    return await estimate(build, paste)
  }

  private func estimate(_ build: Build, _ paste: AccessPaste?) async -> RemoteAccess {
    // The summary is documented nowhere; without it there is less to go by.
    let steps = build.startedAt == nil ? [] : (try? await self.steps(build.app, build.slug)) ?? []
    if paste == nil, build.status == .running, !learned.wasOpen(build.slug) {
      // Only the log tells that a machine can be entered.
      _ = try? await logs.part(build.app, build.slug, after: .max, client: self)
    }
    let now = serverNow
    let isReady = paste != nil || learned.wasOpen(build.slug)
    let (state, estimate) = WindowEstimate.state(
      of: build, steps: steps, isReady: isReady, now: now)
    var access = RemoteAccess(
      build: build.slug, state: state, openedAt: build.startedAt, grace: WindowEstimate.grace,
      serverTime: now, ssh: paste?.sshCredentials, screenShare: paste?.screenCredentials,
      screenShareUnavailable: paste?.screen == nil ? Self.noScreen(build) : nil,
      sourceFolder: Self.sourceFolder(build), estimate: estimate)
    if state.isClosed {
      access.ssh = nil
      access.screenShare = nil
      learned.isOver(build.slug)
      await pasted.forget(build.slug)
    }
    return access
  }

  func estimatedWindows() async throws -> [RemoteAccessBody] {
    var windows: [RemoteAccessBody] = []
    for (build, app) in await pasted.kept() { learned.isRemote(build, of: app) }
    for (slug, app) in learned.remoteBuilds.sorted(by: { $0.key < $1.key }) {
      let access: RemoteAccess
      do { access = try await estimatedAccess(app, slug) } catch let error as ServiceError
        where error.code == .notFound
      {
        learned.isOver(slug)
        continue
      }
      if !access.state.isClosed { windows.append(RemoteAccessBody(access, app: app)) }
    }
    return windows.sorted { ($0.closesAt ?? .distantFuture) < ($1.closesAt ?? .distantFuture) }
  }

  /// A build with what was learned of it besides.
  func known(_ build: Build) -> Build {
    guard learned.wasRemote(build.slug) else { return build }
    var build = build
    build.isRemote = true
    return build
  }

  private static func isMac(_ build: Build) -> Bool { build.stack.rawValue.hasPrefix("osx") }

  private static func noScreen(_ build: Build) -> String {
    isMac(build)
      ? "The address of the screen stands on the build's page; paste it here."
      : "Bitrise shares the screens of macOS machines only, and this one is \(build.stack)."
  }

  /// Where the documentation says that the source lies, by the kind of machine.
  private static func sourceFolder(_ build: Build) -> String {
    isMac(build) ? "/Users/vagrant/git" : "/bitrise/src"
  }
}
