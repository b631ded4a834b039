import BuildMachine
import Foundation
import Testing

@Suite(.enabled("bubblewrap works here", bubblewrapWorks))
struct IsolationTests {
  @Test func `a build is vagrant on a host of its own`() async throws {
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run("id -un; id -gn; hostname; echo ~vagrant")
      #expect(outcome.output == "vagrant\nvagrant\nmachine-under-test\n/home/vagrant\n")
    }
  }

  @Test(arguments: ["/root", "/srv", "/mnt", "/media", "/boot", "/var/log", "/sys"])
  func `a build does not see a folder of the host`(folder: String) async throws {
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run("[ ! -e \(folder) ] || ls -A \(folder)")
      #expect(outcome == .init(output: "", ending: .exited(0)))
    }
  }

  @Test func `a build sees no home but its own`() async throws {
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run(
        "ls -A /home; ls -A /home/vagrant; ls -d \(NSHomeDirectory())")
      #expect(outcome.output.hasPrefix("vagrant\nls: cannot access"))
    }
  }

  @Test func `a build does not see where its folders lie on the host`() async throws {
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run("ls \(running.scratch.folder)")
      #expect(outcome.ending == .exited(2))
    }
  }

  @Test func `what is to be hidden is covered`() async throws {
    let hidden = ["/usr/share", "/usr/bin/env", "/no/such/folder", "/home"]
    try await withMachine(.bubblewrap, hidden: hidden) { running in
      let outcome = try await running.run(
        "ls -A /usr/share; cat /usr/bin/env 2>/dev/null; ls -d /usr/lib")
      #expect(outcome.output == "/usr/lib\n")
    }
  }

  @Test func `a build writes to its folders, and they are ours`() async throws {
    try await withMachine(.bubblewrap) { running in
      let folders = "~vagrant /bitrise/src /bitrise/deploy /bitrise/tmp"
      let outcome = try await running.run(
        "for folder in \(folders) /tmp /var/tmp /dev/shm; do echo $folder > $folder/mark; done")
      #expect(outcome == .init(output: "", ending: .exited(0)))
      for (name, inside) in [
        "home": "/home/vagrant", "source": "/bitrise/src", "deploy": "/bitrise/deploy",
        "temporary": "/bitrise/tmp",
      ] {
        let text = try String(
          contentsOfFile: "\(running.scratch.folder)/\(name)/mark", encoding: .utf8)
        #expect(text == inside + "\n")
      }
    }
  }

  @Test(arguments: ["/", "/usr", "/etc", "/usr/bin", "/bitrise", "/airlock", "/var"])
  func `a build cannot write to what is not its own`(folder: String) async throws {
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run("touch \(folder)/mark 2>/dev/null && echo written")
      #expect(outcome.output == "")
    }
  }

  @Test func `a build cannot read the host's secrets, not even of a service that is root`()
    async throws
  {
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run("cat /etc/shadow 2>/dev/null")
      #expect(outcome == .init(output: "", ending: .exited(1)))
    }
  }

  @Test func `a build can gain no rights`() async throws {
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run(
        "grep -e CapEff -e CapPrm -e CapInh -e CapAmb -e NoNewPrivs /proc/self/status")
      #expect(
        outcome.output == """
          CapInh:\t0000000000000000
          CapPrm:\t0000000000000000
          CapEff:\t0000000000000000
          CapAmb:\t0000000000000000
          NoNewPrivs:\t1

          """)
    }
  }

  @Test func `a build sees no process but its machine's`() async throws {
    let marker = "31415.92653"
    try await withMachine(.bubblewrap) { neighbour in
      let output = Pipe()
      _ = try await neighbour.start(
        "sleep \(marker) & echo started; wait",
        output: output.fileHandleForWriting.fileDescriptor)
      #expect(try await readLine(output.fileHandleForReading) == "started")
      try await withMachine(.bubblewrap) { running in
        let outcome = try await running.run(
          "kill -0 \(getpid()) 2>/dev/null && echo host; cat /proc/[0-9]*/cmdline | tr '\\0' ' '")
        // Of itself it sees the script, which holds no marker.
        #expect(outcome.output.contains("/airlock/agent"))
        #expect(!outcome.output.contains(marker))
        #expect(!outcome.output.contains("host\n"))
      }
    }
  }

  @Test func `a build cannot look into its agent`() async throws {
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run(
        "ls /proc/1/fd; head -c 1 /proc/1/environ; head -c 1 /proc/1/mem; : > /proc/1/mem")
      #expect(outcome.output.components(separatedBy: "Permission denied").count == 5)
    }
  }

  @Test func `a build reaches no port of the host`() async throws {
    try await withVisitor { visitor, _, running in
      let port = visitor.credentials.port
      let outcome = try await running.run(
        "(exec 3<>/dev/tcp/127.0.0.1/\(port)) 2>&1 && echo reached")
      #expect(outcome.output.contains("Connection refused"))
      let interfaces = try await running.run("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '")
      #expect(interfaces.output == "lo\n")
    }
  }

  @Test func `memory that a build can fill with files is bounded`() async throws {
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run(
        "df -B1 --output=size /tmp /var/tmp /dev/shm /run | tail -n +2 | tr -d ' '")
      let sizes = outcome.output.split(separator: "\n").compactMap { UInt64($0) }
      #expect(sizes.count == 4)
      #expect(sizes.reduce(0, +) <= ProcessInfo.processInfo.physicalMemory / 2 + 65 << 20)
    }
  }
}
