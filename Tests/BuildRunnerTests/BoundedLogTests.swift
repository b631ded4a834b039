import Foundation
import Testing

@testable import BuildRunner

@Suite struct BoundedLogTests {
  @Test(arguments: [(["12345", "6789"], "12345678"), (["12345678", "9"], "12345678")])
  func `what goes beyond the limit is said once and dropped`(pieces: [String], kept: String) {
    let log = MemoryLog()
    let bounded = BoundedLog(log, limit: 8)
    for piece in pieces + ["more", "and more"] { bounded.write(piece) }
    #expect(log.text.hasPrefix(kept + "\n\u{1b}[31;1mThe log has reached its limit of 8 bytes;"))
    #expect(!log.text.contains("more"))
    #expect(log.text.components(separatedBy: "limit").count == 2)
  }

  @Test func `what fits exactly is all there is to say`() {
    let log = MemoryLog()
    #expect(BoundedLog(log, limit: 8).write("12345678") == 1)
    #expect(log.text == "12345678")
  }
}
