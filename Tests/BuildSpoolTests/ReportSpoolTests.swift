import BuildModel
import BuildSpool
import Foundation
import Testing

@Suite struct ReportSpoolTests {
  private let spool: TestSpool

  init() throws { spool = try TestSpool() }

  @Test func `every kind of report comes back as it was written`() throws {
    var window = AccessWindow(grace: 15)
    window.apply(.doorOpened(at: TestSpool.date(3)))
    window.apply(.buildFinished(at: TestSpool.date(4.125)))
    let news: [WorkerNews] = [
      .started, .prepared(isolation: .isolated, commitHash: "c0", commitMessage: "Fix\nit"),
      .planned([Step(index: 0, stepID: "script", title: "Test")]),
      .stepChanged(Step(index: 0, stepID: "script", title: "Test", status: .failed, exitCode: 7)),
      .windowChanged(window), .connectionsChanged(2), .machineKept(until: TestSpool.date(9)),
      .finished(.failed, failureReason: "no", abortReason: nil), .ended,
    ]
    let writer = try ReportWriter(spool.folder)
    for one in news { _ = try writer.append(one, at: TestSpool.date(5.5)) }
    let reports = try ReportReader(spool.folder).reports(after: 0)
    #expect(reports.map(\.news) == news)
    #expect(reports.map(\.sequence) == Array(1...9))
    #expect(reports.allSatisfy { $0.at == TestSpool.date(5.5) })
  }

  @Test func `only what is new is read`() throws {
    let writer = try ReportWriter(spool.folder)
    for count in 1...5 { _ = try writer.append(.connectionsChanged(count), at: Date()) }
    #expect(
      try ReportReader(spool.folder).reports(after: 3).map(\.news) == [
        .connectionsChanged(4), .connectionsChanged(5),
      ])
  }

  @Test func `a last line that a crash cut off is left out`() throws {
    let writer = try ReportWriter(spool.folder)
    _ = try writer.append(.started, at: Date())
    _ = try writer.append(.ended, at: Date())
    let data = try Data(contentsOf: spool.folder.reports)
    try data.dropLast(9).write(to: spool.folder.reports)
    #expect(try ReportReader(spool.folder).reports(after: 0).map(\.news) == [.started])
  }

  @Test func `reports of a later worker are passed over where nobody knows them`() throws {
    let lines = [
      #"{"sequence":1,"at":5,"news":{"started":{}},"signature":"new"}"#,
      #"{"sequence":2,"at":5,"news":{"machineMoved":{"to":"moon"}}}"#,
      #"{"sequence":3,"at":5,"news":{"connectionsChanged":{"_0":2,"fromMoon":1}}}"#,
      #"{"sequence":4,"at":5,"news":{"ended":{"politely":true}}}"#,
    ]
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: spool.folder.reports)
    let reports = try ReportReader(spool.folder).reports(after: 0)
    #expect(reports.map(\.sequence) == [1, 3, 4])
    #expect(reports.map(\.news) == [.started, .connectionsChanged(2), .ended])
  }

  @Test func `no reports are no error`() throws {
    #expect(try ReportReader(spool.folder).reports(after: 0).isEmpty)
  }
}
