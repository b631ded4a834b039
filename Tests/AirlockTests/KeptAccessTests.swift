import BuildModel
import Foundation
import TestSupport
import Testing

@testable import airlock

@Suite struct KeptAccessTests {
  private static let secret = "0123456789abcdef0123"
  private let folder: TemporaryFolder
  private let build = BuildSlug(rawValue: "../../b1")
  private let app = AppSlug(rawValue: "a1")
  private var directories: Directories { Directories(environment: ["HOME": folder.url.path]) }

  init() throws { folder = try TemporaryFolder() }

  private func kept(_ connection: String = "bitrise") -> KeptAccess {
    KeptAccess(directories: directories, environment: [:], of: connection)
  }

  private func paste() throws -> AccessPaste {
    try AccessPaste.read(
      "ssh vagrant@1.tcp.ngrok.io -p 1\n\(Self.secret)\nvnc://vagrant:other@2.tcp.ngrok.io:2")
  }

  private func files() throws -> [URL] {
    let all = FileManager.default.enumerator(
      at: folder.url, includingPropertiesForKeys: [.isRegularFileKey])
    return try (all?.allObjects as? [URL] ?? []).filter {
      try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
    }
  }

  @Test func `what is kept is found again until its deadline`() async throws {
    try await kept().keep(try paste(), of: build, in: app, until: Date().addingTimeInterval(60))
    let pasted = try paste()
    #expect(await kept().access(to: build) == pasted)
    #expect(await kept().builds() == [build: app])
    #expect(await kept("other").access(to: build) == nil)
    #expect(await kept().access(to: BuildSlug(rawValue: "b2")) == nil)
    kept().forget(build)
    #expect(await kept().access(to: build) == nil)
  }

  @Test func `after its deadline it is gone, and its file with it`() async throws {
    try await kept().keep(try paste(), of: build, in: app, until: Date().addingTimeInterval(-1))
    #expect(await kept().access(to: build) == nil)
    #expect(try files().map(\.lastPathComponent) == ["access.key"])
  }

  @Test func `no file shows it, and none is anybody else's to read`() async throws {
    try await kept().keep(try paste(), of: build, in: app, until: nil)
    let files = try files()
    #expect(files.count == 2)
    for file in files {
      let data = try Data(contentsOf: file)
      for secret in [Self.secret, "other", "ngrok", "vagrant"] {
        #expect(data.range(of: Data(secret.utf8)) == nil)
      }
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      #expect(file.path.hasPrefix(directories.state.path))
    }
  }

  @Test func `a file that was changed or copied to another build opens nothing`() async throws {
    try await kept().keep(try paste(), of: build, in: app, until: nil)
    let file = try #require(try files().first { $0.lastPathComponent != "access.key" })
    var data = try Data(contentsOf: file)
    data[data.count - 1] ^= 1
    try data.write(to: file)
    #expect(await kept().access(to: build) == nil)
  }
}
