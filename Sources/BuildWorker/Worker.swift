import BuildMachine
import BuildModel
import BuildRunner
import BuildSpool
import Foundation
import Synchronization

/// One build from its order to the end of its machine.
final class Worker: Sendable {
  let order: BuildOrder
  let journal: Journal
  let stopSwitch: StopSwitch
  let board = StepBoard()
  let entrance: Entrance
  let now: @Sendable () -> Date
  let redaction: Redaction
  private let secrets = SecretsGate()
  let spool: SpoolFolder
  private let agent: String
  private let buildLimitAt: Date
  private let machine = Mutex<(any Machine)?>(nil)
  /// What a program of the build would find in its environment now.
  private let environment = Mutex<[String: String]>([:])
  /// How long the step that runs now may be silent.
  private let noOutputLimit = Mutex<Int?>(nil)
  /// Reports who comes and goes; ends with the door.
  private let visitors = Mutex<Task<Void, Never>?>(nil)

  init(
    _ order: BuildOrder, spool: SpoolFolder, agent: String, journal: Journal,
    redaction: Redaction, stopSwitch: StopSwitch, now: @escaping @Sendable () -> Date
  ) {
    self.order = order
    self.spool = spool
    self.agent = agent
    self.journal = journal
    self.redaction = redaction
    self.stopSwitch = stopSwitch
    self.now = now
    buildLimitAt = now().addingTimeInterval(order.timeLimit)
    journal.report(.started)
    entrance = Entrance(order, buildLimitAt: buildLimitAt, journal: journal, now: now)
  }

  /// How a build ended, in the words of its last report.
  private struct Verdict: Sendable {
    var status: BuildStatus
    var failureReason: String?
    var abortReason: String?
  }

  /// Runs the build; returns when it has ended, its window is closed and its machine is gone.
  func run() async {
    stopSwitch.onTermination { [entrance] in entrance.close(.aborted) }
    let verdict = await stopSwitch.run { [self] in await build() }
    let end = now()
    journal.report(
      .finished(
        verdict.status, failureReason: verdict.failureReason, abortReason: verdict.abortReason),
      at: end)
    entrance.buildFinished(at: end)
    // Nothing is kept of a machine that has died, nor on a full disk.
    if verdict.status == .failed, stopSwitch.leavesMachine, let seconds = order.keepFailed,
      seconds > 0,
      let machine = machine.withLock({ $0 })
    {
      await entrance.keep(
        until: end.addingTimeInterval(seconds), freeze: MachineFreeze(machine, of: order.build))
    }
    await entrance.waitUntilClosed()
    await visitors.withLock { $0 }?.value
    await machine.withLock { $0 }?.destroy()
    do {
      try LockedFolder.remove(spool.machine)
    } catch {
      WorkerProgram.complain("cannot remove the machine's folder: \(error)")
    }
  }

  // MARK: The build

  private func build() async -> Verdict {
    do {
      return try await withThrowingTaskGroup(of: Verdict?.self) { group in
        group.addTask { [self] in
          try? await Task.sleep(for: .seconds(order.timeLimit))
          if !Task.isCancelled { stopSwitch.stop(.timeLimit(order.timeLimit)) }
          return nil
        }
        group.addTask { [self] in
          let run = try await prepare()
          let outcome = await run.run()
          await keepArtifacts()
          if outcome == .failed { await lookForReason() }
          return verdict(on: outcome)
        }
        defer { group.cancelAll() }
        while let verdict = try await group.next() {
          if let verdict { return verdict }
        }
        return verdict(on: .stopped)
      }
    } catch {
      if stopSwitch.cause != nil { return verdict(on: .stopped) }
      // Git and the machine's makers say it in words of their own, if at all.
      let sentence = DiskSpace.complaint(at: spool.url) ?? redaction.apply(to: "\(error)")
      complain(sentence)
      return Verdict(status: .failed, failureReason: sentence)
    }
  }

  /// A step's end can be known before what was the matter with its machine.
  private func lookForReason() async {
    if let sentence = await machine.withLock({ $0 })?.breachSoFar() {
      if stopSwitch.stop(.overLimit(sentence)) { complain(sentence) }
    } else if await !machineAnswers() {
      stopSwitch.stop(.machineDied)
    }
  }

  /// Whether the machine still stands: the news of its end can come later than a step's.
  private func machineAnswers() async -> Bool {
    guard let machine = machine.withLock({ $0 }) else { return false }
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    do {
      let process = try await machine.start(
        MachineCommand(
          executable: "/bin/sh", arguments: ["sh", "-c", ":"], environment: [:], folder: "/",
          connection: .descriptors(input: null, output: null, error: null)))
      _ = await process.ending()
      return true
    } catch let error as MachineError {
      // A machine that is only full of processes is none that is gone.
      return error.code != .gone
    } catch {
      return true
    }
  }

  private func verdict(on outcome: RunOutcome) -> Verdict {
    switch stopSwitch.cause {
    case .aborted(let reason, let withSuccess):
      return Verdict(status: withSuccess ? .abortedWithSuccess : .aborted, abortReason: reason)
    case .timeLimit(let seconds):
      let limit = Duration.seconds(seconds).formatted(.time(pattern: .hourMinuteSecond))
      return Verdict(
        status: .aborted, abortReason: "The build reached its time limit of \(limit).")
    case .machineDied:
      return Verdict(status: .failed, failureReason: "The machine ended while the build ran.")
    case .spoolBroken(let sentence), .overLimit(let sentence):
      return Verdict(status: .failed, failureReason: sentence)
    case nil: break
    }
    switch outcome {
    case .success: return Verdict(status: .success)
    case .broken(let sentence): return Verdict(status: .failed, failureReason: sentence)
    case .failed, .stopped:
      return Verdict(status: .failed, failureReason: DiskSpace.complaint(at: spool.url))
    }
  }

  /// Everything until the first step can run; remote access is open when it returns.
  private func prepare() async throws -> any WorkflowRun {
    let handover = Handover(order.hasSecrets ? try await secrets.secrets() : [], of: order)
    redaction.add(handover.hidden)
    let configuration = try Configuration.parse(
      order.configuration, name: order.configurationName)
    let plan = try WorkflowPlan(configuration, workflow: order.workflow)
    let folder = MachineFolder(spool.machine)
    try folder.create()
    async let choosing = MachineDrivers.choose(for: order.definition, agent: agent)
    let source = try await SourceCheckout(
      handover.order, into: folder.source, workspace: folder.checkout
    ).run()
    let choice = try await choosing
    let ownPlan = plan.refusal == nil ? try plan.resolved(in: SourceTree(folder.source)) : plan
    board.note(commandsOf: ownPlan) { [redaction] in redaction.apply(to: $0) }
    let hostname = "airlock-\(order.number)"
    let machine = try await choice.driver.makeMachine(
      MachinePlan(
        folder: folder.path, hidden: hiddenFolders, agent: agent, hostname: hostname,
        network: order.definition?.network, image: order.definition?.image,
        root: order.definition?.root, limits: order.definition?.limits ?? MachineLimits(),
        showsScreen: hasScreen))
    self.machine.withLock { $0 = machine }
    watch(machine)
    // The runner's own files come first: nobody is in the machine yet to bend their paths.
    let context = try RunContext(
      ownPlan, of: order.withOutputLimit, source: source, in: machine,
      hostTemporary: folder.temporary,
      searchPath: Self.searchPath,
      display: machine.bringsScreen || !hasScreen ? [:] : Desktop.variables,
      secrets: handover.secrets, log: journal, redaction: redaction,
      observer: .init(
        stepsPlanned: stepsPlanned,
        stepChanged: { [self] in stepChanged($0, OutputLimits(plan: ownPlan)) },
        environmentChanged: environmentChanged),
      now: now)
    if hasScreen {
      try await Desktop.start(in: machine, title: "\(order.appTitle) #\(order.number)")
    }
    let run = try await run(ownPlan, context, in: machine)
    try Task.checkCancellation()
    environment.withLock { $0 = context.firstEnvironment }
    try entrance.machineStands(
      Entrance.Site(
        makeDoor: { [self] in try makeDoor(of: machine, publicKeys: $0) },
        doorOpened: { [self] in doorOpened($0, of: machine, $1) }))
    journal.write(
      redaction.apply(
        to: Preamble(
          order: order, hostname: hostname, driver: choice, network: machine.network,
          source: source, display: hasScreen ? Desktop.words(in: machine) : nil
        ).text))
    journal.report(
      .prepared(
        isolation: machine.isolation, commitHash: source.commitHash,
        commitMessage: source.commitMessage))
    stepsPlanned(ownPlan.steps.map(\.report))
    return run
  }

  private func stepChanged(_ step: Step, _ limits: OutputLimits) {
    board.change(step)
    journal.report(.stepChanged(step))
    let limit = limits.seconds(of: step, environment: environment.withLock { $0 })
    noOutputLimit.withLock { $0 = limit }
    journal.whisper(.noOutputLimit(seconds: limit))
  }

  private func environmentChanged(_ values: [String: String]) {
    environment.withLock { $0 = values }
    entrance.keeper?.door?.setEnvironment(values)
  }

  /// What lies beside this build's folder is other builds'; the repository is not the build's to
  /// change.
  private var hiddenFolders: [String] {
    [spool.url.deletingLastPathComponent().path]
      + (order.repository.hasPrefix("/") ? [order.repository] : [])
  }

  /// Where programs are looked for: where every system has them, then where our starter had more.
  static var searchPath: String {
    let usual = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"]
    let more = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map(String.init).filter { $0.hasPrefix("/") && !usual.contains($0) }
    return (more + usual).joined(separator: ":")
  }

  // MARK: The door

  private func watch(_ machine: any Machine) {
    Task { [self] in
      await machine.waitUntilGone()
      stopSwitch.stop(.machineDied)
      entrance.close(.machineDied)
    }
    Task { [self] in
      guard let sentence = await machine.breach() else { return }
      if stopSwitch.stop(.overLimit(sentence)) { complain(sentence) }
    }
  }

  /// Writes into the build's log, so that it is read where the build ends.
  private func complain(_ sentence: String) {
    journal.write("\u{1b}[31;1m\(sentence)\u{1b}[0m\n")
  }

  private func makeDoor(
    of machine: any Machine, publicKeys: [String]
  ) throws -> any MachineDoor {
    let environment = environment.withLock { $0 }
    let folder = machine.folders.source
    let greeting = { @Sendable [weak self] in self?.greeting(in: folder) ?? "" }
    return hasScreen
      ? try DesktopDoor(
        machine: machine, environment: environment, folder: folder, publicKeys: publicKeys,
        greeting: greeting)
      : try LibSSHDoor(
        machine: machine, environment: environment, folder: folder, publicKeys: publicKeys,
        greeting: greeting)
  }

  private var hasScreen: Bool { order.definition?.hasScreenShare ?? false }

  private func doorOpened(
    _ door: any MachineDoor, of machine: any Machine, _ keeper: WindowKeeper
  ) {
    let reporting = Task { [journal, now] in
      async let book: Void = VisitorBook(journal, now: now).keep(door.visits)
      for await count in door.connectionCounts {
        journal.report(.connectionsChanged(count))
        keeper.occupied(by: count)
      }
      await book
    }
    visitors.withLock { $0 = reporting }
    if keeper.window.admits { journal.whisper(doorWhisper(door, machine)) }
  }

  private func doorWhisper(_ door: any MachineDoor, _ machine: any Machine) -> WorkerWhisper {
    .door(
      door.credentials, screen: door.screen, sourceFolder: machine.folders.source,
      buildLimitAt: buildLimitAt)
  }

  private func greeting(in sourceFolder: String) -> String {
    guard let keeper = entrance.keeper else { return "" }
    let steps = board.steps
    return Greeting(
      appTitle: order.appTitle, number: order.number, workflow: order.workflow, steps: steps,
      command: Greeting.failedStep(of: steps).map(board.command) ?? [],
      lastLines: Greeting.failedStep(of: steps).map { LogTail(spool).lines(5, of: $0) } ?? [],
      sourceFolder: sourceFolder, door: DoorSentence.text(keeper.window, now: now())
    ).text
  }

  // MARK: Orders

  /// Obeys; what it returns is told to the one who gave the order.
  func obey(_ order: WorkerOrder) -> [WorkerMessage] {
    switch order {
    case .follow(let sequence): return missed(after: sequence)
    case .abort(let reason, let withSuccess): abort(reason: reason, withSuccess: withSuccess)
    case .closeWindow(let reason): entrance.close(reason)
    case .extendWindow(let seconds): entrance.extend(seconds: seconds)
    case .openWindow(let keys): entrance.ask(publicKeys: keys ?? [])
    case .secrets(let secrets): self.secrets.open(with: secrets)
    }
    return []
  }

  /// Stops the build and shuts its door; a build that has finished keeps its outcome.
  func abort(reason: String?, withSuccess: Bool) {
    if stopSwitch.stop(.aborted(reason: reason, withSuccess: withSuccess)) {
      entrance.close(.aborted)
    }
  }

  private func missed(after sequence: Int) -> [WorkerMessage] {
    var messages = journal.reports(after: sequence).map(WorkerMessage.report)
    if let door = entrance.keeper?.door, let machine = machine.withLock({ $0 }) {
      messages.append(.whisper(doorWhisper(door, machine)))
    }
    messages.append(.whisper(.noOutputLimit(seconds: noOutputLimit.withLock { $0 })))
    messages.append(.whisper(.logGrown(chunks: journal.chunks)))
    return messages
  }
}
