import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

extension WorkerProcessTests {
  @Suite(.enabled(if: SSHClient.isInstalled)) struct VisitorReportTests {
    @Test func `visitors are reported as they come and go, though no service listens`()
      async throws
    {
      let worker = try await RunningWorker(steps: ["exit 7"], isRemote: true, grace: 600)
      let client = SSHClient(
        credentials: try await worker.waitForDoor(), folder: worker.repository.folder)
      #expect(try await client.start("true").finish().status == 0)
      let left = await worker.wait { $0.summary == "visitor left" }
      #expect(left != nil)
      let entered = worker.news.compactMap { news -> Visitor? in
        if case .visitorEntered(let visitor) = news { visitor } else { nil }
      }
      #expect(entered.map(\.address) == ["127.0.0.1"])
      #expect(left?.news == .visitorLeft(try #require(entered.first)))
      try worker.send(.closeWindow(.closedByUser))
      try await worker.waitForEnd()
      // What is told stands in the spool as well, for a service that was away.
      let spooled = try ReportReader(worker.spool).reports(after: 0)
      #expect(spooled == worker.reports)
    }

    @Test func `a flood of wrong passwords makes two reports and loses no try`() async throws {
      let worker = try await RunningWorker(steps: ["true"], isRemote: true, grace: 600)
      var credentials = try await worker.waitForDoor()
      credentials.password = "wrong"
      let client = SSHClient(credentials: credentials, folder: worker.repository.folder)
      // Each `ssh` asks three times.
      let visits = 3
      for _ in 0..<visits { #expect(try await client.start("true").finish().status == 255) }
      try worker.send(.closeWindow(.closedByUser))
      try await worker.waitForEnd()
      let refused = worker.news.compactMap { news -> Int? in
        if case .visitorRefused(_, let tries) = news { tries } else { nil }
      }
      #expect(refused.first == 1)
      #expect(refused.count == 2)
      #expect(refused.reduce(0, +) == 3 * visits)
      #expect(worker.news.last == .ended)
    }
  }
}
