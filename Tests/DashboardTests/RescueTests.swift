import BuildModel
import Foundation
import Testing

@testable import Dashboard

/// Files and ports that come out of a machine from the dashboard.
struct RescueTests {
  @Test(arguments: [
    ("a b", ["a", "b"]), ("  a   'b c' ", ["a", "b c"]), ("\"x y\"/z '' q", ["x y/z", "q"]),
    ("", []),
  ])
  func `paths are taken as a shell takes words`(_ text: String, _ paths: [String]) {
    #expect(Rescue.paths(text) == paths)
  }

  @Test func `M keeps paths in mind, and they are fetched when a minute is left`() {
    var state = Dashboard.State.withDoorClosing(after: 120, columns: 120, rows: 40)
    #expect(state.press("Mbuild/reports 'a b'\r").isEmpty)
    #expect(state.text.contains("build/reports a b, when a minute is left"))
    func pass(_ seconds: Double) -> [Dashboard.Effect] {
      Dashboard.update(&state, .tick(now: state.facts.now.addingTimeInterval(seconds)))
        .filter { if case .rescue = $0 { true } else { false } }
    }
    #expect(pass(59).isEmpty)
    #expect(pass(1) == [.rescue(Scenes.remote, ["build/reports", "a b"])])
    #expect(pass(1).isEmpty, "it was begun already")
    state.feed(.rescued(Scenes.remote, folder: "/home/ana/airlock-files/sample-3"))
    #expect(state.text.contains("fetched into /home/ana/airlock-files/sample-3"))
    #expect(pass(1).isEmpty)
  }

  @Test func `D fetches at once, and what goes wrong is said`() {
    var state = Dashboard.State.withDoorOpen(columns: 120, rows: 40)
    #expect(state.press("Dout.log\r") == [.rescue(Scenes.remote, ["out.log"])])
    state.feed(.refused(.rescue(Scenes.remote, ["out.log"]), sentence: "There is no out.log."))
    #expect(state.rescues[Scenes.remote]?.status == .failed("There is no out.log."))
    #expect(state.notice?.text == "There is no out.log.")
  }

  @Test func `what the configuration wants is fetched from every machine`() {
    var state = Dashboard.State.withDoorClosing(after: 61)
    state.rescuePaths = ["core"]
    let effects = Dashboard.update(&state, .tick(now: state.facts.now.addingTimeInterval(1)))
    #expect(effects.contains(.rescue(Scenes.remote, ["core"])))
  }

  @Test func `a configuration that is changed meanwhile counts at once`() {
    var state = Dashboard.State.withDoorClosing(after: 61)
    state.rescuePaths = ["core"]
    state.feed(.rescueChanged(["logs", "core"]))
    #expect(state.notice?.text == "logs core will be fetched when a minute is left.")
    let effects = Dashboard.update(&state, .tick(now: state.facts.now.addingTimeInterval(1)))
    #expect(effects.contains(.rescue(Scenes.remote, ["logs", "core"])))
    var other = Dashboard.State.withDoorClosing(after: 61)
    other.rescuePaths = ["core"]
    other.feed(.rescueChanged([]))
    let none = Dashboard.update(&other, .tick(now: other.facts.now.addingTimeInterval(1)))
    #expect(!none.contains { if case .rescue = $0 { true } else { false } })
  }

  @Test(arguments: [
    ("8080", "8080:localhost:8080"), ("8080:80", "8080:localhost:80"),
    ("8080:db:5432", "8080:db:5432"),
  ])
  func `L brings a port here, the same again lets it go`(_ typed: String, _ spec: String) throws {
    var state = Dashboard.State.withDoorOpen(columns: 120, rows: 40)
    let forward = try #require(PortForward(typed, build: Scenes.remote))
    #expect(forward.text == spec)
    #expect(state.press("L\(typed)\r") == [.forward(forward)])
    state.feed(.forwardOpened(forward))
    #expect(state.text.contains("localhost:8080"))
    #expect(state.press("L\(typed)\r") == [.endForward(forward)])
    state.feed(.forwardEnded(forward, problem: nil))
    #expect(state.forwards.isEmpty)
    state.feed(.forwardEnded(forward, problem: "Address already in use"))
    #expect(state.notice?.kind == .problem)
  }

  @Test(arguments: ["", "0", "70000", "-oProxyCommand=x", "1:2:3:4", "80:-x:80", "a", "80::80"])
  func `what is no port goes nowhere`(_ typed: String) {
    var state = Dashboard.State.withDoorOpen()
    #expect(state.press("L\(typed)\r").isEmpty)
  }
}
