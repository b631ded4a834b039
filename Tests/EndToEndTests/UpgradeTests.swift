import Foundation
import TestSupport
import Testing

/// A service that is exchanged for another in the middle of a day.
@Suite struct UpgradeTests {
  @Test func `an upgrade of the service interrupts neither builds nor visitors`() throws {
    let home = try AirlockHome(grace: "60s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"),
      script: "echo begun; until [ -e ../deploy/go ]; do sleep 0.1; done; echo ended")
    func run(_ arguments: String...) throws -> AirlockHome.Result {
      try home.run(arguments, in: project.folder)
    }
    #expect(try run("run", "main").status == 0)
    #expect(try run("access", "1", "--open").status == 0)
    #expect(try run("run", "main", "--on-hold", "--priority", "9").output.contains("is on hold"))
    let session = try Screen.shell(home, in: project.folder, "ssh", "1")
    defer { session.end() }
    try session.wait(for: "$")
    let service = try #require(home.servicePID)

    let stopped = try run("service", "stop")
    #expect(stopped.output.contains("1 open machine(s) stay open"))
    #expect(home.servicePID == nil)
    // Nobody serves, and the visitor works on and lets the build end.
    try session.type("echo still-$((40+2)); touch ../deploy/go", "Enter")
    try session.wait(for: "still-42")
    let spools = home.data.appending(path: "builds")
    try waitUntil("the build's end") { try reports(in: spools).contains("\"finished\"") }

    let shown = try home.json(try run("show", "1", "--json"), as: [String: Any].self)
    #expect(home.servicePID != service)
    #expect(shown["status"] as? String == "success")
    #expect(try run("log", "1").output.contains("ended"))
    let access = try home.json(try run("access", "1", "--json"), as: [String: Any].self)
    #expect(access["state"] as? String == "closing")
    let extended = try home.json(
      try run("extend", "1", "1h", "--json"), as: [String: Any].self)
    #expect(extended["hold_seconds"] as? Double == 3600)
    try session.type("echo again-$((40+2))", "Enter")
    try session.wait(for: "again-42")

    let held = try home.json(try run("show", "2", "--json"), as: [String: Any].self)
    #expect(held["is_on_hold"] as? Bool == true)
    #expect(held["priority"] as? Int == 9)
    #expect(try run("release", "2").status == 0)
    #expect(try run("abort", "2", "--reason", "enough", "--success").status == 0)
    let ended = try waitUntilFinished("2", run)
    #expect(ended["status"] as? String == "aborted-with-success")
    #expect(ended["abort_reason"] as? String == "enough")
  }

  @Test func `a failed machine is opened without a rebuild, after the service was killed`()
    throws
  {
    let home = try AirlockHome(grace: "60s", keepFailed: "5m")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "echo clue > ../deploy/clue; exit 3")
    func run(_ arguments: String...) throws -> AirlockHome.Result {
      try home.run(arguments, in: project.folder)
    }
    #expect(try run("run", "main").status == 0)
    var shown: [String: Any] = [:]
    try waitUntil("a machine that stands by") {
      shown = try home.json(try run("show", "1", "--json"))
      return shown["machine_kept_until"] is String
    }
    #expect(shown["status"] as? String == "failed")
    #expect(try run("builds").output.contains("(machine kept "))
    let closed = try run("ssh", "1", "--", "true")
    #expect(closed.errors.contains("its machine still stands and can be opened"))
    kill(try #require(home.servicePID), SIGKILL)
    #expect(try run("access", "1", "--open").output.contains("closes in "))
    let inside = try run("ssh", "1", "--", "cat ../deploy/clue; exit 7")
    #expect(inside.output == "clue\n", "\(inside.errors)")
    #expect(inside.status == 7)
    #expect(try run("close", "1").status == 0)
    try waitUntil("a closed door") {
      try run("ssh", "1", "--", "true").errors.contains("It was closed by hand.")
    }
    let again = try run("access", "1", "--open")
    #expect(again.status == 1)
    #expect(again.errors.contains("The window is closed."))
  }

  private func waitUntilFinished(
    _ build: String, _ run: (String...) throws -> AirlockHome.Result
  ) throws -> [String: Any] {
    var shown: [String: Any] = [:]
    try waitUntil("the end of build \(build)") {
      let text = try run("show", build, "--json").output
      shown = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
      return shown["finished_at"] is String
    }
    return shown
  }

  /// All that the workers have reported of their builds.
  private func reports(in folder: URL) throws -> String {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).map {
      let file = folder.appending(path: "\($0)/reports.jsonl")
      return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }.joined()
  }
}
