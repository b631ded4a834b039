import Foundation
import TestSupport
import Testing

/// Bitrise's cloud, as far as it is recorded: the real program against a simulator of it.
@Suite(.serialized) struct BitriseTests {
  private static let secret = "0123456789abcdef0123"
  private static let panel = """
    SSH
    Command
    ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null vagrant@127.0.0.1 -p 28985
    Password
    \(secret)

    """

  private func home() throws -> (SimulatorProgram, AirlockHome) {
    let folder = try TemporaryFolder()
    let simulator = try SimulatorProgram(
      in: folder.url, "--apps", "5000", "--builds", "200000")
    return (simulator, try AirlockHome(grace: "1s", variables: simulator.variables))
  }

  /// The files of a home that hold a text.
  private func files(of home: AirlockHome, holding text: String) -> [String] {
    let all = FileManager.default.enumerator(at: home.folder.url, includingPropertiesForKeys: nil)
    return (all?.allObjects as? [URL] ?? []).filter { file in
      // What the tests themselves wrote down are no files of the program's.
      !["out-", "err-", "in-", "script-"].contains { file.lastPathComponent.hasPrefix($0) }
        && (try? Data(contentsOf: file))?.range(of: Data(text.utf8)) != nil
    }.map(\.path)
  }

  @Test func `a person with a token has builds, logs and the way in`() throws {
    let (simulator, home) = try home()
    defer { withExtendedLifetime(simulator) {} }
    let listed: [[String: Any]] = try home.json(try home.run("builds", "--json"))
    #expect(listed.count == 50)
    let finished = try #require(
      listed.first { $0["status"] as? String == "failed" }?["slug"] as? String)
    let log = try home.run("log", finished)
    #expect(log.output.contains("line 300 of an old build"))
    let rebuilt = try home.run("rebuild", finished, "--remote-access", "--wait", "open")
    #expect(rebuilt.status == 0, "\(rebuilt.errors)")
    let builds: [[String: Any]] = try home.json(try home.run("builds", "--json"))
    let new = try #require(builds.first?["slug"] as? String)

    let refused = try home.run(
      "access", new, "--paste", "--keep", "--yes", input: "ssh -oProxyCommand=id x@h -p 1")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("ProxyCommand"))
    let kept = try home.run("access", new, "--paste", "--keep", "--yes", input: Self.panel)
    #expect(kept.status == 0, "\(kept.errors)")
    #expect(kept.errors.contains("127.0.0.1:28985"))
    let shown = try home.run("access", new)
    #expect(shown.output.contains("ssh -o"))
    #expect(shown.output.contains("vagrant@127.0.0.1 -p 28985"))
    for text in [kept.output, kept.errors, shown.output, shown.errors] {
      #expect(!text.contains(Self.secret))
      #expect(!text.contains(SimulatorProgram.token))
    }
    #expect(files(of: home, holding: Self.secret).isEmpty)
    #expect(files(of: home, holding: SimulatorProgram.token).isEmpty)
    let windows = try home.run("windows")
    #expect(windows.output.contains("127.0.0.1:28985"))
    // No time can be added there: the step that waits is shown instead.
    let stay = try home.run("stay", new, "30m")
    #expect(stay.output.contains("Nothing is changed yet"), "\(stay.errors)")
    let written = try home.run("stay", new, "30m", "--apply")
    #expect(written.output.contains("is changed; rebuild to use it."), "\(written.errors)")
    let all = try home.run("access", new, "--show-secrets")
    #expect(all.output.contains(Self.secret))
  }

  @Test func `what was pasted goes into a real machine, whose key is pinned at first sight`() throws
  {
    let (simulator, home) = try home()
    defer {
      withExtendedLifetime(simulator) {}
      home.end()
    }
    let panel = try openMachine(home).joined(separator: "\n") + "\n"

    let listed: [[String: Any]] = try home.json(try home.run("builds", "--json"))
    let finished = listed.first { $0["status"] as? String == "failed" }?["slug"] as? String
    _ = try home.run("rebuild", try #require(finished), "--remote-access", "--wait", "open")
    let builds: [[String: Any]] = try home.json(try home.run("builds", "--json"))
    let new = try #require(builds.first?["slug"] as? String)
    let kept = try home.run("access", new, "--paste", "--keep", "--yes", input: panel)
    #expect(kept.status == 0, "\(kept.errors)")

    let inside = try home.run("ssh", new, "--", "echo", "inside")
    #expect(inside.output == "inside\n", "\(inside.errors)")
    #expect(try home.run("ssh", new, "--", "pwd").output == "/bitrise/src\n")
    try greeted(home, new)
    let known = home.folder.url.appending(path: ".local/state/airlock/sessions/first-seen-\(new)")
    let pinned = try String(contentsOf: known, encoding: .utf8)
    #expect(pinned.contains("ssh-ed25519"))
    // With a forward it is a connection of its own, and not the one that is shared.
    let alone = ["ssh", new, "-D", "127.0.0.1:47931", "--", "echo", "inside"]
    #expect(try home.run(alone).output == "inside\n")
    let words = pinned.split(separator: " ")
    let other = "AAAAC3NzaC1lZDI1NTE5AAAAIFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    try Data("\(words[0]) ssh-ed25519 \(other)\n".utf8).write(to: known)
    let refused = try home.run(alone)
    #expect(refused.status == 255)
    #expect(!refused.output.contains("inside"))
    try Data(pinned.utf8).write(to: known)
  }

  /// A machine of this computer's own service, which stands for one of Bitrise's.
  ///
  /// - Returns: the command and the password that Bitrise would show on its page.
  private func openMachine(_ home: AirlockHome) throws -> [String] {
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "sleep 30; exit 3")
    func local(_ words: String...) throws -> AirlockHome.Result {
      try home.run(words + ["--connection", "local"], in: project.folder)
    }
    _ = try local("run", "main")
    _ = try local("abort", "1")
    _ = try local("wait", "1")
    _ = try local("rebuild", "1", "--remote-access", "--wait", "open")
    let way = try local("access", "2", "--show-secrets", "--json")
    let ssh = try #require(try home.json(way, as: [String: Any].self)["ssh"] as? [String: Any])
    return [try #require(ssh["command"] as? String), try #require(ssh["password"] as? String)]
  }

  @Test func `commands beside the dashboard get its token and its paste, and nobody sees them`()
    throws
  {
    guard TmuxTerminal.program != nil else { return }
    let (simulator, home) = try home()
    defer {
      withExtendedLifetime(simulator) {}
      home.end()
    }
    let panel = try openMachine(home)
    let screen = try Screen(home, columns: 120, rows: 40)
    defer { screen.end() }
    try screen.wait(for: "project-1", "bitrise")
    try screen.type("j", "j", "j")
    try screen.wait("a failed build to be chosen") { $0.contains("line 300 of an old build") }
    try screen.type("R")
    try screen.wait(for: "with remote access?")
    try screen.type("Enter")
    try screen.wait(for: "password stands on the build's page only")
    try screen.paste(panel.joined(separator: "\n"))
    try screen.wait(for: "Kept in this program's memory only", "use it")
    try screen.type("Enter")
    try screen.wait(for: "not told by the service")
    try screen.type("L")
    try screen.wait(for: "port")
    try screen.type("47932:22", "Enter")
    try screen.wait(for: "localhost:47932 leads into")
    let told = try processes(of: home).filter { !$0.contains("serve") }
    #expect(told.contains { $0.contains("--until-eof") })
    for text in told {
      #expect(!text.contains(SimulatorProgram.token) && !text.contains(panel[1]))
    }
    // In the shell that `s` begins the dashboard itself says where one is.
    try screen.type("s")
    try screen.wait(for: "#", "The source is in /Users/vagrant/git.", "/bitrise/src")
    try screen.type("exit", "Enter")
    try screen.wait(for: "localhost:47932")
    #expect(files(of: home, holding: SimulatorProgram.token).isEmpty)
  }

  /// A shell begins in the source folder and with what the service knows of the build.
  private func greeted(_ home: AirlockHome, _ build: String) throws {
    guard TmuxTerminal.program != nil else { return }
    let screen = try Screen.shell(home, in: home.folder.url, "ssh", build)
    defer { screen.end() }
    try screen.wait(for: "The door is open while the build runs, then 10:00", "/bitrise/src")
    try screen.type("pwd; shopt -q login_shell && echo login", "Enter")
    try screen.wait(for: "\n/bitrise/src\nlogin\n")
    try screen.type("exit 4", "Enter")
    try screen.wait(for: "status 4")
  }

  @Test func `the dashboard rebuilds, waits for the log's word, and takes a paste`() throws {
    guard TmuxTerminal.program != nil else { return }
    let (simulator, home) = try home()
    defer { withExtendedLifetime(simulator) {} }
    let screen = try Screen(home, columns: 100, rows: 30)
    defer { screen.end() }
    try screen.wait(for: "project-1", "bitrise")
    try screen.type("j", "j", "j")
    try screen.wait("a failed build to be chosen") { $0.contains("line 300 of an old build") }
    try screen.type("R")
    try screen.wait(for: "with remote access?", "on the new build's page")
    try screen.type("Enter")
    try screen.wait(for: "password stands on the build's page only", "o opens")
    try screen.paste(Self.panel)
    try screen.wait(for: "127.0.0.1:28985", "20 characters", "use it")
    try screen.type("Enter")
    let text = try screen.wait(for: "Port      28985", "not told by the service")
    #expect(!text.contains(Self.secret))
    #expect(files(of: home, holding: SimulatorProgram.token).isEmpty)
    #expect(files(of: home, holding: Self.secret).isEmpty)
    let told = try processes(of: home)
    #expect(told.count == 1)
    for text in told {
      #expect(!text.contains(SimulatorProgram.token) && !text.contains(Self.secret))
    }
  }

  @Test(arguments: ["project-4321", "project-8"])
  func `in a clone the app is the one of its remote, whatever that is called`(
    repository: String
  ) throws {
    let (simulator, home) = try home()
    defer { withExtendedLifetime(simulator) {} }
    let project = try GitProject(
      in: home.folder.url.appending(path: "clone"), script: "exit 0")
    let added = try runToEnd(
      [
        "/usr/bin/git", "-C", project.folder.path, "remote", "add", "origin",
        "https://github.com/Acme/\(repository)",
      ], environment: ["PATH": "/usr/bin:/bin"], output: "/dev/null")
    #expect(added == 0)
    // Asked of the service the first time, known the second.
    for _ in 0..<2 {
      let shown = try home.run("show", "7", "--json", in: project.folder)
      let build: [String: Any] = try home.json(shown)
      #expect(build["number"] as? Int == 7)
      let title = repository == "project-8" ? "Project No. 8" : repository
      #expect(build["app"] as? String == title || build["app_title"] as? String == title)
    }
  }

  @Test func `at a terminal a paste is read to its end, not shown, and asked about`() throws {
    guard TmuxTerminal.program != nil else { return }
    let (simulator, home) = try home()
    defer { withExtendedLifetime(simulator) {} }
    let listed: [[String: Any]] = try home.json(try home.run("builds", "--json"))
    let finished = listed.first { $0["status"] as? String == "failed" }?["slug"] as? String
    try home.run("rebuild", try #require(finished), "--remote-access", "--wait", "open")
    let builds: [[String: Any]] = try home.json(try home.run("builds", "--json"))
    let new = try #require(builds.first?["slug"] as? String)
    let screen = try Screen.shell(
      home, in: home.folder.url, "access", new, "--paste", "--keep")
    defer { screen.end() }
    try screen.wait(for: "it is not shown")
    try screen.paste(Self.panel)
    let asked = try screen.wait(for: "127.0.0.1:28985", "Use it? [Y/n]")
    #expect(!asked.contains(Self.secret))
    try screen.type("Enter")
    try screen.wait(for: "Kept until the machine closes", "status 0")
    #expect(try home.run("access", new).output.contains("-p 28985"))
  }

  @Test func `the same connection to a service of ours offers what that has more`() throws {
    let server = try AirlockHome(grace: "60s")
    defer { server.end() }
    let project = try GitProject(
      in: server.folder.url.appending(path: "project"), script: "exit 3")
    try server.run("run", "main", in: project.folder)
    try server.run("wait", "1", in: project.folder)
    let visitor = try AirlockHome(
      grace: "5s",
      variables: [
        "BITRISE_TOKEN": try String(
          contentsOf: server.data.appending(path: "token"), encoding: .utf8),
        "BITRISE_API_BASE_URL": try server.serviceAddress(), "AIRLOCK_CONNECTION": "bitrise",
      ])
    try visitor.run("rebuild", "1", "--remote-access", "--wait", "finished")
    let access = try visitor.run("access", "2")
    #expect(access.output.contains("closes in "), "\(access.errors)")
    #expect(!access.output.contains("~"))
    #expect(access.output.contains("fingerprint  SHA256:"))
    #expect(try visitor.run("ssh", "2", "--", "echo", "inside").output == "inside\n")
    #expect(try visitor.run("log", "2").output == server.run("log", "2").output)
    let paste = try visitor.run("access", "2", "--paste", "--keep", "--yes", input: Self.panel)
    #expect(paste.errors.contains("tells the way in itself"))
    #expect(visitor.servicePID == nil)
  }

  /// What a list of processes shows of those that run airlock in a home: words and environment.
  private func processes(of home: AirlockHome) throws -> [String] {
    let program = try AirlockHome.program()
    let numbers = try FileManager.default.contentsOfDirectory(atPath: "/proc")
      .filter { $0.allSatisfy(\.isNumber) }
    return numbers.compactMap { number in
      let place = "/proc/\(number)"
      guard
        let path = try? FileManager.default.destinationOfSymbolicLink(atPath: place + "/exe"),
        path == program,
        let words = FileManager.default.contents(atPath: place + "/cmdline"),
        let variables = FileManager.default.contents(atPath: place + "/environ")
      else { return nil }
      let text = String(decoding: words + variables, as: UTF8.self)
      return text.contains("HOME=\(home.folder.url.path)") ? text : nil
    }
  }
}

extension Screen {
  /// Pastes as a terminal does, in brackets.
  func paste(_ text: String) throws {
    try tmux.run(["set-buffer", text])
    try tmux.run(["paste-buffer", "-p"])
  }
}
