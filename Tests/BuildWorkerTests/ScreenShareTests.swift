import BuildModel
import Foundation
import TestSupport
import Testing

extension WorkerProcessTests {
  @Suite(.enabled(if: DesktopPrograms.areThere)) struct ScreenShareTests {
    private func desktop(_ order: inout BuildOrder) {
      order.definition = Stack(
        name: StackName(rawValue: "linux-desktop"), title: "Desktop", system: .linux,
        hasScreenShare: true, network: .nothing)
    }

    @Test func `a step draws, a viewer sees it, and the door shuts at the deadline`()
      async throws
    {
      let worker = try await RunningWorker(
        steps: ["xsetroot -solid '#336699'; exit 7"], isRemote: true, grace: 3, desktop)
      let credentials = try await worker.waitForDoor()
      let screen = try #require(worker.screen)
      await worker.wait { $0.summary == "window closing" }
      let cutAt = try await onOwnThread {
        let visitor = try ScreenVisitor(screen.address)
        #expect(try visitor.logIn(screen.password ?? "") == nil)
        #expect(try visitor.enter().title == "Sample #12")
        #expect(try visitor.pixel(100, 100) == "336699")
        #expect(visitor.isCutOff())
        return Date()
      }
      try await worker.waitForEnd()
      let finished = try #require(worker.reports.first { $0.news.isFinished })
      #expect(abs(cutAt.timeIntervalSince(finished.at + 3)) < 0.5)
      try await onOwnThread {
        #expect(throws: ScreenVisitor.Trouble.self) { try ScreenVisitor(screen.address) }
      }
      let visitors = worker.news.compactMap { news -> Visitor? in
        if case .visitorEntered(let visitor) = news { visitor } else { nil }
      }
      #expect(visitors.map(\.isAtScreen) == [true])
      #expect(worker.news.contains(.connectionsChanged(1)))
      #expect(try worker.log.contains("\ndisplay: :1, 1280x800, by Xtigervnc\n"))
      for secret in [screen.password, credentials.password] {
        #expect(try !worker.log.contains(try #require(secret)))
      }
    }

    @Test func `a stack with a screen fails with a sentence where there can be none`()
      async throws
    {
      let worker = try await RunningWorker(driver: "plain", steps: ["true"]) { order in
        desktop(&order)
        order.definition?.network = nil
      }
      try await worker.waitForEnd()
      let sentence =
        "Only isolated machines have a screen; everybody on this computer would see it."
      #expect(worker.news.contains(.finished(.failed, failureReason: sentence, abortReason: nil)))
    }
  }
}

private enum DesktopPrograms {
  static let areThere = ["Xtigervnc", "xsetroot"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
  }
}
