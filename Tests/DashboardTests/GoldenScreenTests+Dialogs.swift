import BuildModel
import Foundation
import TerminalSurface
import TestSupport
import Testing
import Theming

@testable import Dashboard

/// What stands above the screen until it is answered.
extension GoldenScreenTests {
  @Test(arguments: sizes) func `what was pasted of the page`(_ size: Size) {
    var state = PasteTests.state(columns: size.columns, rows: size.rows)
    state.feed(
      .input(
        .paste(
          "ssh vagrant@5.tcp.ngrok.io -p 28985\n0123456789abcdef0123\nvnc://3.tcp.ngrok.io:20438")))
    expect(state, "paste")
  }

  @Test(arguments: sizes) func `while the workflows are being loaded`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("n")
    expect(state, "new-build-loading")
  }

  @Test(arguments: sizes) func `the workflows of the only app`(_ size: Size) {
    var state = Scenes.state(columns: size.columns, rows: size.rows)
    state.feed(.started, .buildsLoaded([]))
    state.press("n")
    state.feed(.workflowsLoaded([Scenes.sample]))
    expect(state, "new-build-one-app")
  }

  @Test(arguments: sizes) func `the workflows of several apps, the current folder's first`(
    _ size: Size
  ) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    let here = Scenes.workflows("checkout-service", ["primary", "nightly", "release-candidate"])
    state.feed(.serviceLoaded(ServiceFacts(here: here.app.slug)))
    state.press("n")
    state.feed(.workflowsLoaded([Scenes.sample, Scenes.shop, here]))
    state.press("jjj")
    expect(state, "new-build-several-apps")
  }

  @Test(arguments: sizes) func `a mistake in a configuration, and a role that may not run`(
    _ size: Size
  ) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.feed(
      .serviceLoaded(ServiceFacts(roles: [Scenes.shop.app.slug: .tester])))
    state.press("n")
    let broken = Scenes.workflows(
      "sample", [],
      problem: "bitrise.yml, line 12: mapping values are not allowed in this place; "
        + "is a colon missing on line 11?")
    state.feed(.workflowsLoaded([broken, Scenes.shop, Scenes.workflows("tools", ["primary"])]))
    expect(state, "new-build-problem")
  }

  @Test(arguments: sizes) func `the question before a rebuild`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("R")
    expect(state, "question")
  }

  @Test(arguments: sizes) func `the copy menu`(_ size: Size) {
    var state = Dashboard.State.withDoorOpen(columns: size.columns, rows: size.rows)
    state.press("y")
    expect(state, "copy")
  }

  @Test(arguments: sizes) func `how much longer`(_ size: Size) {
    var state = Dashboard.State.withDoorClosing(columns: size.columns, rows: size.rows)
    state.press("+")
    expect(state, "extend")
  }

  @Test(arguments: sizes) func `the step that keeps a machine open, as a diff`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("+")
    state.feed(.stayPlanned(Scenes.failed, StayTests.outline()))
    expect(state, "stay")
  }

  @Test(arguments: sizes) func `a text to be selected by hand`(_ size: Size) {
    var state = Dashboard.State.withDoorOpen(columns: size.columns, rows: size.rows)
    state.press("y ")
    expect(state, "sheet")
  }

  @Test(arguments: sizes) func `actions by name`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press(":acc")
    expect(state, "palette")
  }

  @Test(arguments: sizes) func `the themes`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("T")
    expect(state, "themes")
  }

  @Test(arguments: sizes) func `the help`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("?")
    expect(state, "help")
  }

  @Test(arguments: sizes) func `quitting with doors open`(_ size: Size) {
    var state = Dashboard.State.withDoorClosing(columns: size.columns, rows: size.rows)
    let running = Scenes.build(
      4, .running, workflow: "primary", minutesAgo: -1, isRemote: true)
    state.feed(
      .buildChanged(running),
      .windowChanged(Scenes.access(.open, build: running.slug, at: state.facts.now)))
    state.press("q")
    expect(state, "quit")
  }

  @Test(arguments: sizes) func `a configuration`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("c")
    state.feed(
      .configurationLoaded(
        Scenes.failed, .build,
        text: """
          # What every push runs
          format_version: "13"
          workflows:
            checkout:
              steps:
              - script@1:
                  title: Test the prices
                  inputs:
                  - content: |
                      # as the shop sees them
                      ./test --prices
          """))
    expect(state, "configuration")
  }

  @Test(arguments: sizes) func `files that a build left, one on its way`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("A")
    let files = [("screens/checkout.png", 183_220), ("report.html", 12_300)].enumerated().map {
      Artifact(
        slug: ArtifactSlug(rawValue: "000000000000000\($0)"), title: $1.0, byteCount: $1.1)
    }
    state.feed(.artifactsLoaded(Scenes.failed, files))
    state.press("\r")
    state.feed(.downloadGrew(files[0], bytes: 77_000))
    expect(state, "artifacts")
  }

  @Test(arguments: sizes) func `a kept machine is to be sent away`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    guard var build = state.selectedBuild else { return }
    build.keptUntil = state.facts.now.addingTimeInterval(600)
    state.feed(.buildChanged(build))
    state.press("x")
    expect(state, "send-away")
  }
}
