import BuildModel
import TerminalSurface
import TestSupport
import Testing
import Theming

@testable import Dashboard

/// Whole screens of every view that waits for the service, in each state that its answer can be in.
struct StateScreenTests {
  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 40, rows: 12)]

  enum View: String, CaseIterable {
    case configuration, artifacts, workflows, stay, windows, access, log
  }

  enum Condition: String, CaseIterable {
    /// Asked for, and nothing has come for a second.
    case loading
    case refused
    /// The connection was lost before the answer came.
    case unheard
    /// The connection was lost a while after it.
    case stale
  }

  static let refusal =
    "The token of this connection is not valid any more; airlock login team takes a new one."

  static let silence = "No answer from http://127.0.0.1:7070: the connection was refused."

  @Test(arguments: View.allCases, Condition.allCases)
  func `a view says what happened and what to do next`(_ view: View, _ condition: Condition) {
    for size in Self.sizes {
      var state = Scenes.asked(view, size)
      switch condition {
      case .loading: break
      case .refused: state.feed(.refused(view.effect, sentence: Self.refusal))
      case .unheard: state.feed(.connectionLost(sentence: Self.silence))
      case .stale:
        state.feed(view.answer)
        state.pass(10)
        state.feed(.connectionLost(sentence: Self.silence))
      }
      state.pass(condition == .stale ? 95 : 1)
      expectGolden(
        state.screen(), "\(view)-\(condition)-\(size.columns)x\(size.rows)", theme: .dark)
    }
  }

  @Test(arguments: sizes) func `connections of which several are silent`(_ size: Size) {
    var state = Dashboard.State.withWindows(columns: size.columns, rows: size.rows)
    for name in ["team", "lab", "bitrise"] {
      state.feed(.elsewhereSilent(name, sentence: "\(name).example.com does not answer."))
    }
    state.feed(.refused(.loadWindows, sentence: Self.refusal))
    state.press("j")
    expectGolden(
      state.screen(), "connections-silent-\(size.columns)x\(size.rows)", theme: .dark)
  }

  @Test(arguments: View.allCases.filter { $0 != .stay })
  func `what was refused is asked for again by the key that it names`(_ view: View) {
    var state = Scenes.asked(view, Self.sizes[0])
    state.feed(.refused(view.effect, sentence: Self.refusal))
    #expect(state.text.contains("ctrl-r asks again."))
    #expect(state.press(.control("r")).contains(view.effect))
    #expect(!state.text.contains("asks again."))
  }

  @Test func `a download that the connection breaks off says so, and can be begun anew`() {
    var state = Scenes.asked(.artifacts, Self.sizes[0])
    state.feed(View.artifacts.answer)
    state.press("\r")
    #expect(state.feed(.connectionLost(sentence: "gone.")) == [.stopDownload])
    #expect(state.notice?.text == "report.html was not fetched: gone.")
    #expect(state.press("\r").count == 1)
  }

  @Test func `a dialogue without a border keeps the line of what just happened`() {
    var state = Scenes.asked(.artifacts, Size(columns: 40, rows: 12))
    state.feed(View.artifacts.answer)
    state.feed(.refused(.planStay(Scenes.failed, seconds: 60), sentence: "no"))
    state.feed(.pageOpened(Scenes.failed, problem: "There is no browser here."))
    #expect(state.text.contains("There is no browser here."))
    #expect(state.text.contains("Files that #2 sample left"))
  }

  @Test(arguments: [View.configuration, .artifacts, .workflows, .stay])
  func `what did not come is asked for again once the service is back`(_ view: View) {
    var state = Scenes.asked(view, Self.sizes[0])
    state.feed(.connectionLost(sentence: "gone."))
    #expect(state.text.contains("gone."))
    #expect(state.feed(.connectionRestored).contains(view.effect))
  }
}

extension StateScreenTests.View {
  /// What the view asks for.
  var effect: Dashboard.Effect {
    switch self {
    case .configuration: .loadConfiguration(Scenes.failed, .build)
    case .artifacts: .loadArtifacts(Scenes.failed)
    case .workflows: .loadWorkflows
    case .stay: .planStay(Scenes.failed, seconds: 90 * 60)
    case .windows: .loadWindows
    case .access: .loadAccess(Scenes.remote)
    case .log: .followLog(Scenes.failed, after: nil)
    }
  }

  var answer: Dashboard.Action {
    switch self {
    case .configuration:
      .configurationLoaded(Scenes.failed, .build, text: "workflows:\n  checkout: {}\n")
    case .artifacts:
      .artifactsLoaded(
        Scenes.failed,
        [Artifact(slug: ArtifactSlug(rawValue: "a1"), title: "report.html", byteCount: 12_300)])
    case .workflows: .workflowsLoaded([Scenes.sample, Scenes.shop])
    case .stay: .stayPlanned(Scenes.failed, StayTests.outline())
    case .windows: .windowsLoaded([Scenes.access(.open)])
    case .access: .accessLoaded(Scenes.access(.open))
    case .log: .logArrived(Scenes.failed, Scenes.log)
    }
  }
}

extension Scenes {
  /// A view that has asked for what it shows, and has no answer.
  static func asked(_ view: StateScreenTests.View, _ size: Size) -> Dashboard.State {
    var state = state(columns: size.columns, rows: size.rows)
    let remote = build(3, .running, workflow: "checkout", minutesAgo: 1, isRemote: true)
    state.feed(
      .started, .connectionRestored,
      .buildsLoaded(view == .access || view == .windows ? [remote] + builds : builds))
    if view != .access { state.feed(.stepsLoaded(failed, steps())) }
    switch view {
    case .configuration: state.press("c")
    case .artifacts: state.press("A")
    case .workflows: state.press("n")
    case .stay: state.press("+")
    case .windows: state.press("w")
    case .access: state.press("a")
    case .log: state.press("\r\r")
    }
    return state
  }
}
