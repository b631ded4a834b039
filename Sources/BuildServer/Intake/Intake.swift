import BuildAPI
import BuildDatabase
import BuildModel
import BuildSpool
import Foundation
import Synchronization

/// Turns a wish for a build into a build that waits for its worker.
struct Intake: Sendable {
  /// What somebody wants built.
  struct Wish: Sendable {
    var parameters: BuildParams
    /// Nil lets the configuration decide.
    var workflow: String?
    var triggeredBy: String
    var isRemote = false
    /// Seconds the machine stays open after its steps, before the grace begins.
    var hold = 0
    /// What opens the machine besides its password: keys of the one who asks.
    var publicKeys: [String] = []
    var isOnHold = false
    /// The build that is run again.
    var original: Build?
  }

  /// A build that was taken in.
  struct Taken: Sendable {
    var build: Build
    /// What there is to say of it.
    var notes: [String]
  }

  let parts: ServiceParts

  /// Adds the build and puts it into the queue.
  ///
  /// - Parameter address: what the build's own variables name as its address.
  func take(
    _ wish: Wish, in app: SeenApp, address: @escaping @Sendable (Build) -> String
  ) async throws -> Taken {
    await parts.foreman.makeRoomOnDisk()
    try parts.disk.requireRoom()
    let (branch, tag) = branchAndTag(wish.parameters, app.app)
    let (text, digest) = try await configuration(
      of: app.app,
      at: SourceReference(branch: branch, tag: tag, commitHash: wish.parameters.commitHash))
    let trigger = BuildTrigger(
      branch: branch, tag: tag, commitMessage: wish.parameters.commitMessage,
      pullRequest: wish.parameters.pullRequest)
    let workflow = try Self.workflow(wish.workflow, trigger, digest, text)
    let stack = try stack(wish.parameters.stack, workflow, digest)
    let configuration = RunConfiguration(digest.effectiveText?(workflow) ?? text.text)
    var build = Build(
      slug: BuildSlug(rawValue: FreshSlug.build()), app: app.app.slug, appTitle: app.app.title,
      number: 0, status: .queued, workflow: workflow, branch: branch, tag: tag,
      commitHash: wish.parameters.commitHash, commitMessage: wish.parameters.commitMessage,
      triggeredBy: wish.triggeredBy, triggeredAt: parts.now, isRemote: wish.isRemote,
      stack: stack, rebuildOf: wish.original?.number)
    build.pullRequestID = wish.parameters.pullRequestID.flatMap { $0.value == 0 ? nil : $0.value }
    build.priority = Self.priority(wish.parameters.priority, workflow, digest)
    build.isOnHold = wish.isOnHold
    build.configurationChanged = try await changed(configuration, since: wish.original)
    let hasSecrets = try await hasSecrets(build)
    let parameters = try WireCoding.encoder().encode(wish.parameters)
    let grace = parts.configuration.grace
    let rolled = Mutex<[OutdatedBuild]>([])
    let stored = try await parts.store.insertBuild(
      build, parameters: String(decoding: parameters, as: UTF8.self),
      configurationDigest: configuration.digest,
      window: wish.isRemote ? AccessWindow(grace: grace, hold: Double(wish.hold)) : nil
    ) { build, outdated in
      rolled.withLock { $0 = outdated }
      // Inside the transaction, so that no build is known that has no order.
      let notes = Self.notes(on: build, outdated)
      var order = order(build, wish, text, app.app, address(build), notes)
      order.hasSecrets = hasSecrets
      try parts.folder.spool(of: build.slug).create(order: order)
    }
    let outdated = rolled.withLock { $0 }
    await parts.herald.buildChanged(stored.build.slug)
    await replace(outdated, by: stored.build)
    await parts.foreman.enqueue(stored.build)
    return Taken(build: stored.build, notes: Self.notes(on: stored.build, outdated))
  }

  /// The app's configuration as it is now, understood.
  ///
  /// - Parameter source: where in the repository it is read, if it stands there.
  func configuration(
    of app: App, at source: SourceReference = SourceReference()
  ) async throws -> (ConfigurationText, ConfigurationDigest) {
    let text = try await text(of: app, at: source)
    do {
      return (text, try parts.configuration.describe(text))
    } catch {
      throw Refusal(.badRequest, "\(error)")
    }
  }

  /// - Throws: a refusal where there are some that nobody can open any more.
  private func hasSecrets(_ build: Build) async throws -> Bool {
    do {
      return try await !parts.secrets.handover(for: build).isEmpty
    } catch let error as VaultError {
      throw Refusal(.internalServerError, error.description)
    }
  }

  func text(
    of app: App, at source: SourceReference = SourceReference()
  ) async throws -> ConfigurationText {
    if let kept = try await parts.store.configuration(of: app.slug), kept.isUsed {
      return ConfigurationText(text: kept.text, name: "the app's configuration")
    }
    return try await repositoryText(of: app, at: source)
  }

  /// The configuration in the app's repository.
  func repositoryText(
    of app: App, at source: SourceReference = SourceReference()
  ) async throws -> ConfigurationText {
    do {
      return try await parts.configuration.readConfiguration(parts.secrets.opened(app), source)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw Refusal(.badRequest, "\(error)")
    }
  }

  private func branchAndTag(_ asked: BuildParams, _ app: App) -> (String?, String?) {
    let namesNothing = asked.branch == nil && asked.tag == nil && asked.commitHash == nil
    return (namesNothing ? app.defaultBranch : asked.branch, asked.tag)
  }

  private static func workflow(
    _ asked: String?, _ trigger: BuildTrigger, _ digest: ConfigurationDigest,
    _ text: ConfigurationText
  ) throws -> String {
    let choice =
      digest.workflows.isEmpty
      ? "it has none" : "it has \(digest.workflows.joined(separator: ", "))"
    if let asked {
      guard digest.workflows.contains(asked) else {
        throw Refusal(
          .badRequest, "\(text.name) has no workflow \"\(asked)\" to run; \(choice).")
      }
      return asked
    }
    let chosen: String?
    do { chosen = try digest.defaultWorkflow(trigger) } catch {
      throw Refusal(.badRequest, "\(error)")
    }
    guard let found = chosen else {
      throw Refusal(
        .badRequest, "Name a workflow: \(text.name) does not tell which one to run; \(choice).")
    }
    return found
  }

  /// The stack for a workflow of a configuration.
  ///
  /// - Throws: a refusal where this service has none of that name.
  func stack(
    _ asked: String?, _ workflow: String, _ digest: ConfigurationDigest
  ) throws -> StackName {
    let stacks = parts.configuration.stacks
    guard let name = asked ?? digest.stacks[workflow]?.rawValue else {
      return stacks.first?.name ?? .linux
    }
    if let stack = stacks.first(where: { $0.name.rawValue == name }) { return stack.name }
    // A configuration made for Bitrise names its images; any Linux of ours stands in for them.
    let isLinux = name.hasPrefix("linux-docker") || name.hasPrefix("ubuntu")
    if isLinux, let stack = stacks.first(where: { $0.system == .linux }) { return stack.name }
    throw Refusal(
      .badRequest,
      "This service has no stack \"\(name)\"; it has"
        + " \(stacks.map(\.name.rawValue).joined(separator: ", ")).", code: .stack)
  }

  private func order(
    _ build: Build, _ wish: Wish, _ text: ConfigurationText, _ app: App, _ address: String,
    _ notes: [String]
  ) -> BuildOrder {
    let asked = wish.parameters
    let settings = parts.configuration
    return BuildOrder(
      build: build.slug, number: build.number, app: app.slug, appTitle: app.title,
      repository: app.repository, branch: build.branch, tag: build.tag,
      commitHash: asked.commitHash, commitMessage: asked.commitMessage,
      workflow: build.workflow, configuration: text.text,
      configurationName: text.name,
      environment: (asked.environments ?? []).map {
        EnvironmentVariable(key: $0.key, value: $0.value, isExpand: $0.isExpand ?? true)
      }, pullRequest: asked.pullRequest, stack: build.stack,
      definition: parts.configuration.stacks.first { $0.name == build.stack },
      triggeredBy: build.triggeredBy, buildURL: address,
      isRemote: build.isRemote, grace: settings.grace, timeLimit: settings.buildTimeLimit,
      noOutputLimit: settings.noOutputLimit, hold: Double(wish.hold),
      longestExtension: Double(settings.longestExtension), keepFailed: settings.keepFailed,
      original: wish.original.map { .init(number: $0.number, commitHash: $0.preparedCommit) },
      notes: notes, publicKeys: wish.isRemote ? wish.publicKeys : nil,
      windowPolicy: settings.windowPolicy, outlastsTimeLimit: settings.extensionsOutlastTimeLimit)
  }
}

extension Build {
  /// The commit that lay in the machine; nil for a build that did not come so far.
  fileprivate var preparedCommit: String? { preparedAt == nil ? nil : commitHash }
}
