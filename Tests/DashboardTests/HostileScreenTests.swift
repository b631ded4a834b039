import BuildModel
import TerminalSurface
import TestSupport
import Testing
import Theming

@testable import Dashboard

/// Text from outside in every field of every view: it may be ugly, and it does nothing.
struct HostileScreenTests {
  static let samples =
    HostileText.samples + [
      String(repeating: "x", count: 10_000), String(repeating: "日", count: 1000),
      String(repeating: "a b ", count: 1000),
    ]

  // By number, so that a list of tests does nothing to the terminal that shows it.
  @Test(arguments: samples.indices)
  func `no text reaches the terminal as more than text, and no frame breaks`(_ sample: Int) {
    for (scene, state) in HostileScenes.all(Self.samples[sample]).enumerated() {
      for size in StateScreenTests.sizes {
        var state = state
        state.feed(.resized(size))
        let frame = Dashboard.view(state, theme: .dark, size: size)
        let shown = frame.surface.cells.map(\.text).joined() + (frame.title ?? "")
        #expect(HostileText.isHarmless(shown), "scene \(scene)")
        #expect(Self.isWhole(frame.surface), "scene \(scene)")
      }
    }
  }

  /// Every cell is as wide as its text, and the sides of the frame in front stand one below the
  /// other.
  private static func isWhole(_ surface: Surface) -> Bool {
    let size = surface.size
    let cells = surface.cells
    for (index, cell) in cells.enumerated() where !cell.isRightHalf {
      let next = index + 1
      let isWide = next % size.columns != 0 && cells[next].isRightHalf
      let text = cell.text
      let columns = text.utf8.count == 1 ? 1 : TextWidth.columns(of: text)
      guard columns == (isWide ? 2 : 1) else { return false }
    }
    let edge = Theme.dark.style(.overlayBorder, on: .overlay)
    let side = Cell("│", edge)
    let sides = (0..<size.columns).map { column in
      (0..<size.rows).filter { cells[$0 * size.columns + column] == side }
    }.filter { !$0.isEmpty }
    guard let first = sides.first, let top = first.first, let bottom = first.last else {
      return true
    }
    return sides.count == 2 && sides[0] == sides[1] && first == Array(top...bottom)
  }
}

/// The views with the same text in all that they show.
private enum HostileScenes {
  static func all(_ evil: String) -> [Dashboard.State] {
    [
      asked(
        .configuration, [.configurationLoaded(Scenes.failed, .build, text: "\(evil): \(evil)")]),
      asked(.configuration, [.configurationLoaded(Scenes.failed, .build, text: "- '\(evil)' #")]),
      asked(.artifacts, [.artifactsLoaded(Scenes.failed, [file(evil)])], then: "\r"),
      asked(.artifacts, [.downloaded(file(evil), path: evil)]),
      workflows(evil), asked(.stay, [.stayPlanned(Scenes.failed, outline(evil, .file(evil)))]),
      asked(.stay, [.stayPlanned(Scenes.failed, outline(evil, .byHand(evil)))]), windows(evil),
      windows(evil, then: [.refused(.loadWindows, sentence: evil)]), machine(evil, keys: "a"),
      machine(evil, keys: "v"), machine(evil, keys: "ve"), machine(evil, keys: "y"),
      machine(evil, keys: "+"), machine(evil, keys: "q"), question(evil),
    ]
      + StateScreenTests.View.allCases.flatMap { view in
        [
          asked(view, [.refused(view.effect, sentence: evil)]),
          asked(view, [.connectionLost(sentence: evil)]),
        ]
      }
  }

  private static func asked(
    _ view: StateScreenTests.View, _ actions: [Dashboard.Action], then keys: String = ""
  ) -> Dashboard.State {
    var state = Scenes.asked(view, StateScreenTests.sizes[0])
    for action in actions { state.feed(action) }
    state.press(keys)
    return state
  }

  private static func file(_ evil: String) -> Artifact {
    Artifact(slug: ArtifactSlug(rawValue: evil), title: evil, byteCount: .max)
  }

  private static func outline(_ evil: String, _ target: StayOutline.Target) -> StayOutline {
    StayOutline(
      step: evil, fits: true, budget: evil, after: evil, diff: [evil, "+" + evil],
      remarks: [evil], target: target, before: evil, text: evil)
  }

  private static func workflows(_ evil: String) -> Dashboard.State {
    var state = asked(
      .workflows, [.serviceLoaded(ServiceFacts(roles: [Scenes.shop.app.slug: .tester]))])
    var shop = Scenes.shop
    shop.app.title = evil
    state.feed(
      .workflowsLoaded([
        Scenes.workflows(evil, [evil, "primary"]), Scenes.workflows("x", [], problem: evil), shop,
      ]))
    return state
  }

  private static func build(_ evil: String, _ status: BuildStatus) -> Build {
    var build = Scenes.build(3, status, workflow: evil, minutesAgo: 0, isRemote: true)
    (build.appTitle, build.branch, build.commitMessage) = (evil, evil, evil)
    (build.failureReason, build.triggeredBy) = (evil, evil)
    return build
  }

  private static func access(_ evil: String) -> RemoteAccess {
    var access = Scenes.access(.open, connections: .max)
    access.ssh = SSHCredentials(
      host: evil, port: 22, username: evil, password: evil, hostKey: evil,
      hostKeyFingerprint: evil)
    access.screenShare = ScreenShareCredentials(address: evil, username: evil, password: evil)
    access.sourceFolder = evil
    return access
  }

  private static func windows(
    _ evil: String, then actions: [Dashboard.Action] = []
  ) -> Dashboard.State {
    var elsewhere = build(evil, .failed)
    elsewhere.slug = BuildSlug(rawValue: "t1")
    var window = access(evil)
    window.build = elsewhere.slug
    return asked(
      .windows,
      [
        .buildChanged(build(evil, .running)), .windowChanged(access(evil)),
        .elsewhereHeard(evil, [elsewhere], [window]),
        .elsewhereSilent(evil, sentence: evil), .elsewhereSilent("lab", sentence: evil),
      ] + actions)
  }

  private static func machine(_ evil: String, keys: String) -> Dashboard.State {
    var state = Scenes.asked(.log, StateScreenTests.sizes[0])
    state.feed(
      .rebuildAccepted(of: Scenes.failed, build(evil, .running)), .accessLoaded(access(evil)),
      .toolsFound(
        Tools(
          editors: [Tools.Editor(id: evil, name: evil, usesSystemSSH: true)],
          viewer: Tools.Viewer(name: evil, asksForPassword: true))),
      .rescued(Scenes.remote, folder: evil), .sessionEnded(Scenes.remote, .broken(evil)))
    state.pane = nil
    state.press(keys)
    return state
  }

  private static func question(_ evil: String) -> Dashboard.State {
    var state = asked(.log, [.serviceLoaded(ServiceFacts(me: evil, stacks: [evil, "noble"]))])
    var failed = build(evil, .failed)
    failed.slug = Scenes.failed
    state.feed(.buildChanged(failed))
    state.press("Rt")
    return state
  }
}
