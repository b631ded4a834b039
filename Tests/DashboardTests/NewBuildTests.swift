import BuildModel
import Foundation
import TerminalSurface
import Testing

@testable import Dashboard

struct NewBuildTests {
  private static let mistake = "/home/ana/tools/bitrise.yml:12: mapping values are not allowed here"

  private func entries(_ state: Dashboard.State) -> [NewBuild.Entry] {
    guard case .newBuild(let dialog) = state.dialog, case .loaded(let entries) = dialog.offers
    else {
      Issue.record("no list is shown")
      return []
    }
    return entries
  }

  private func titles(_ state: Dashboard.State) -> [String] {
    entries(state).map { entry in
      switch entry.offer {
      case .workflow(let name): "\(entry.app.title) \(name)"
      case .problem(let sentence), .forbidden(let sentence): "\(entry.app.title): \(sentence)"
      }
    }
  }

  @Test func `n asks for the workflows, Enter runs the chosen one`() {
    var state = Dashboard.State.withList()
    #expect(state.press("n") == [.loadWorkflows])
    #expect(state.text.contains("Loading the workflows"))
    state.feed(.workflowsLoaded([Scenes.sample]))
    #expect(state.press("j\r") == [.run(Scenes.app, workflow: "checkout")])
    #expect(state.dialog == nil)
    #expect(state.text.contains("Starting sample (checkout)"))
  }

  @Test(arguments: ["nnnn", "n\r", "n\r\r"]) func `nothing is run before it can be seen`(
    _ keys: String
  ) {
    var state = Dashboard.State.withList()
    let effects = state.press(keys)
    #expect(effects == [.loadWorkflows])
    state.feed(.workflowsLoaded([Scenes.sample]))
    #expect(state.press("n") == [])
  }

  @Test(arguments: ["\u{1B}", "q"]) func `leaving runs nothing, and what comes late is let go`(
    _ key: String
  ) {
    var state = Dashboard.State.withList()
    let before = state
    state.press("n" + key)
    #expect(state == before)
    state.feed(.workflowsLoaded([Scenes.sample]))
    #expect(state == before)
  }

  @Test func `the current folder's app comes first`() {
    var state = Dashboard.State.withList()
    state.feed(.serviceLoaded(ServiceFacts(here: Scenes.shop.app.slug)))
    state.press("n")
    state.feed(.workflowsLoaded([Scenes.sample, Scenes.shop]))
    #expect(
      titles(state) == [
        "shop primary", "shop deploy", "sample primary", "sample checkout",
      ])
  }

  @Test func `else the selected build's app does`() {
    var state = Dashboard.State.withList()
    state.feed(.serviceLoaded(ServiceFacts(here: AppSlug(rawValue: "not an app"))))
    state.press("n")
    state.feed(.workflowsLoaded([Scenes.shop, Scenes.sample]))
    #expect(titles(state).prefix(2) == ["sample primary", "sample checkout"])
  }

  @Test func `an app that cannot be read says why, and Enter runs nothing of it`() {
    var state = Dashboard.State.withList()
    state.press("n")
    state.feed(
      .workflowsLoaded([
        AppWorkflows(app: Scenes.sample.app, workflows: [], problem: Self.mistake),
        AppWorkflows(app: Scenes.shop.app, workflows: []),
      ]))
    #expect(
      titles(state) == [
        "sample: \(Self.mistake)", "shop: Its bitrise.yml has no workflow to run.",
      ])
    #expect(state.press("\r").isEmpty)
    #expect(state.notice == Notice(Self.mistake, .hint))
    #expect(state.dialog != nil)
  }

  @Test func `ctrl-r asks again, for whoever has just mended the file`() {
    var state = Dashboard.State.withList()
    state.press("n")
    state.feed(
      .workflowsLoaded([
        AppWorkflows(app: Scenes.sample.app, workflows: [], problem: Self.mistake)
      ]))
    #expect(state.press(.control("r")) == [.loadWorkflows])
    state.feed(.workflowsLoaded([Scenes.sample]))
    #expect(state.press("\r") == [.run(Scenes.app, workflow: "primary")])
  }

  @Test func `a list that is refused says so in its place`() {
    var state = Dashboard.State.withList()
    state.press("n")
    state.feed(.refused(.loadWorkflows, sentence: "The token is not known."))
    #expect(state.text.contains("The token is not known."))
    #expect(state.text.contains("ctrl-r asks again."))
    #expect(state.notice == nil)
    #expect(state.press("\rj").isEmpty)
  }

  @Test func `a list that a lost service owes comes when it is back`() {
    var state = Dashboard.State.withList()
    state.press("n")
    state.feed(.connectionLost(sentence: "the connection was refused."))
    #expect(state.text.contains("The workflows cannot be shown."))
    #expect(state.feed(.connectionRestored).contains(.loadWorkflows))
    #expect(state.text.contains("Loading the workflows"))
  }

  @Test func `without an app it says how to get one`() {
    var state = Dashboard.State.withList()
    state.press("n")
    state.feed(.workflowsLoaded([]))
    #expect(state.text.contains("Start airlock in a git repository that holds a bitrise.yml."))
    #expect(state.press("jk\r").isEmpty)
  }

  @Test func `the new build is selected and followed`() {
    var state = Dashboard.State.withDoorOpen()
    state.press("n")
    state.feed(.workflowsLoaded([Scenes.sample]))
    state.press("\r")
    let build = Scenes.build(4, .queued, workflow: "primary", minutesAgo: 0)
    #expect(
      state.feed(.runAccepted(build)) == [
        .loadSteps(build.slug), .followLog(build.slug, after: nil),
      ])
    #expect(state.selectedBuild == build)
    #expect(state.pane == nil)
    #expect(state.starting == nil)
    #expect(state.notice?.text == "Started #4 sample (primary).")
  }

  @Test func `what events told of the new build before the answer came stays`() {
    var state = Dashboard.State.withList()
    let running = Scenes.build(3, .running, workflow: "primary", minutesAgo: 0)
    state.feed(
      .buildChanged(running),
      .runAccepted(Scenes.build(3, .queued, workflow: "primary", minutesAgo: 0)))
    #expect(state.selectedBuild == running)
  }

  @Test func `a second one waits until the first is answered`() {
    var state = Dashboard.State.withList()
    state.press("n")
    state.feed(.workflowsLoaded([Scenes.sample]))
    state.press("\r")
    #expect(state.press("n").isEmpty)
    #expect(state.notice?.text == "The new build of sample (primary) is on its way.")
    state.feed(.refused(.run(Scenes.app, workflow: "primary"), sentence: "No worker."))
    #expect(state.notice == Notice("No worker.", .problem))
    #expect(state.press("n") == [.loadWorkflows])
  }

  @Test func `a lost service leaves nothing on its way`() {
    var state = Dashboard.State.withList()
    state.press("n")
    state.feed(.workflowsLoaded([Scenes.sample]))
    state.press("\r")
    state.feed(.connectionLost(sentence: "refused"))
    #expect(state.starting == nil)
    #expect(
      state.availability(of: .newBuild)
        == .disabled("local cannot be reached now. ctrl-r tries again."))
  }

  @Test func `without a build n works, and the screen says so`() {
    var state = Scenes.state()
    state.feed(.started, .buildsLoaded([]))
    #expect(state.text.contains("No builds yet."))
    #expect(state.text.contains("Press n to run a workflow."))
    #expect(Footer.hints(state, columns: 38).map(\.label) == ["run", "help", "quit"])
    #expect(state.press("n") == [.loadWorkflows])
  }

  @Test func `the footer shows it where there is room`() {
    func labels(_ columns: Int) -> [String] {
      Footer.hints(.withList(), columns: columns).map(\.label)
    }
    #expect(labels(118).contains("run"))
    #expect(!labels(38).contains("run"))
  }

  @Test func `a tester is told before the key is pressed`() {
    var state = Dashboard.State.withList()
    state.feed(.serviceLoaded(ServiceFacts(roles: [Scenes.app: .tester])))
    let reason = "Your role (Tester/QA) cannot run builds. An admin of sample can change it."
    #expect(state.availability(of: .newBuild) == .disabled(reason))
    #expect(state.press("n").isEmpty)
    #expect(state.notice == Notice(reason, .hint))
  }

  @Test func `a tester of one app may run another`() {
    var state = Dashboard.State.withList()
    state.feed(
      .serviceLoaded(
        ServiceFacts(roles: [Scenes.app: .tester, Scenes.shop.app.slug: .developer])))
    state.press("n")
    state.feed(.workflowsLoaded([Scenes.sample, Scenes.shop]))
    #expect(
      titles(state) == [
        "sample: Your role (Tester/QA) cannot run builds. An admin of sample can change it.",
        "shop primary", "shop deploy",
      ])
    #expect(state.press("\r").isEmpty)
    #expect(state.press("j\r") == [.run(Scenes.shop.app.slug, workflow: "primary")])
  }

  @Test func `a long list keeps the choice in sight`() {
    var state = Dashboard.State.withList(columns: 40, rows: 12)
    state.press("n")
    let workflows = (1...40).map { "workflow-\($0)" }
    state.feed(.workflowsLoaded([AppWorkflows(app: Scenes.sample.app, workflows: workflows)]))
    state.press("G")
    #expect(state.text.contains("workflow-40 "))
    state.press("gjj")
    #expect(state.text.contains("workflow-3 "))
    #expect(state.press("kkkk\r") == [.run(Scenes.app, workflow: "workflow-1")])
  }

  @Test func `e asks what a workflow runs with`() {
    var state = Scenes.state()
    _ = Dashboard.update(&state, .buildsLoaded(Scenes.builds))
    _ = state.press("n")
    state.feed(.workflowsLoaded([Scenes.sample]))
    _ = state.press("e")
    #expect(state.dialog == nil)
    _ = state.press("stage")
    #expect(
      state.prompt?.problem
        == "stage: neither branch:NAME, remote:yes, stack:NAME nor NAME=value.")
    #expect(state.press("\r").isEmpty)
    _ = state.press("=\"a b\" branch:next")
    #expect(state.prompt?.problem == nil)
    var parameters = RunParameters()
    parameters.branch = "next"
    parameters.variables = [RunParameters.Variable(name: "stage", value: "a b")]
    #expect(
      state.press("\r") == [.run(Scenes.app, workflow: "primary", with: parameters)])
  }

  private func offering(_ service: ServiceFacts) -> Dashboard.State {
    var state = Dashboard.State.withList()
    state.feed(.serviceLoaded(service))
    state.press("n")
    state.feed(.workflowsLoaded([Scenes.sample]))
    return state
  }

  private func with(remoteAccess: Bool, stack: String? = nil) -> RunParameters {
    var parameters = RunParameters()
    parameters.remoteAccess = remoteAccess
    parameters.stack = stack
    return parameters
  }

  @Test func `a runs it with remote access, and once more without`() {
    var state = offering(ServiceFacts())
    #expect(state.text.contains("a remote access: no"))
    state.press("a")
    #expect(state.text.contains("a remote access: yes"))
    var other = state
    #expect(
      state.press("\r")
        == [.run(Scenes.app, workflow: "primary", with: with(remoteAccess: true))])
    #expect(other.press("a\r") == [.run(Scenes.app, workflow: "primary")])
  }

  @Test func `t goes through the kinds of machine and back to the configuration's own`() {
    var state = offering(ServiceFacts(stacks: ["linux", "linux-desktop"]))
    #expect(state.text.contains("t stack: its own"))
    state.press("tt")
    #expect(state.text.contains("t stack: linux-desktop"))
    var other = state
    #expect(
      state.press("\r")
        == [
          .run(
            Scenes.app, workflow: "primary",
            with: with(remoteAccess: false, stack: "linux-desktop"))
        ])
    #expect(other.press("t\r") == [.run(Scenes.app, workflow: "primary")])
  }

  @Test func `what was chosen is there to be typed on`() {
    var state = offering(ServiceFacts(stacks: ["linux", "linux-desktop"]))
    state.press("atte")
    #expect(state.prompt?.field.text == "remote:yes stack:linux-desktop ")
    var parameters = with(remoteAccess: true, stack: "linux-desktop")
    parameters.variables = [RunParameters.Variable(name: "A", value: "b")]
    #expect(
      state.press("A=b\r") == [.run(Scenes.app, workflow: "primary", with: parameters)])
  }

  @Test func `where only rebuilds open their machine, the key says so`() {
    var state = offering(ServiceFacts(offer: .pageOnly))
    #expect(state.press("a").isEmpty)
    let reason = "Here only a rebuild opens its machine: run it, and when it has finished use R."
    #expect(state.notice == Notice(reason, .hint))
    #expect(state.press("\r") == [.run(Scenes.app, workflow: "primary")])
  }

  @Test func `a service without names of stacks says so`() {
    var state = offering(ServiceFacts())
    state.press("t")
    #expect(state.notice == Notice("The service names no stacks to choose from.", .hint))
  }

  @Test func `a new build with remote access is waited for like a rebuild`() {
    var state = Dashboard.State.withList()
    var build = Scenes.build(4, .queued, workflow: "primary", minutesAgo: 0)
    build.isRemote = true
    state.feed(.runAccepted(build))
    #expect(state.notice?.text == "Started #4 sample (primary) with remote access.")
    #expect(state.expected.contains(build.slug))
  }

  @Test(arguments: [
    "branch:", "branch:a branch:b", "1A=b", "A", "=b", "A=\"b", "remote:", "remote:maybe",
    "stack:", "stack:a stack:b", "remote:yes remote:no",
  ])
  func `what is no parameter is not run`(text: String) {
    #expect(throws: RunParameters.Mistake.self) { try RunParameters(text) }
  }
}
