import BuildModel
import Dashboard
import TerminalSurface
import Testing

@testable import DashboardRuntime

@MainActor
struct StoreTests {
  private func services() -> Services {
    var services = Services.untouchable
    services.loadSteps = { _ in [] }
    services.followLog = { _, _, _ in }
    services.loadAccess = { .open($0) }
    services.watchElsewhere = { _ in }
    return services
  }

  @Test func `the beginning loads everything and is busy until it has`() async {
    var services = services()
    services.loadService = { ServiceFacts(grace: 15) }
    services.loadBuilds = { _ in BuildPage([.sample(1)]) }
    services.loadWindows = { [] }
    services.watch = { report in report(.buildChanged(.sample(2))) }
    let harness = StoreHarness(services)
    harness.send(.started)
    #expect(harness.store.busyCount == 3)
    await harness.settle()
    #expect(harness.store.busyCount == 0)
    #expect(harness.store.state.facts.service.grace == 15)
    #expect(harness.store.state.facts.builds.contains(.sample(1)))
  }

  @Test func `what needs the terminal is handed to its owner`() async {
    let harness = StoreHarness(services())
    let build = Build.sample(1, .running, isRemote: true)
    harness.send(.buildsLoaded([build]))
    await harness.settle()
    #expect(harness.press(.character("s")) == [.connect(build, .open(build))])
    #expect(harness.press(.control("z")) == [.suspend])
    #expect(harness.press(.control("l")) == [.redraw])
    #expect(
      harness.press(.control("c")) == [
        .quit(farewell: [
          "One machine stays open:", "  #1 sample: open until its build ends, then 10:00",
        ])
      ])
  }

  @Test func `a window elsewhere is entered, kept open longer and closed by its own service`() async
  {
    let build = Build.sample(7, .failed, isRemote: true)
    var services = services()
    services.extendWindow = { asked, seconds in
      guard asked == build, seconds == 1800 else { throw ServiceFailure.refused("not meant") }
      return .open(asked)
    }
    let harness = StoreHarness(services)
    var window = RemoteAccess.open(build)
    window.ssh = nil
    harness.send(.elsewhereHeard("team", [build], [window]))
    _ = harness.press(.character("w"))
    await harness.settle()
    #expect(harness.press(.character("s")) == [.connect(build, .open(build))])
    _ = harness.press(.character("+"))
    _ = harness.press(Key(.enter))
    await harness.settle()
    #expect(harness.store.state.notice?.text == "#7 sample stays open 30 minutes longer.")
  }

  @Test func `the silence of another connection is not that of the one in use`() async {
    var services = services()
    services.loadAccess = { .open($0) }
    services.extendWindow = { _, _ in throw ServiceFailure.unreachable("team is silent.") }
    let harness = StoreHarness(services)
    let build = Build.sample(7, isRemote: true)
    harness.send(.buildsLoaded([]), .elsewhereHeard("team", [build], [.open(build)]))
    for key in [Key.character("w"), .character("+"), Key(.enter)] {
      _ = harness.press(key)
      await harness.settle()
    }
    #expect(harness.store.state.notice?.text == "team is silent.")
    #expect(!harness.store.state.facts.connection.isLost)
  }

  @Test func `a refusal becomes a sentence, an absence a lost connection`() async {
    var services = services()
    services.rebuild = { _, _, _, _ in throw ServiceFailure.refused("Testers cannot.") }
    services.abort = { _ in throw ServiceFailure.unreachable("refused") }
    let harness = StoreHarness(services)
    harness.send(.buildsLoaded([.sample(1)]))
    _ = harness.press(.character("R"))
    _ = harness.press(Key(.enter))
    await harness.settle()
    #expect(harness.store.state.notice?.text == "Testers cannot.")
    harness.send(.buildChanged(.sample(1, .running)))
    _ = harness.press(.character("x"))
    _ = harness.press(Key(.enter))
    await harness.settle()
    #expect(harness.store.state.facts.connection.isLost)
  }

  @Test func `a workflow is run from the list of what there is`() async {
    let app = App(
      slug: AppSlug(rawValue: "sample"), title: "sample", repository: "/src/sample",
      defaultBranch: "main", createdAt: StoreHarness.start)
    var services = services()
    services.loadWorkflows = { [AppWorkflows(app: app, workflows: ["primary", "checkout"])] }
    services.run = { slug, workflow, _ in
      guard slug == app.slug, workflow == "checkout" else {
        throw ServiceFailure.refused("\(workflow) of \(slug) was not meant")
      }
      return .sample(1, .queued)
    }
    let harness = StoreHarness(services)
    harness.send(.buildsLoaded([]))
    _ = harness.press(.character("n"))
    await harness.settle()
    _ = harness.press(.character("j"))
    _ = harness.press(Key(.enter))
    await harness.settle()
    #expect(harness.store.state.selectedBuild == .sample(1, .queued))
    #expect(harness.store.state.notice?.text == "Started #1 sample (primary).")
  }

  @Test func `an error nobody knows is shown as it is`() async {
    struct Surprise: Error {}
    var services = services()
    services.rebuild = { _, _, _, _ in throw Surprise() }
    let harness = StoreHarness(services)
    harness.send(.buildsLoaded([.sample(1)]))
    _ = harness.press(.character("R"))
    _ = harness.press(Key(.enter))
    await harness.settle()
    #expect(harness.store.state.notice?.text == "Surprise()")
  }

  @Test func `a newer effect of the same key takes the older one's place`() async {
    let (cancelled, cancelling) = AsyncStream.makeStream(of: Int.self)
    var services = services()
    services.loadSteps = { build in
      guard build.number == 2 else {
        return [Step(index: 0, stepID: "script", title: "of \(build.number)")]
      }
      await withTaskCancellationHandler {
        // Ends only by being cancelled: an iteration over a stream that never yields.
        for await _ in AsyncStream<Int>.makeStream().stream {}
      } onCancel: {
        cancelling.yield(build.number)
      }
      return [Step(index: 0, stepID: "script", title: "too late")]
    }
    let harness = StoreHarness(services)
    harness.send(.buildsLoaded([.sample(1), .sample(2)]))
    #expect(harness.store.state.builds.selected == Build.sample(2).slug)
    _ = harness.press(.character("j"))
    // The build that the cursor came to is asked about when it rests there.
    _ = harness.store.tick(now: harness.now.addingTimeInterval(0.1))
    var cancelledBuilds = cancelled.makeAsyncIterator()
    #expect(await cancelledBuilds.next(isolation: MainActor.shared) == 2)
    await harness.settle()
    #expect(harness.store.state.facts.steps[Build.sample(1).slug]?.first?.title == "of 1")
    #expect(harness.store.state.facts.steps[Build.sample(2).slug] == nil)
  }

  @Test func `what a replaced effect posted before it was replaced does not count`() async {
    var services = services()
    services.loadSteps = { build in
      [Step(index: 0, stepID: "script", title: "of \(build.number)")]
    }
    let harness = StoreHarness(services)
    harness.send(.buildsLoaded([.sample(1)]))
    await harness.settle()
    harness.send(.buildsLoaded([]))
    harness.send(.buildsLoaded([.sample(2)]))
    await harness.settle()
    #expect(
      harness.store.state.facts.steps.keys.sorted() == [Build.sample(2).slug])
  }

  @Test func `a log is followed chunk by chunk to its end`() async {
    var services = services()
    services.followLog = { _, after, report in
      for position in ((after ?? 0) + 1)...3 {
        report(
          .grown([
            LogChunk(position: position, text: "line \(position)\n", writtenAt: StoreHarness.start)
          ]))
      }
    }
    let harness = StoreHarness(services)
    harness.send(.buildsLoaded([.sample(1)]))
    let slug = Build.sample(1).slug
    while harness.store.state.facts.logs[slug]?.isComplete != true { await harness.receive() }
    #expect(harness.store.state.facts.logs[slug]?.lastPosition == 3)
    #expect(harness.store.state.facts.logs[slug]?.text.count == 3)
  }

  @Test func `it needs drawing after each change and not before the next`() {
    let harness = StoreHarness(services())
    func isDrawn() -> Bool {
      var isDrawn = false
      harness.store.draw { _ in isDrawn = true }
      return isDrawn
    }
    #expect(isDrawn())
    #expect(!isDrawn())
    harness.send(.resized(Size(columns: 40, rows: 12)))
    #expect(isDrawn())
    #expect(harness.store.tick(now: harness.now).isEmpty)
    #expect(isDrawn())
    #expect(harness.store.apply(posts: [], now: harness.now).isEmpty)
    #expect(!isDrawn())
  }

  @Test func `everything is judged by the moment it is handed over with`() {
    let harness = StoreHarness(services())
    harness.now = harness.now.addingTimeInterval(7)
    harness.send(.connectionLost(sentence: "refused"))
    #expect(
      harness.store.state.facts.connection.status == .lost("refused", since: harness.now))
  }

  @Test func `an idle store has no next tick`() async {
    let harness = StoreHarness(services())
    harness.send(.buildsLoaded([]))
    #expect(harness.store.nextTick(after: harness.now) == nil)
    harness.send(.buildsLoaded([.sample(1, .running)]))
    #expect(harness.store.nextTick(after: harness.now) != nil)
  }

  @Test func `copying tells where it went`() async {
    var services = services()
    services.copy = { text in text.isSecret ? .copied(by: "wl-copy") : .sentToTerminal }
    let harness = StoreHarness(services)
    harness.send(.buildsLoaded([.sample(1, .running, isRemote: true)]))
    await harness.settle()
    _ = harness.press(.character("y"))
    _ = harness.press(.character("p"))
    await harness.settle()
    #expect(harness.store.state.notice?.text == "Copied the password with wl-copy.")
  }

  @Test func `the end cancels what is under way`() async {
    let (cancelled, cancelling) = AsyncStream.makeStream(of: Void.self)
    var services = services()
    services.loadService = { ServiceFacts() }
    services.loadBuilds = { _ in BuildPage([]) }
    services.loadWindows = { [] }
    services.watch = { _ in
      await withTaskCancellationHandler {
        for await _ in AsyncStream<Int>.makeStream().stream {}
      } onCancel: {
        cancelling.yield()
      }
    }
    let harness = StoreHarness(services)
    harness.send(.started)
    harness.store.cancelAll()
    var ends = cancelled.makeAsyncIterator()
    #expect(await ends.next(isolation: MainActor.shared) != nil)
    #expect(harness.store.busyCount == 0)
  }

  @Test func `a rehearsal shows where a key would lead, and leads nowhere`() async {
    let harness = StoreHarness(services())
    harness.send(.buildsLoaded([.sample(1), .sample(2)]))
    await harness.settle()
    let before = harness.store.state
    var rehearsed: Dashboard.State?
    harness.store.rehearse { rehearsed = $0 }
    #expect(rehearsed?.builds.selected != before.builds.selected)
    #expect(harness.store.state == before)
    #expect(harness.store.busyCount == 0)
  }
}
