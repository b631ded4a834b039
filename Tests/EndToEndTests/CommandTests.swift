import Foundation
import TestSupport
import Testing

/// The commands, from an empty home to inside a machine, with the real `ssh`.
@Suite struct CommandTests {
  @Test func `a newcomer's builds are real, and a machine can be entered until its time is over`()
    throws
  {
    let home = try AirlockHome(grace: "4s")
    defer { home.end() }

    #expect(try home.run().output.contains("sample#1"))
    let report = try #require(
      try home.json(try home.run("builds", "--json"), as: [[String: Any]].self)
        .first { $0["workflow"] as? String == "report" })
    let slug = try #require(report["slug"] as? String)
    let log = try home.run("log", "--follow", slug)
    #expect(log.output.contains("expected 500, got 380"))
    let failed = try home.json(try home.run("show", slug, "--json"), as: [String: Any].self)
    #expect(failed["status"] as? String == "failed")

    let rebuilt = try home.json(
      try home.run("rebuild", slug, "--remote-access", "--wait", "open", "--json"),
      as: [String: Any].self)
    let new = try #require(rebuilt["slug"] as? String)
    #expect(rebuilt["is_remote"] as? Bool == true)
    #expect(rebuilt["rebuild_of"] as? Int == report["number"] as? Int)

    let inside = try home.run("ssh", new, "--", "id -un; pwd; exit 7")
    #expect(inside.status == 7)
    #expect(inside.output == "vagrant\n/bitrise/src\n", "\(inside.errors)")

    let hidden = try home.json(try home.run("access", new, "--json"), as: [String: Any].self)
    let shown = try home.json(
      try home.run("access", new, "--json", "--show-secrets"), as: [String: Any].self)
    #expect((hidden["ssh"] as? [String: Any])?["password"] is NSNull)
    #expect(((shown["ssh"] as? [String: Any])?["password"] as? String)?.count == 20)

    // Whoever stays is cut off when the time is over.
    #expect(try home.run("ssh", new, "--", "sleep 60").status == 255)
    let finished = try home.run("rebuild", slug, "--wait", "finished")
    #expect(finished.status == 1)
    #expect(finished.output.contains("failed"))
    let late = try home.run("ssh", new, "--", "true")
    #expect(late.status == 1)
    #expect(late.errors.contains("The window closed at"))
  }

  @Test func `the service may be killed while a build runs and someone is inside`() throws {
    let home = try AirlockHome(grace: "60s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"),
      script: "for i in 1 2 3 4 5 6; do echo line $i; sleep 0.5; done")
    #expect(try home.run("run", "main", in: project.folder).status == 0)
    #expect(try home.run("log", "--follow", "1", in: project.folder).output.contains("line 6"))
    #expect(
      try home.run("rebuild", "1", "--remote-access", "--wait", "open", in: project.folder).status
        == 0)
    let service = try #require(home.servicePID)

    let session = try Screen.shell(home, in: project.folder, "ssh", "2")
    defer { session.end() }
    try session.wait(for: "$")
    kill(service, SIGKILL)
    try session.type("echo still-$((40+2))", "Enter")
    try session.wait(for: "still-42")

    let log = try home.run("log", "--follow", "2", in: project.folder)
    #expect(home.servicePID != service)
    #expect(log.output.contains("line 6"), "\(log.errors)")
    let shown = try home.json(
      try home.run("show", "2", "--json", in: project.folder), as: [String: Any].self)
    #expect(shown["status"] as? String == "success")
    try session.type("echo again-$((40+2))", "Enter")
    try session.wait(for: "again-42")
  }

  @Test func `a build that leaves hungry processes behind and attacks the agent is shut on time`()
    throws
  {
    let home = try AirlockHome(grace: "4s")
    defer { home.end() }
    let mark = "hungry-\(UUID().uuidString)"
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"),
      script: """
        for i in $(seq 30); do
          (trap '' TERM HUP; setsid bash -c 'while :; do :; done' \(mark) >/dev/null 2>&1 &)
        done
        kill -STOP 1 || true
        kill -KILL 1 || true
        """)
    try home.run("run", "main", in: project.folder)
    try home.run("log", "--follow", "1", in: project.folder)
    try home.run("rebuild", "1", "--remote-access", "--wait", "open", in: project.folder)
    #expect(try home.run("ssh", "2", "--", "sleep 60", in: project.folder).status == 255)
    let cut = Date()
    let access = try home.json(
      try home.run("access", "2", "--json", in: project.folder), as: [String: Any].self)
    #expect(access["closed_reason"] as? String == "grace_over")
    let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    let closed = try format.parse(try #require(access["closed_at"] as? String))
    #expect(abs(cut.timeIntervalSince(closed)) < 1)
    #expect(processes(named: mark).isEmpty)
  }

  private func processes(named mark: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { number in
      let line = FileManager.default.contents(atPath: "/proc/\(number)/cmdline")
      return line?.range(of: Data(mark.utf8)) != nil
    }
  }

  @Test func `mistakes are told in one sentence with a status`() throws {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    #expect(try home.run().status == 0)
    let none = try home.run("show", "99")
    #expect(none.status == 66)
    #expect(none.errors.contains("There is no build 99"))
    let access = try home.run("access", "1")
    #expect(access.status != 0)
    #expect(access.errors.split(separator: "\n").count == 1)
    let wrong = try home.run("rebuild", "1", "--wait", "open")
    #expect(wrong.status == 64)
  }
}
