import Foundation
import TestSupport
import Testing

/// The seven steps of the first door, in a real terminal (README, "The first minute").
@Suite struct DashboardTests {
  @Test(arguments: [(80, 24), (120, 40)])
  func `from an empty home to a shell inside a failed build, and back`(columns: Int, rows: Int)
    throws
  {
    let home = try AirlockHome(grace: "8s")
    defer { home.end() }
    let screen = try Screen(home, columns: columns, rows: rows)
    defer { screen.end() }

    try screen.wait(for: "report", "test")
    try screen.wait("one build passed and one failed") {
      $0.contains("✓") && $0.contains("✗")
    }
    try screen.type("g")
    if !screen.text.contains("Check February") { try screen.type("j") }
    try screen.wait(for: "Check February", "got 380", "✗ failed")

    try screen.type("R")
    try screen.wait(for: "remote access", "Enter")
    try screen.type("Enter")
    try screen.wait(for: "127.0.0.1", "vagrant", "SHA256:")
    #expect(screen.text.contains("open while the build runs"))

    try screen.type("s")
    try screen.wait(for: "$")
    try screen.type("id -un; pwd", "Enter")
    try screen.wait(for: "vagrant", "/bitrise/src")
    try screen.type("exit", "Enter")
    try screen.wait(for: "SHA256:")

    try screen.type("v")
    try screen.wait(for: "no desktop to share")
    try screen.type("Escape")

    // With the blank before it, which no time of day in a log has.
    try screen.wait(for: " 0:0")
    try screen.wait("the clock to be gone") { !$0.contains(" 0:0") }
    try screen.type("a")
    try screen.wait(for: "closed", "Time ran out, 8 seconds after the build.")
    try screen.type("q")
    try screen.wait(for: "status 0")
    #expect(
      try String(contentsOf: home.folder.url.appending(path: "before"), encoding: .utf8)
        == String(contentsOf: home.folder.url.appending(path: "after"), encoding: .utf8))
  }

  #if os(Linux)
    @Test func `once it shows builds no thread is left that wakes for itself`() throws {
      let home = try AirlockHome(grace: "5s")
      defer { home.end() }
      let screen = try Screen(home)
      defer { screen.end() }
      try screen.wait(for: "report")
      try screen.wait("a log") { $0.contains("Check February") || $0.contains("passed") }
      let threads = try Self.threads(of: screen)
      #expect(threads.contains { $0.hasPrefix("NIO") }, "\(threads)")
      // The pool that Swift's tasks usually have looks at itself each second, for ever.
      #expect(!threads.contains { $0.contains("qos") }, "\(threads)")
    }

    /// What the dashboard's threads are called.
    private static func threads(of screen: Screen) throws -> [String] {
      let shell = try screen.tmux.run("display-message", "-p", "#{pane_pid}")
        .trimmingCharacters(in: .whitespacesAndNewlines)
      let files = FileManager.default
      let children = try String(
        contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
      let dashboard = try #require(children.split(separator: " ").first)
      return try files.contentsOfDirectory(atPath: "/proc/\(dashboard)/task").compactMap {
        try? String(contentsOfFile: "/proc/\(dashboard)/task/\($0)/comm", encoding: .utf8)
      }
    }
  #endif

  @Test(arguments: ["TERM", "HUP", "INT", "QUIT"])
  func `a signal gives the terminal back`(signal: String) throws {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    let screen = try Screen(home)
    defer { screen.end() }
    try screen.wait(for: "report")
    let pid = try screen.tmux.run("display-message", "-p", "#{pane_pid}")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["pkill", "-\(signal)", "-P", pid]
    try process.run()
    process.waitUntilExit()
    try screen.wait(for: "status 1")
    #expect(
      try String(contentsOf: home.folder.url.appending(path: "before"), encoding: .utf8)
        == String(contentsOf: home.folder.url.appending(path: "after"), encoding: .utf8))
  }

  @Test func `a service that is killed under the dashboard is started again by it`() throws {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    let screen = try Screen(home)
    defer { screen.end() }
    try screen.wait(for: "✗ #2 sample")
    let service = try #require(home.servicePID)
    kill(service, SIGKILL)
    try screen.wait("the service to be back", seconds: 10) {
      home.servicePID != service && !$0.contains("out of reach")
    }
    try screen.type("r")
    try screen.wait(for: "Rebuild #2")
    try screen.type("Enter")
    try screen.wait(for: "✗ #3 sample")
  }

  @Test func `a record that a killed service left does not hold the next dashboard`() throws {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    try home.run()
    let service = try #require(home.servicePID)
    kill(service, SIGKILL)
    let screen = try Screen(home)
    defer { screen.end() }
    try screen.wait(for: "#2 sample", seconds: 10)
    #expect(home.servicePID != service)
  }

  @Test func `the window is resized down to nothing and back`() throws {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    let screen = try Screen(home)
    defer { screen.end() }
    try screen.wait(for: "report")
    for (columns, rows) in [(40, 12), (20, 5), (2, 2), (200, 60), (80, 24)] {
      try screen.tmux.run("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }
    try screen.wait(for: "report", "sample")
  }

  @Test func `in lines it tells of the builds and takes commands`() throws {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    try home.run()
    let told = try home.run("--plain", input: "builds\nno-such-command\nquit\nbuilds\n")
    #expect(told.status == 0)
    #expect(told.output.hasPrefix("airlock, line by line."))
    #expect(told.output.contains("report"))
    #expect(told.output.contains("no-such-command ended with status 64."))
    #expect(!told.output.contains("\u{1B}"))
  }
}
