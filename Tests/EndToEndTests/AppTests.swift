import Foundation
import TestSupport
import Testing

/// Apps from elsewhere, and what a rebuild tells.
@Suite struct AppTests {
  @Test func `a repository that is served is added, built at branch, tag and commit, and removed`()
    throws
  {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "served/thing"), script: "cat which")
    for name in ["one", "two", "three"] { try project.commit("which", name + "\n", as: name) }
    try project.git("tag", "v1", "HEAD~2")
    try project.git("branch", "older", "HEAD~1")
    let commit = try project.output("rev-parse", "HEAD~2")
    let daemon = try GitDaemon(serving: home.folder.url.appending(path: "served").path)
    let url = daemon.url(of: "thing")

    let wrong = try home.run("app", "add", daemon.url(of: "nothing"))
    #expect(wrong.status == 1)
    #expect(wrong.errors.hasPrefix("airlock: cannot read git://127.0.0.1:"))
    #expect(wrong.errors.split(separator: "\n").count == 1)
    let added = try home.run("app", "add", url, "--title", "served")
    #expect(added.output == "App served added; `airlock run --app served` builds it.\n")
    #expect(try home.run("app", "add", url).output.contains("is the app served already"))
    let apps = try home.json(try home.run("app", "list", "--json"), as: [[String: Any]].self)
    #expect(apps.map { $0["repository"] as? String } == [url])

    let asked = [[], ["--branch", "older"], ["--branch", "older", "--tag", "v1"]]
    for options in asked + [["--tag", "v1", "--commit", commit]] {
      #expect(try home.run(["run", "main", "--app", "served"] + options).status == 0)
    }
    for (number, word) in [(1, "three"), (2, "two"), (3, "one"), (4, "one")] {
      let log = try home.run("log", "--follow", "served#\(number)").output
      #expect(log.contains("\n\(word)\n"), "\(number): \(log)")
    }

    let inside = try home.run("app", "add", "served/thing", "--title", "folder")
    #expect(inside.output.hasPrefix("App folder added;"), "\(inside.errors)")
    #expect(try home.run("app", "remove", "folder", "--yes").status == 0)

    let asks = try home.run("app", "remove", "served")
    #expect(asks.status == 1)
    #expect(asks.errors.contains("--yes removes without asking"))
    #expect(try home.run("app", "remove", "served", "--yes").status == 0)
    #expect(try home.run("app", "list").output.contains("There are no apps yet"))
    #expect(try home.run("log", "served#1").status == 66)
  }

  @Test func `a build is entered the first time it runs`() throws {
    let home = try AirlockHome(grace: "60s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "exit 1")
    let ran = try home.run(
      "run", "main", "--remote-access", "--env", "STAGE=a b", "--wait", "open",
      in: project.folder)
    #expect(ran.output.contains("#1 started with remote access (main).\nOpen: ssh "))
    let inside = try home.run("ssh", "1", "--", "echo \"<$STAGE>\"", in: project.folder)
    #expect(inside.output == "<a b>\n")
    #expect(try home.run("run", "--env", "STAGE", in: project.folder).status == 64)
    #expect(try home.run("run", "--wait", "open", in: project.folder).status == 64)
    #expect(try home.run("run", "main", "--wait", "finished", in: project.folder).status == 1)
  }

  @Test func `a rebuild says what is not as it was, and stays open for as long as asked`() throws {
    let home = try AirlockHome(grace: "60s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "exit 1")
    func run(_ arguments: String...) throws -> AirlockHome.Result {
      try home.run(arguments, in: project.folder)
    }
    try home.run("run", "main", in: project.folder)
    try home.run("log", "--follow", "1", in: project.folder)
    let same = try run("rebuild", "1", "--wait", "finished").output
    #expect(same.contains("configuration: as in build #1\n"))
    #expect(same.contains("commit: as in build #1\n"))

    let file = project.folder.appending(path: "bitrise.yml")
    let text = try String(contentsOf: file, encoding: .utf8)
    try project.commit("bitrise.yml", text.replacing("exit 1", with: "exit 2"), as: "Change")
    #expect(
      try run("rebuild", "1", "--remote-access", "--hold", "2d").errors.contains("at most 86400"))
    #expect(try run("rebuild", "1", "--hold", "5m").status == 64)
    let changed = try run("rebuild", "1", "--remote-access", "--hold", "30m", "--wait", "finished")
    #expect(changed.output.contains("configuration: changed since build #1\n"))
    #expect(changed.output.contains("commit: changed since build #1\n"))
    let log = try run("log", "3").output
    #expect(log.contains("configuration: changed since build #1\n"))
    #expect(log.contains("commit: changed since build #1, which ran "))
    let shown = try home.json(try run("show", "3", "--json"), as: [String: Any].self)
    #expect(shown["configuration_changed"] as? Bool == true)
    #expect(shown["commit_changed"] as? Bool == true)
    let access = try home.json(try run("access", "3", "--json"), as: [String: Any].self)
    #expect(access["hold_seconds"] as? Double == 1800)
    #expect(try run("access", "3").output.contains("closes in 3"))
  }

  @Test func `a newer build takes the place of an older one where that is switched on`() throws {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "sleep 30")
    func run(_ arguments: String...) throws -> AirlockHome.Result {
      try home.run(arguments, in: project.folder)
    }
    #expect(try run("app", "rolling", "project", "on", "--kind", "push").output.contains("push"))
    #expect(try run("run", "main").status == 0)
    let second = try run("run", "main")
    #expect(
      second.output.contains("rolling builds: build #1 is aborted, because this one is newer"))
    var shown: [String: Any] = [:]
    while shown["finished_at"] as? String == nil {
      shown = try home.json(try run("show", "1", "--json"))
    }
    #expect(
      shown["abort_reason"] as? String
        == "Rolling builds: build #2 of main on branch main is newer.")
    #expect(try run("app", "rolling", "project", "off").status == 0)
    #expect(try !run("run", "main").output.contains("rolling"))
  }
}
