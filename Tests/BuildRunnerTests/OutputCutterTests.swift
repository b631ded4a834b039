import Testing

@testable import BuildRunner

@Suite struct OutputCutterTests {
  private func text(_ bytes: [UInt8]?) -> String? {
    bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `whole lines go first and the begun one waits`() {
    var cutter = OutputCutter()
    cutter.append("one\ntwo\nthr".utf8)
    #expect(text(cutter.readyChunk()) == "one\ntwo\n")
    #expect(text(cutter.readyChunk()) == "thr")
    #expect(cutter.isEmpty && cutter.readyChunk() == nil)
  }

  @Test func `a character is never cut in two`() {
    var cutter = OutputCutter()
    let bytes = Array("a€".utf8)
    cutter.append(bytes.dropLast())
    #expect(text(cutter.readyChunk()) == "a")
    #expect(cutter.readyChunk() == nil)
    cutter.append(bytes.suffix(1))
    #expect(text(cutter.readyChunk()) == "€")
  }

  @Test func `a broken character comes at the end all the same`() {
    var cutter = OutputCutter()
    cutter.append([0xE2, 0x82])
    #expect(cutter.rest() == [0xE2, 0x82])
  }

  @Test func `much output is cut at line ends below the full size`() {
    var cutter = OutputCutter()
    let line = String(repeating: "x", count: 999) + "\n"
    cutter.append(String(repeating: line, count: 40).utf8)
    let chunks = cutter.fullChunks()
    #expect(chunks.map(\.count) == [16000, 16000])
    #expect(chunks.allSatisfy { $0.last == UInt8(ascii: "\n") })
  }

  @Test func `a line without end is cut at the full size between characters`() {
    var cutter = OutputCutter()
    cutter.append(String(repeating: "€", count: 6000).utf8)
    #expect(cutter.fullChunks().map(\.count) == [16383])
  }
}
