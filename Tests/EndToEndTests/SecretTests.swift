import Foundation
import TestSupport
import Testing

/// Tries to find the password where it must not be (design: secrets are in no argument, no
/// environment, no file, and no log).
@Suite struct SecretTests {
  @Test func `while someone is inside, the password is in no process and no file`() throws {
    let home = try AirlockHome(grace: "60s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "env; echo built")
    try home.run("run", "main", in: project.folder)
    try home.run("log", "--follow", "1", in: project.folder)
    try home.run("rebuild", "1", "--remote-access", "--wait", "open", in: project.folder)
    let shown = try home.json(
      try home.run("access", "2", "--json", "--show-secrets", in: project.folder),
      as: [String: Any].self)
    let password = try #require((shown["ssh"] as? [String: Any])?["password"] as? String)
    let session = try Screen.shell(home, in: project.folder, "ssh", "2")
    defer { session.end() }
    try session.wait(for: "$")

    #expect(processes(holding: password).isEmpty)
    #expect(files(below: home.folder.url, holding: password).isEmpty)
    let inside = try home.run(
      "ssh", "2", "--", "env; cat /proc/*/environ /proc/*/cmdline 2>/dev/null; cat ~/.* || true",
      in: project.folder)
    #expect(!inside.output.contains(password))
    #expect(!session.text.contains(password))
  }

  @Test func `a crash of whatever knows a secret leaves no image of its memory`() throws {
    var limit = rlimit()
    getrlimit(Self.core, &limit)
    let former = limit
    limit.rlim_cur = limit.rlim_max
    // Else it would hold by accident.
    try #require(limit.rlim_max > 0 && setrlimit(Self.core, &limit) == 0)
    defer {
      var former = former
      setrlimit(Self.core, &former)
    }
    let home = try AirlockHome(grace: "60s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "echo built")
    try home.run("run", "main", in: project.folder)
    try home.run("log", "--follow", "1", in: project.folder)
    try home.run("rebuild", "1", "--remote-access", "--wait", "open", in: project.folder)
    let limits = try coreLimits(below: home.folder.url)
    #expect(limits.keys.sorted() == ["airlock", "airlock-worker"])
    #expect(limits.values.allSatisfy { $0 == "0" }, "\(limits)")
  }

  #if os(Linux)
    private static let core = __rlimit_resource_t(RLIMIT_CORE.rawValue)
  #else
    private static let core = RLIMIT_CORE
  #endif

  /// How much of their memory our programs that belong to a home may leave, by their names.
  private func coreLimits(below home: URL) throws -> [String: String] {
    var limits: [String: String] = [:]
    let names = try FileManager.default.contentsOfDirectory(atPath: "/proc")
    for process in names where Int(process) != nil {
      let arguments =
        (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
      guard arguments.contains(home.path) else { continue }
      let program = arguments.split(separator: "\0").first?.split(separator: "/").last ?? ""
      let text = (try? String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)) ?? ""
      guard program.hasPrefix("airlock"), program != "airlock-agent",
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Max core file size") })
      else { continue }
      limits[String(program)] = line.split(separator: " ").dropFirst(4).first.map(String.init)
    }
    return limits
  }

  @Test func `the token is for its user alone and in no process`() throws {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    try home.run()
    let file = home.data.appending(path: "token")
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let token = try String(contentsOf: file, encoding: .utf8)
    #expect(processes(holding: token).isEmpty)
    let others = files(below: home.folder.url, holding: token).filter { $0 != file.path }
    #expect(others.isEmpty)
  }

  @Test func `a token that came in the environment goes on to no program`() throws {
    let programs = try TemporaryFolder()
    let seen = programs.url.appending(path: "seen")
    let ssh = programs.url.appending(path: "ssh")
    try Data("#!/bin/sh\nenv > '\(seen.path)'\n".utf8).write(to: ssh)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: ssh.path)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let token = "token-\(UUID().uuidString)"
    let home = try AirlockHome(
      grace: "60s",
      variables: [
        "AIRLOCK_TOKEN": token, "AIRLOCK_URL": "http://127.0.0.1:1", "BITRISE_TOKEN": token,
        "PATH": "\(programs.url.path):\(path)",
      ])
    defer { home.end() }
    #expect(try home.run("connection", "list").output.contains("environment"))
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "echo built")
    try home.run("run", "main", in: project.folder)
    try home.run("wait", "1", in: project.folder)
    try home.run("rebuild", "1", "--remote-access", "--wait", "open", in: project.folder)
    #expect(try home.run("ssh", "2", "--", "true", in: project.folder).status == 0)
    #expect(try !String(contentsOf: seen, encoding: .utf8).contains(token))
    // The service and the worker with its open machine.
    #expect(processes(holding: token).isEmpty)
    #expect(files(below: home.folder.url, holding: token).isEmpty)
  }

  /// The processes whose arguments or environment hold a text.
  private func processes(holding secret: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { Int($0) != nil }.flatMap { number in
      ["cmdline", "environ"].map { "/proc/\(number)/\($0)" }
    }.filter { path in
      guard let data = FileManager.default.contents(atPath: path) else { return false }
      return data.range(of: Data(secret.utf8)) != nil
    }
  }

  private func files(below folder: URL, holding secret: String) -> [String] {
    let all = FileManager.default.enumerator(atPath: folder.path)
    return (all?.compactMap { $0 as? String } ?? []).map { folder.path + "/" + $0 }.filter {
      // What the test itself wrote down: the answer that shows the secret when asked to.
      guard !$0.contains("/out-"), let data = FileManager.default.contents(atPath: $0) else {
        return false
      }
      return data.range(of: Data(secret.utf8)) != nil
    }
  }
}

/// Words from outside on a person's terminal.
@Suite struct OutsideTextTests {
  @Test func `an app's name cannot steer the terminal that a command prints to`() throws {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "p\u{1b}]0;stolen\u{7}x"), script: "echo built")
    let screen = try Screen.shell(home, in: project.folder, "run", "main")
    defer { screen.end() }
    try screen.wait(for: "p^[]0;stolen^Gx#1 started", "status 0")
    #expect(try screen.tmux.run("display-message", "-p", "#{pane_title}") != "stolen")
    let piped = try home.run("builds", "--json", in: project.folder)
    let builds = try home.json(piped, as: [[String: Any]].self)
    #expect(builds.first?["app"] as? String == "p\u{1b}]0;stolen\u{7}x")
  }
}

/// Builds where namespaces are refused.
@Suite struct PlainProcessTests {
  @Test func `a build that is not isolated says so wherever it is shown`() throws {
    let home = try AirlockHome(grace: "5s", driver: "plain")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "echo built")
    try home.run("run", "main", in: project.folder)
    let log = try home.run("log", "--follow", "1", in: project.folder).output
    #expect(log.contains("not isolated"))
    #expect(try home.run("builds", in: project.folder).output.contains("(not isolated)"))
    let shown = try home.json(
      try home.run("show", "1", "--json", in: project.folder), as: [String: Any].self)
    #expect(shown["isolation"] as? String == "not-isolated")
    #expect(shown["status"] as? String == "success")
  }
}
