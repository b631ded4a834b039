import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

@Suite(.enabled("bubblewrap works here", bubblewrapWorks))
struct NetworkTests {
  /// Says what a connection to each address and port gives, at most two seconds each, all at once.
  static func knocking(at places: [String]) -> String {
    """
    for place in \(places.joined(separator: " ")); do
      timeout 2 bash -c "exec 3<>/dev/tcp/$place; cat <&3" 2>/dev/null &
    done
    wait
    """
  }

  @Test func `a machine without a network has its own loopback and nothing else`() async throws {
    try await withMachine(.bubblewrap, network: .nothing) { running in
      #expect(running.machine.network == .nothing(reason: nil))
      let outcome = try await running.run("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '")
      #expect(outcome.output == "lo\n")
    }
  }

  @Test func `a machine on the host's network reaches its loopback`() async throws {
    let listener = try HostListener(address: "127.0.0.1")
    try await withMachine(.bubblewrap, network: .host) { running in
      #expect(running.machine.network == .host)
      let outcome = try await running.run(Self.knocking(at: ["127.0.0.1/\(listener.port)"]))
      #expect(outcome.output == listener.word)
    }
  }

  @Test(.enabled("slirp4netns works here", userNetworkWorks))
  func `user mode is what a machine has where nothing else is said`() async throws {
    let running = try await RunningMachine(BubblewrapDriver(), network: nil)
    #expect(
      running.machine.network
        == .userMode(program: "slirp4netns", remark: NameServers().remark))
    let outcome = try await running.run("awk '$2 == \"00000000\" { print $1 }' /proc/net/route")
    #expect(outcome.output == "tap0\n")
    await running.machine.destroy()
  }

  @Test(
    .enabled("slirp4netns works here", userNetworkWorks),
    .enabled(if: HostListener.outsideAddress != nil, "this computer is on a network"))
  func `user mode reaches the world outside`() async throws {
    let address = try #require(HostListener.outsideAddress)
    let listener = try HostListener(address: address)
    try await withMachine(.bubblewrap, network: .userMode) { running in
      let outcome = try await running.run(Self.knocking(at: ["\(address)/\(listener.port)"]))
      #expect(outcome.output == listener.word)
    }
  }

  @Test(.enabled("slirp4netns works here", userNetworkWorks))
  func `no way leads from user mode to the loopback of the host`() async throws {
    let listener = try HostListener(address: "127.0.0.1")
    let other = try HostListener(address: "127.0.0.7")
    let addresses =
      [
        "127.0.0.1", "localhost", "127.0.0.7", "127.255.255.254", "0.0.0.0", "::1",
        "::ffff:127.0.0.1", "$(hostname)",
        // The gateway, the name server, what slirp calls itself, and the broadcast addresses.
        "10.0.2.2", "10.0.2.3", "10.0.2.1", "10.0.2.15", "10.0.2.100", "10.0.2.255",
        "255.255.255.255", "0177.0.0.1", "2130706433",
      ] + (HostListener.outsideAddress.map { [$0] } ?? [])
    try await withMachine(.bubblewrap, network: .userMode) { running in
      let places = addresses.flatMap { ["\($0)/\(listener.port)", "\($0)/\(other.port)"] }
      let outcome = try await running.run(Self.knocking(at: places))
      #expect(!outcome.output.contains("word-"), "\(outcome.output)")
      // Nor can it change that: the routes are not the build's to set.
      let routes = try await running.run(
        "ip route add 127.0.0.7 via 10.0.2.2 2>&1; ip link set tap0 down 2>&1; ip route show")
      #expect(routes.output.contains("Operation not permitted") || !hasIPRoute)
      #expect(routes.output.contains("default via 10.0.2.2") || !hasIPRoute)
    }
    #expect(try reply(of: listener) == listener.word)
  }

  @Test(.enabled("slirp4netns works here", userNetworkWorks))
  func `an abstract socket of the host is out of reach in user mode`() async throws {
    let name = "airlock-" + UUID().uuidString
    let program = """
      use Socket; socket(my $s, AF_UNIX, SOCK_STREAM, 0); \
      print connect($s, pack_sockaddr_un("\\0\(name)")) ? "in" : "out";
      """
    let listening = try LaunchedProcess.start(
      arguments: [
        "/usr/bin/perl", "-MSocket", "-e",
        """
        socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, pack_sockaddr_un("\\0\(name)")) or die; \
        listen($s, 5); sleep 1000
        """,
      ], environment: [:], descriptors: [:])
    defer { listening.signal(SIGKILL) }
    while try await hostPerl(program) != "in" { await Task.yield() }
    try await withMachine(.bubblewrap, network: .userMode) { running in
      let outcome = try await running.run("perl -e '\(program)'")
      #expect(outcome.output == "out")
    }
  }

  @Test(.enabled("slirp4netns works here", userNetworkWorks))
  func `the program for the network ends with its machine`() async throws {
    try await withMachine(.bubblewrap, network: .userMode) { running in
      #expect(ChildProcesses.count(named: "slirp4netns") == 1)
      await running.machine.destroy()
      #expect(ChildProcesses.count(named: "slirp4netns") == 0)
    }
  }

  @Test(.enabled("slirp4netns works here", userNetworkWorks))
  func `a machine's name servers are none of the host's loopback`() async throws {
    try await withMachine(.bubblewrap, network: .userMode) { running in
      let outcome = try await running.run("cat /etc/resolv.conf")
      #expect(outcome.output == NameServers().text)
      #expect(!outcome.output.contains("127."))
    }
  }

  @Test func `where user mode fails, a machine goes without and says why`() async throws {
    let fake = try await FakeProgram(
      "slirp4netns", "echo 'open(\"/dev/net/tun\"): Permission denied' >&2; exit 1")
    let driver = BubblewrapDriver(environment: ["PATH": fake.path])
    let running = try await RunningMachine(driver, network: nil)
    let sentence = "/dev/net/tun cannot be opened by this user: give it the mode 0666."
    #expect(running.machine.network == .nothing(reason: sentence))
    #expect(try await running.run("echo up").output == "up\n")
    await running.machine.destroy()
    let error = await #expect(throws: MachineError.self) {
      try await RunningMachine(driver, network: .userMode)
    }
    #expect(error?.sentence == sentence)
  }

  @Test func `plain processes refuse to pretend that they have no network`() async throws {
    let error = await #expect(throws: MachineError.self) {
      try await RunningMachine(.plain, network: .nothing)
    }
    #expect(error?.code == .refused)
    #expect(error?.sentence.contains("“none”") == true)
  }

  @Test func `name servers on the host's loopback are left out`() throws {
    let scratch = try MachineScratch()
    let (stub, real) = (scratch.folder + "/stub", scratch.folder + "/real")
    try "# stub\nnameserver 127.0.0.53\noptions edns0\n".write(
      toFile: stub, atomically: false, encoding: .utf8)
    try "nameserver 192.0.2.53\nnameserver ::1\nsearch example.org\n".write(
      toFile: real, atomically: false, encoding: .utf8)
    #expect(
      NameServers(files: [stub, real]).text == "nameserver 192.0.2.53\nsearch example.org\n")
    let none = NameServers(files: [stub, "/no/such/file"])
    #expect(none.isEmpty && none.text == "")
    #expect(none.remark?.hasPrefix("Names cannot be looked up") == true)
  }

  private let hasIPRoute = access("/usr/sbin/ip", X_OK) == 0 || access("/usr/bin/ip", X_OK) == 0

  /// What the listener says to somebody on this computer: it would have answered the machine too.
  private func reply(of listener: HostListener) throws -> String {
    let output = try MachineScratch()
    let file = output.folder + "/reply"
    _ = try runToEnd(
      ["/bin/bash", "-c", Self.knocking(at: ["127.0.0.1/\(listener.port)"])],
      environment: ["PATH": "/usr/bin:/bin"], output: file)
    return try String(contentsOfFile: file, encoding: .utf8)
  }

  private func hostPerl(_ program: String) async throws -> String {
    try await onThread {
      let output = try MachineScratch()
      let file = output.folder + "/output"
      _ = try runToEnd(["/usr/bin/perl", "-e", program], environment: [:], output: file)
      return try String(contentsOfFile: file, encoding: .utf8)
    }
  }
}

/// Whether machines can have a user-mode network here.
@Sendable func userNetworkWorks() async -> Bool {
  guard let running = try? await RunningMachine(BubblewrapDriver(), network: .userMode) else {
    return false
  }
  await running.machine.destroy()
  return true
}

/// The programs that this very process has started.
enum ChildProcesses {
  static func count(named name: String) -> Int {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.count { entry in
      guard Int32(entry) != nil,
        let data = FileManager.default.contents(atPath: "/proc/\(entry)/stat")
      else { return false }
      let text = String(decoding: data, as: UTF8.self)
      let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
      return text.contains("(\(name))") && fields.count > 1 && fields[1] == "\(getpid())"
        && fields[0] != "Z"
    }
  }
}
