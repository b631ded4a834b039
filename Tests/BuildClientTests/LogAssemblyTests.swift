import BuildAPI
import TestSupport
import Testing

@testable import BuildClient

@Suite struct LogAssemblyTests {
  private func chunk(_ position: Int) -> LogBody.Chunk {
    LogBody.Chunk(chunk: "<\(position)>", position: position)
  }

  private func text(_ positions: ClosedRange<Int>) -> String {
    positions.map { "<\($0)>" }.joined()
  }

  @Test func `chunks are shown in order, each once`() {
    var assembly = LogAssembly()
    assembly.take([chunk(3), chunk(2)])
    #expect(assembly.pieces.isEmpty)
    assembly.take([chunk(1), chunk(2)])
    #expect(assembly.pieces.joined() == text(1...3))
    assembly.take([chunk(1), chunk(3)])
    #expect(assembly.pieces.joined() == text(1...3))
  }

  @Test func `a gap is waited for three times, then leapt over`() {
    var assembly = LogAssembly()
    assembly.take([chunk(1), chunk(3)])
    assembly.take([])
    #expect(assembly.pieces.joined() == "<1>")
    for _ in 0..<2 { assembly.take([]) }
    #expect(assembly.pieces.joined() == "<1><3>")
    assembly.take([chunk(4)])
    #expect(assembly.pieces.joined() == "<1><3><4>")
  }

  @Test func `a log may begin with any number`() {
    var assembly = LogAssembly()
    for _ in 0..<4 { assembly.take([chunk(5), chunk(6)]) }
    #expect(assembly.pieces.joined() == "<5><6>")
  }

  @Test func `a whole log adds only what was not shown`() {
    var assembly = LogAssembly()
    assembly.take([chunk(1), chunk(2)])
    assembly.complete(text(1...9))
    #expect(assembly.pieces.joined() == text(1...9))
    #expect(assembly.pieces.first == "<1>")
  }

  private func box(_ number: Int, _ title: String) -> String {
    let line = "+" + String(repeating: "-", count: 78) + "+\n"
    return line + "| (\(number)) \(title) |\n" + line
  }

  @Test func `each step has pieces of its own`() {
    var assembly = LogAssembly()
    let text = "host\n" + box(0, "Clone") + "a\n" + box(1, "Test") + "b\n"
    assembly.take([LogBody.Chunk(chunk: text, position: 1)])
    assembly.take([LogBody.Chunk(chunk: "c\n| (9) no step |\n" + box(2, "Deploy"), position: 2)])
    #expect(assembly.stepStarts == [2, 3, 5])
    #expect(assembly.pieces[2] == box(1, "Test") + "b\n")
    #expect(assembly.pieces[4] == box(2, "Deploy"))
    #expect(assembly.pieces.joined() == text + "c\n| (9) no step |\n" + box(2, "Deploy"))
  }

  @Test func `a whole log in great pieces loses no byte`() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<20 {
      let lines = (0..<Int.random(in: 0...3000, using: &random)).map { number in
        String(repeating: "é", count: Int.random(in: 0...60, using: &random)) + "\(number)\n"
      }
      var assembly = LogAssembly()
      assembly.complete(lines.joined())
      #expect(assembly.pieces.joined() == lines.joined())
      let isSo = assembly.pieces.allSatisfy { $0.hasSuffix("\n") }
      #expect(isSo)
    }
  }

  /// However chunks come: nothing is doubled, and what comes in time is in its place.
  @Test func `any order with replays gives the log`() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<500 {
      let count = Int.random(in: 1...40, using: &random)
      var left = (1...count).map(chunk).shuffled(using: &random)
      var assembly = LogAssembly()
      while !left.isEmpty {
        let part = left.prefix(Int.random(in: 1...40, using: &random))
        left.removeFirst(part.count)
        let replays = (1...count).map(chunk).filter { _ in
          Int.random(in: 0...9, using: &random) == 0
        }
        // What is repeated may stand in for what was late, and must not be doubled.
        assembly.take(Array(part) + (left.isEmpty ? replays : []))
        if !left.isEmpty { assembly.take([]) }
      }
      assembly.finish()
      let shown = assembly.pieces.joined()
      #expect(shown.components(separatedBy: "<1>").count <= 2)
      assembly.complete(text(1...count))
      #expect(assembly.pieces.joined().hasSuffix(text(1...count)))
    }
  }
}
