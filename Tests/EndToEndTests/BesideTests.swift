import Foundation
import TestSupport
import Testing

/// The dashboard and a machine side by side, in a real tmux.
@Suite struct BesideTests {
  /// A home with build 1, which failed, and build 2, its rebuild, whose machine is open.
  private func home(_ grace: String, _ more: String = "") throws -> (AirlockHome, GitProject) {
    let home = try AirlockHome(grace: grace)
    if !more.isEmpty {
      let file = home.folder.url.appending(path: ".config/airlock/config.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data((text + more).utf8).write(to: file)
    }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "echo hello > seen.txt; exit 3")
    try home.run("run", "main", in: project.folder)
    try home.run("wait", "1", in: project.folder)
    try home.run("rebuild", "1", "--remote-access", "--wait", "finished", in: project.folder)
    return (home, project)
  }

  @Test func `in tmux a shell opens beside the clock, and its files go with its pane`() throws {
    let (home, _) = try home("90s")
    defer { home.end() }
    let screen = try Screen(home, columns: 160, rows: 45, isInTmux: true)
    defer { screen.end() }
    try screen.wait(for: "#2", "1:")
    try screen.type("a")
    try screen.wait(for: "Host key")
    try screen.type("s")
    func pane(_ number: Int) -> String {
      (try? screen.tmux.run("capture-pane", "-p", "-t", "\(number)")) ?? ""
    }
    try waitUntil("the shell is there") { pane(1).contains("The source is in /bitrise/src.") }
    #expect(try screen.tmux.run("list-panes").split(separator: "\n").count == 2)
    try waitUntil("the dashboard says where") { pane(0).contains("in a tmux pane beside this one") }
    try waitUntil("the clock counts who is inside") { pane(0).contains("#2 project 1:") }
    let sessions = home.folder.url.appending(path: ".local/state/airlock/sessions").path
    func folders() -> Int {
      ((try? FileManager.default.contentsOfDirectory(atPath: sessions)) ?? []).count
    }
    #expect(folders() == 1)
    try screen.tmux.run("kill-pane", "-t", "1")
    try waitUntil("its files are gone") { folders() == 0 }
    try screen.type("q")
  }

  @Test func `files are fetched by themselves when a minute is left`() throws {
    let (home, _) = try home("66s", "access: {rescue: [seen.txt]}\n")
    defer { home.end() }
    let screen = try Screen(home, columns: 120, rows: 40)
    defer { screen.end() }
    try screen.wait(for: "airlock-files/project-2", seconds: 40)
    let file = home.folder.url.appending(path: "airlock-files/project-2/seen.txt")
    #expect(try String(contentsOf: file, encoding: .utf8) == "hello\n")
  }

  @Test func `the step that waits is written from the dashboard after its diff was seen`() throws {
    let (home, project) = try home("1s")
    defer { home.end() }
    let screen = try Screen(home, columns: 120, rows: 40)
    defer { screen.end() }
    try screen.wait(for: "#1")
    try screen.type("G", "+")
    try screen.wait(for: "+        is_always_run: true", "A rebuild runs the configuration")
    let file = project.folder.appending(path: "bitrise.yml")
    let before = try String(contentsOf: file, encoding: .utf8)
    #expect(!before.contains("Stay open"))
    try screen.type("Enter")
    try screen.wait(for: "is changed; rebuild to use it")
    let after = try String(contentsOf: file, encoding: .utf8)
    // The service lets a build take 90 minutes: the longest time that fits is proposed.
    #expect(after.contains("title: Stay open for 60 min"))
  }

  @Test func `commands go on to call a build by the number it was rebuilt from`() throws {
    let (home, project) = try home("60s")
    defer { home.end() }
    let said = try home.run("ssh", "1", "--", "cat seen.txt", in: project.folder)
    #expect(said.output == "hello\n")
    #expect(said.errors.contains("This is project#2, the rebuild of #1."))
    let told = try home.run("ssh", "1", "--json", "--", "cat seen.txt; exit 4", in: project.folder)
    #expect(told.status == 4)
    let object = try home.json(told, as: [String: Any].self)
    #expect(object["output"] as? String == "hello\n" && object["exit_status"] as? Int == 4)
    let got = try home.run(
      "get", "1", "seen.txt", "--to", "there.txt", "--json", in: project.folder)
    #expect(try home.json(got, as: [String: Any].self)["exit_status"] as? Int == 0)
    let checks = try home.json(
      try home.run("doctor", "1", "--json", in: project.folder), as: [[String: Any]].self)
    #expect(
      checks.contains { $0["name"] as? String == "login" && $0["result"] as? String == "good" })
    // There is no editor here: that is missing, and not good.
    #expect(
      checks.contains { $0["name"] as? String == "editor" && $0["result"] as? String == "missing" })
  }
}
