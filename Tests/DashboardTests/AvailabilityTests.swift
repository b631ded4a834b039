import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct AvailabilityTests {
  @Test func `on a finished build without remote access only the door is shut`() {
    let state = Dashboard.State.withList()
    let disabled = Command.allCases.filter { state.availability(of: $0) != .enabled }
    #expect(
      disabled == [
        .stop, .hold, .openPage, .connect, .copy, .access, .screenShare, .reveal, .editor,
        .launch, .forward, .fetch, .rescue,
        .nextMatch, .previousMatch, .fold,
        .foldAll, .copySelection,
      ])
    #expect(
      state.availability(of: .connect)
        == .disabled("#2 was built without remote access. R rebuilds it with remote access."))
  }

  @Test(arguments: [BuildStatus.queued, .running])
  func `a build that is not finished cannot be rebuilt`(_ status: BuildStatus) {
    var state = Scenes.state()
    state.feed(.buildsLoaded([Scenes.build(1, status, workflow: "primary", minutesAgo: 0)]))
    #expect(
      state.availability(of: .rebuildRemotely)
        == .disabled(
          "#1 is still \(status.rawValue); only a finished build can be rebuilt. x aborts it."))
    #expect(state.availability(of: .stop) == .enabled)
  }

  @Test(arguments: Role.allCases) func `only testers are refused`(_ role: Role) {
    var state = Dashboard.State.withList()
    state.feed(.serviceLoaded(ServiceFacts(roles: [Scenes.app: role])))
    let expected: Availability =
      role == .tester
      ? .disabled(
        "Your role (Tester/QA) cannot use remote access. An admin of sample can change it.")
      : .enabled
    #expect(state.availability(of: .rebuildRemotely) == expected)
  }

  @Test func `a tester's log is not asked for`() {
    var state = Scenes.state()
    state.feed(.serviceLoaded(ServiceFacts(roles: [Scenes.app: .tester])))
    let effects = state.feed(.buildsLoaded(Scenes.builds))
    #expect(effects == [.loadSteps(Scenes.failed), .stopFollowingLog])
    #expect(state.text.contains("Your role (Tester/QA) cannot read logs."))
  }

  @Test func `without a build there is nothing to do`() {
    var state = Scenes.state()
    #expect(
      state.availability(of: .rebuildRemotely) == .disabled("The builds are still being loaded."))
    state.feed(.buildsLoaded([]))
    #expect(
      state.availability(of: .rebuildRemotely)
        == .disabled("There is no build yet to do this with."))
    #expect(state.availability(of: .newBuild) == .enabled)
  }

  @Test func `an open door can be entered, and a closed one says when it closed`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(state.availability(of: .connect) == .enabled)
    let now = state.facts.now
    state.feed(.windowChanged(Scenes.access(.closed(.closedByUser, at: now), at: now)))
    #expect(
      state.availability(of: .connect)
        == .disabled("#3 closed at 14:22:10. It was closed by hand. R rebuilds it."))
  }

  @Test func `a door that is being prepared asks for patience`() {
    var state = Dashboard.State.withDoorOpen()
    state.feed(.accessLoaded(Scenes.access(.opening, at: state.facts.now)))
    #expect(
      state.availability(of: .copy)
        == .disabled("The machine of #3 is being prepared. Wait for \"open\"."))
  }

  @Test func `a key that does nothing says why, and the next key takes that away`() {
    var state = Dashboard.State.withList()
    #expect(state.press("s").isEmpty)
    #expect(
      state.notice
        == Notice("#2 was built without remote access. R rebuilds it with remote access.", .hint))
    #expect(
      state.text.contains("#2 was built without remote access. R rebuilds it with remote access."))
    state.press("j")
    #expect(state.notice == nil)
  }

  @Test func `nothing new can be started while the service is away, but a shell can`() {
    var state = Dashboard.State.withDoorClosing()
    state.feed(.connectionLost(sentence: "refused"))
    #expect(
      state.availability(of: .rebuildRemotely)
        == .disabled("local cannot be reached now. ctrl-r tries again."))
    #expect(state.availability(of: .connect) == .enabled)
  }
}
