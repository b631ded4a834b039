import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LinkEndTests {
  @Test(arguments: 1...50)
  func `a link hears its worker's last words and then that it is gone`(round: Int) async throws {
    let folder = try TemporaryFolder()
    let spool = SpoolFolder(folder.url)
    let words = (1...40).map { number in
      WorkerReport(sequence: number, at: Date(timeIntervalSince1970: 0), news: .started)
    }
    let listener = try WorkerListener(spool) { order in
      if case .follow = order { words.map(WorkerMessage.report) } else { [] }
    }
    let link = try WorkerLink(spool)
    var heard: [Int] = []
    try link.send(.follow(after: 0))
    for await message in link.messages {
      if case .report(let report) = message { heard.append(report.sequence) }
      // The end comes right behind the last words.
      if heard.count == 1 { listener.end() }
    }
    link.end()
    #expect(heard == Array(1...40))
  }
}
