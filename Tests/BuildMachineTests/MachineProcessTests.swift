import BuildMachine
import Foundation
import Testing

struct MachineProcessTests {
  @Test(arguments: await DriverUnderTest.working())
  func `a command has exactly the environment and the folder it was given`(
    driver: DriverUnderTest
  ) async throws {
    try await withMachine(driver) { running in
      let outcome = try await running.run(
        "echo $GREETING; pwd; env | grep -v -e ^PWD= -e ^SHLVL= -e ^_= | sort",
        environment: ["GREETING": "hello there"])
      #expect(
        outcome.output == """
          hello there
          \(running.machine.folders.source)
          GREETING=hello there
          PATH=/usr/bin:/bin

          """)
      #expect(outcome.ending == .exited(0))
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `an exit code and a deadly signal are told`(driver: DriverUnderTest) async throws {
    try await withMachine(driver) { running in
      let failed = try await running.run("exit 7")
      let killed = try await running.run("kill -TERM $$")
      #expect(failed.ending == .exited(7))
      #expect(killed.ending == .signalled(SIGTERM))
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `a signal reaches the whole process group`(driver: DriverUnderTest) async throws {
    try await withMachine(driver) { running in
      let output = Pipe()
      let process = try await running.start(
        "sleep 1000 & echo started; wait", output: output.fileHandleForWriting.fileDescriptor)
      try output.fileHandleForWriting.close()
      #expect(try await readLine(output.fileHandleForReading) == "started")
      process.signal(SIGTERM)
      // The pipe ends only when `sleep` is gone as well.
      #expect(await readToEnd(output.fileHandleForReading) == "")
      #expect(await process.ending() == .signalled(SIGTERM))
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `a terminal has the size and the controlling session asked for`(
    driver: DriverUnderTest
  ) async throws {
    try await withMachine(driver) { running in
      let outcome = try await running.runOnTerminal(
        "stty size; tty >/dev/null && echo named; exit 3", rows: 33, columns: 101)
      #expect(outcome.output == "33 101\nnamed\n")
      #expect(outcome.ending == .exited(3))
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `a program that is not there is an error with its name`(
    driver: DriverUnderTest
  ) async throws {
    try await withMachine(driver) { running in
      let error = await #expect(throws: MachineError.self) {
        _ = try await running.machine.start(
          MachineCommand(
            executable: "/no/such/program", arguments: ["program"], environment: [:], folder: "/",
            connection: .terminal(rows: 24, columns: 80)))
      }
      #expect(error?.code == .notStarted)
      #expect(
        error?.sentence
          == "/no/such/program cannot be started in /: No such file or directory.")
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `signals that the worker ignores are not ignored inside`(
    driver: DriverUnderTest
  ) async throws {
    let kept = signal(SIGUSR2, SIG_IGN)
    defer { signal(SIGUSR2, kept) }
    try await withMachine(driver) { running in
      let outcome = try await running.run("kill -USR2 $$")
      #expect(outcome.ending == .signalled(SIGUSR2))
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `nothing of ours is open in a command but what it was given`(
    driver: DriverUnderTest
  ) async throws {
    try await withMachine(driver) { running in
      let outcome = try await running.run("cd /proc/self/fd; echo *")
      #expect(outcome.output == "0 1 2\n" || outcome.output == "0 1 2 3\n")
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `a build is nicer than the agent that watches over it`(
    driver: DriverUnderTest
  ) async throws {
    try await withMachine(driver) { running in
      #if os(Linux)
        let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
      #else
        let own = getpriority(PRIO_PROCESS, 0)
      #endif
      let outcome = try await running.run("nice")
      #expect(outcome.output == "\(own + 5)\n")
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `a hundred short commands at once all come to their own end`(
    driver: DriverUnderTest
  ) async throws {
    try await withMachine(driver) { running in
      let codes = try await withThrowingTaskGroup(of: (Int32, ProcessEnding).self) { group in
        for number in 0..<Int32(100) {
          group.addTask {
            let output = open("/dev/null", O_WRONLY | O_CLOEXEC)
            defer { close(output) }
            let process = try await running.start("exit \(number)", output: output)
            return (number, await process.ending())
          }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      #expect(codes.count == 100)
      #expect(codes.allSatisfy { $0.value == .exited($0.key) })
    }
  }
}
