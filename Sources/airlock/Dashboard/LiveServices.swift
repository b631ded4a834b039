import BuildAPI
import BuildClient
import BuildModel
import Dashboard
import DashboardRuntime
import Foundation
import Workstation

extension Services {
  /// What the dashboard wants, from the local service and this computer.
  ///
  /// - Parameter terminal: takes a sequence that the terminal's owner is to send.
  static func live(
    link: ServiceLink, service: LocalService, others: OtherConnections, clipboard: Clipboard,
    browser: Browser, attention: Attention, terminal: @escaping @Sendable (String) -> Void
  ) -> Services {
    let bell = LogBell()
    let (calmSteps, calmLog) = (Calm(), Calm())
    let scout = RoleScout()
    return Services(
      loadService: {
        try await told {
          let client = try await link.client()
          let isLocal = client.connection.name == SavedConnection.local
          return ServiceFacts(
            grace: isLocal ? service.readRecord()?.graceSeconds ?? 600 : 600,
            here: try await link.here(), me: try? await client.me().username,
            pages: others.pages(of: client.connection.name), offer: try await client.offer(),
            stacks: try await client.offer() == .windows ? (try? await client.stacks()) ?? [] : [])
        }
      },
      loadBuilds: { cursor in
        try await told {
          let client = try await link.client()
          // What fills the screen comes first; who watches the service brings the rest.
          let limit = cursor == nil ? Paging.mostItems : try await client.usualPage()
          return BuildPage(try await client.buildsPage(next: cursor, limit: limit))
        }
      },
      findBuilds: { query, cursor in
        // Whoever still types asks something else in a moment.
        if cursor == nil { try await NetworkThreads.pause(.milliseconds(120)) }
        return try await told {
          BuildPage(
            try await link.client().buildsPage(query.parameters, next: cursor, limit: 100))
        }
      },
      loadWindows: { try await told { try await link.client().windows().map(\.openAccess) } },
      watch: { report in
        await scout.listen(report)
        let left = ["sessions", "editors"].map { service.directories.state.appending(path: $0) }
        await ServiceWatch(link: link, bell: bell) { action in
          // What was written for a machine goes with it.
          if case .windowChanged(let access) = action, access.state.isClosed {
            FolderClaim.forget(access.build.rawValue, in: left)
          }
          report(action)
        }.run()
      },
      watchElsewhere: { await others.watch($0) },
      loadSteps: { build in
        try await calmSteps.wait()
        attention.build = build.slug
        return try await told {
          let client = try await link.client()
          await scout.look(at: build.app, client)
          if try await client.offer() == .pageOnly {
            // Which part of the log is which step's is read in the log itself, there.
            _ = try? await client.logPart(build.app, build.slug, after: .max)
          }
          return try await client.steps(build.app, build.slug)
        }
      },
      followLog: { build, position, report in
        try await calmLog.wait()
        try await told {
          try await LogFollowing(link: link, build: build, bell: bell, report: report)
            .run(after: position)
        }
      },
      readLog: { build, position in
        try await told {
          LogAnswer(
            try await link.client().logPart(build.app, build.slug, after: position))
        }
      },
      exportLog: { export, reading, grew in
        let file = LogFile(directories: service.directories)
        return try await told { try await file.write(export, reading, grew: grew) }
      },
      loadAccess: { build in
        try await told {
          try await serviceClient(of: build, link, others).access(build.app, build.slug)
        }
      },
      loadWorkflows: { try await told { try await workflows(of: link.client()) } },
      run: { app, workflow, parameters in
        try await told { try await start(workflow, parameters, of: app, link) }
      },
      rebuild: { build, remoteAccess, hold, stack in
        try await told {
          let client = try await link.client()
          let takesKeys = remoteAccess ? try await client.offer() == .windows : false
          let keys = takesKeys ? try link.publicKeys() : []
          let answer = try await scout.trying(build.app) {
            try await client.rebuild(
              build.app, build.slug, remoteAccess: remoteAccess, hold: hold > 0 ? hold : nil,
              stack: stack, publicKeys: keys)
          }
          return try await client.build(App(of: build), answer.buildSlug)
        }
      },
      rebuildPipeline: { build in
        try await told { try await link.client().rebuildPipeline(of: build) }
      },
      acceptPaste: { build, paste, keep in
        try await told {
          let client = try await link.client()
          let access = try await client.acceptPaste(paste, for: build.slug, of: build.app)
          if keep {
            try await KeptAccess(
              directories: service.directories,
              environment: ProcessInfo.processInfo.environment, of: client.connection.name
            ).keep(paste, of: build.slug, in: build.app, until: access.deadline)
          }
          return access
        }
      },
      abort: { build in
        try await told {
          try await link.client().abort(build.app, build.slug, reason: nil)
        }
      },
      hold: { build, isHeld in
        try await told {
          let client = try await serviceClient(of: build, link, others)
          if isHeld {
            try await client.hold(build.app, build.slug)
          } else {
            try await client.release(build.app, build.slug)
          }
          return try await client.build(App(of: build), build.slug)
        }
      },
      openWindow: { build in
        try await told {
          let client = try await serviceClient(of: build, link, others)
          return try await client.openWindow(build.app, build.slug).access
        }
      },
      closeWindow: { build in
        try await told {
          let client = try await serviceClient(of: build, link, others)
          try await client.closeWindow(build.app, build.slug)
          return try await client.access(build.app, build.slug)
        }
      },
      extendWindow: { build, seconds in
        try await told {
          try await serviceClient(of: build, link, others).extend(build, by: seconds).access
        }
      },
      openPage: { await browser.open($0) },
      copy: { text in
        switch await clipboard.copy(text.text) {
        case .copied(let program):
          let isErased =
            text.isSecret && SecretOnClipboard.eraseLater(text.text, copiedWith: program)
          return .copied(by: isErased ? "\(program), for \(ClipboardErasure.delay) s" : program)
        case .sendToTerminal(let sequence):
          terminal(sequence)
          return .sentToTerminal
        case .nowhere(let reason): return .failed(reason)
        }
      },
      door: .live { try await serviceClient(of: $0, link, others) },
      files: liveFiles(link, others))
  }
}

/// What a build leaves, fetched from the service that it is of.
private func liveFiles(_ link: ServiceLink, _ others: OtherConnections) -> FileServices {
  FileServices(
    loadConfiguration: { build, source in
      try await told {
        let client = try await serviceClient(of: build, link, others)
        return switch source {
        case .build: try await client.configuration(of: build.app, build.slug)
        case .app: try await client.configuration(of: build.app)
        }
      }
    },
    loadArtifacts: { build in
      try await told {
        try await serviceClient(of: build, link, others).artifacts(build.app, build.slug)
      }
    },
    download: { build, artifact, grew in
      try await told {
        let client = try await serviceClient(of: build, link, others)
        return try await ArtifactFile(artifact).write(grew: grew) { take in
          try await client.download(artifact, of: build.app, build.slug, take)
        }
      }
    },
    sendAway: { build in
      try await told {
        let client = try await serviceClient(of: build, link, others)
        try await client.closeWindow(build.app, build.slug)
        return try await client.build(App(of: build), build.slug)
      }
    })
}

/// A client of the service that a build is of.
private func serviceClient(
  of build: Build, _ link: ServiceLink, _ others: OtherConnections
) async throws -> BuildClient {
  if let client = await others.client(of: build.slug) { return client }
  return try await link.client()
}

/// What can be run; one app's broken configuration does not hide the others.
private func workflows(of client: BuildClient) async throws -> [AppWorkflows] {
  var all: [AppWorkflows] = []
  // Of an account with thousands of apps, those that were built last.
  let limit = try await client.offer() == .windows ? Int.max : 20
  for app in try await client.apps(limit: limit) {
    do {
      all.append(AppWorkflows(app: app, workflows: try await client.workflows(app.slug)))
    } catch let error as ServiceError where !error.isPassing && error.code != .unauthorized {
      all.append(AppWorkflows(app: app, workflows: [], problem: error.sentence))
    }
  }
  return all
}

private func start(
  _ workflow: String, _ parameters: RunParameters, of slug: AppSlug, _ link: ServiceLink
) async throws -> Build {
  let client = try await link.client()
  let app = try await client.app(slug)
  let answer = try await client.trigger(
    slug,
    BuildParams(
      branch: parameters.branch, workflowID: workflow,
      environments: parameters.variables.isEmpty
        ? nil : parameters.variables.map { VariableBody(key: $0.name, value: $0.value) },
      stack: parameters.stack),
    access: RemoteAccessWish(
      remoteAccess: parameters.remoteAccess,
      publicKeys: parameters.remoteAccess ? try link.publicKeys() : []))
  return try await client.build(app, answer.buildSlug)
}

/// Does something and says its failure in the dashboard's words.
private func told<Value: Sendable>(
  _ work: @Sendable () async throws -> Value
) async throws -> Value {
  do { return try await work() } catch let error as CancellationError { throw error } catch let
    error as ServiceFailure
  { throw error } catch {
    let failure = ProgramError(error)
    throw failure.status == .unreachable
      ? ServiceFailure.unreachable(failure.description)
      : ServiceFailure.refused(failure.description)
  }
}

extension BuildPage {
  fileprivate init(_ page: (builds: [Build], next: String?)) {
    self.init(page.builds, next: page.next)
  }
}

extension BuildQuery {
  /// The question in the words of the contract.
  fileprivate var parameters: [String: String] {
    var parameters: [String: String] = [:]
    parameters["branch"] = branch
    parameters["workflow"] = workflow
    parameters["commit_message"] = message
    parameters["status"] = status.map { String($0.wireNumber) }
    parameters["build_number"] = number.map(String.init)
    parameters["after"] = after.map { String(Int($0.timeIntervalSince1970)) }
    parameters["before"] = before.map { String(Int($0.timeIntervalSince1970)) }
    return parameters
  }
}

extension App {
  /// The app of a build, as far as the build tells.
  init(of build: Build) {
    self.init(
      slug: build.app, title: build.appTitle, repository: "", defaultBranch: "",
      createdAt: .distantPast)
  }
}
