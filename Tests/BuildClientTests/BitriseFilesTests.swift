import BitriseSimulator
import BuildModel
import Foundation
import Synchronization
import Testing

@testable import BuildClient

/// What a build of Bitrise's ran with, and what it left.
struct BitriseFilesTests {
  @Test func `a build's files are listed, and fetched without our token`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      let files = try await it.client.artifacts(app.slug, build.slug)
      #expect(files.map(\.title) == ["report.txt"])
      let file = try #require(files.first)
      let got = Mutex(Data())
      try await it.client.download(file, of: app.slug, build.slug) { piece in
        got.withLock { $0 += piece }
      }
      #expect(String(decoding: got.withLock { $0 }, as: UTF8.self) == "all is well\n")
      let fetched = it.simulator.heard.filter { $0.path.hasPrefix("/files/") }
      #expect(fetched.map(\.authorization) == [nil])
    }
  }

  @Test(arguments: ["http://example.com/report", "file:///etc/passwd", "no address"])
  func `a file's address that is not https is not gone to`(address: String) async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      let file = try #require(try await it.client.artifacts(app.slug, build.slug).first)
      it.simulator.misbehave(
        "/artifacts/",
        [
          .status(
            200,
            body: """
              {"data":{"title":"report.txt","slug":"\(file.slug)","file_size_bytes":1,\
              "expiring_download_url":"\(address)"}}
              """)
        ])
      let error = await it.failure {
        try await it.client.download(file, of: app.slug, build.slug) { _ in }
      }
      #expect(error?.code == .notUnderstood)
    }
  }

  @Test func `what a build ran with is read, and so is what the next one will`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      #expect(try await it.client.configuration(of: app.slug, build.slug).contains("workflows:"))
      #expect(try await it.client.configuration(of: app.slug).contains("workflows:"))
      let none = BuildSlug(rawValue: "0000")
      let error = await it.failure { _ = try await it.client.configuration(of: app.slug, none) }
      #expect(error?.code == .notFound)
      let files = await it.failure { _ = try await it.client.artifacts(app.slug, none) }
      #expect(files?.code == .notFound)
    }
  }

  @Test func `an administrator's configuration is changed where it is kept`() async throws {
    try await Simulated.run { it async throws in
      let apps = try await it.client.apps()
      var kept: [Bool?] = []
      for app in apps { kept.append(try await it.client.keepsConfiguration(of: app.slug)) }
      #expect(kept == [true, false, nil])
      let text = "# kept as it is\nworkflows: {primary: {}}\n"
      try await it.client.keepConfiguration(text, of: apps[0].slug)
      #expect(try await it.client.configuration(of: apps[0].slug) == text)
      let error = await it.failure { try await it.client.keepConfiguration(text, of: apps[1].slug) }
      #expect(error?.code == .notFound)
    }
  }

  @Test func `who may not see the next configuration sees what the build ran with`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      try await it.client.keepConfiguration("workflows: {}\n", of: app.slug)
      let next = try await it.client.configuration(of: app.slug, else: build.slug)
      #expect(next.isNext && next.text == "workflows: {}\n")
      it.simulator.setTester(true)
      let ran = try await it.client.configuration(of: app.slug, else: build.slug)
      #expect(!ran.isNext && ran.text.contains("Unit tests"))
    }
  }
}
