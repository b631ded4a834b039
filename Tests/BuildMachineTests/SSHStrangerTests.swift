import BuildMachine
import BuildModel
import Foundation
import Testing

/// Clients that do not behave.
@Suite(
  .enabled(if: SSHVisitor.toolsAreThere(), "OpenSSH's client is installed"),
  .enabled("bubblewrap works here", bubblewrapWorks))
struct SSHStrangerTests {
  @Test func `a client that says nothing is thrown out`() async throws {
    var rules = DoorRules()
    rules.loginLimit = .milliseconds(300)
    try await withVisitor(rules: rules) { visitor, _, _ in
      let stranger = try connect(to: visitor.credentials.port)
      let said = await readToEnd(FileHandle(fileDescriptor: stranger, closeOnDealloc: true))
      #expect(said.hasPrefix("SSH-2.0-OpenSSH"))
    }
  }

  @Test func `a client that talks nonsense is thrown out, and others are served`() async throws {
    try await withVisitor { visitor, _, _ in
      let stranger = try connect(to: visitor.credentials.port)
      let nonsense = Array("SSH-2.0-nonsense\r\n".utf8) + [UInt8](repeating: 0xee, count: 4000)
      write(stranger, nonsense, nonsense.count)
      _ = await readToEnd(FileHandle(fileDescriptor: stranger, closeOnDealloc: true))
      let outcome = try await visitor.ssh("echo served")
      #expect(outcome.text == "served\n")
    }
  }

  @Test func `strangers beyond the limit are turned away`() async throws {
    var rules = DoorRules()
    rules.strangers = 2
    try await withVisitor(rules: rules) { visitor, _, _ in
      let silent = try (0..<2).map { _ in try connect(to: visitor.credentials.port) }
      defer { for stranger in silent { close(stranger) } }
      // Both have been taken in when they hear the banner.
      for stranger in silent {
        let count = try await onThread {
          var byte: UInt8 = 0
          return read(stranger, &byte, 1)
        }
        #expect(count == 1)
      }
      let third = try connect(to: visitor.credentials.port)
      let said = await readToEnd(FileHandle(fileDescriptor: third, closeOnDealloc: true))
      #expect(said == "")
    }
  }

  @Test func `after six wrong passwords the line is cut`() async throws {
    var rules = DoorRules()
    rules.wrongPasswordDelay = .milliseconds(10)
    try await withVisitor(rules: rules) { visitor, _, _ in
      let outcome = try await visitor.run(
        "ssh", [visitor.destination, "echo in"], password: "wrong", tries: 20)
      #expect(outcome.status == 255)
      #expect(outcome.text == "")
      #expect(!outcome.errors.contains("Permission denied (password)"), "\(outcome.errors)")
    }
  }

  @Test func `fifty visitors at once are all served`() async throws {
    try await withVisitor { visitor, _, _ in
      let texts = try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<50 {
          group.addTask { try await visitor.ssh("echo \(number)").text }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(texts == Set((0..<50).map { "\($0)\n" }))
    }
  }

  private func connect(to port: Int) throws -> Int32 {
    #if os(Linux)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0)
    return descriptor
  }
}
