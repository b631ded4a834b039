import BuildModel
import TextSearch
import Testing

@testable import Dashboard

struct LogScannerTests {
  private func chunks(_ texts: [String], from first: Int = 1) -> [LogChunk] {
    texts.enumerated().map {
      LogChunk(position: first + $0, text: $1, writtenAt: Scenes.start)
    }
  }

  private func found(
    _ pattern: String, _ texts: [String], leadIn: String? = nil
  ) throws -> [String] {
    let first = leadIn == nil ? 1 : 8
    var scanner = LogScanner(LogQuery(try Pattern(pattern)), from: first)
    let all = (leadIn.map { chunks([$0], from: 7) } ?? []) + chunks(texts, from: first)
    // One by one, as cut anywhere.
    var places = all.flatMap { scanner.scan([$0]) }
    if let open = scanner.openLine(), open.isMatch { places.append(open.place) }
    return places.map { "\($0.chunk).\($0.line)" }
  }

  @Test func `lines are found wherever chunks are cut`() throws {
    #expect(try found("ab", ["ab\nx\na", "b\nab", "\nab"]) == ["1.0", "1.2", "2.0", "3.0"])
    #expect(try found("^x$", ["a\nx", "y\n", "x\n"]) == ["3.0"])
  }

  @Test func `from the middle of a log the rest of a line is no line`() throws {
    #expect(try found("ab", ["ab\nab\n"], leadIn: "half ") == ["8.0"])
    #expect(try found("ab", ["ab\nab\n"], leadIn: "end\n") == ["8.0", "8.1"])
  }

  @Test func `a long run of chunks keeps nothing that has been seen`() throws {
    var scanner = LogScanner(LogQuery(try Pattern("9$")), from: 1)
    var count = 0
    for position in 1...300 {
      count +=
        scanner.scan(
          chunks([(0..<100).map { "line \($0)\n" }.joined()], from: position)
        ).count
    }
    #expect(count == 3000)
  }

  @Test func `what is looked for is what is seen, not what was sent`() throws {
    #expect(try found("^ok done$", ["\u{1B}[32mok\u{1B}[0m done\r\n"]) == ["1.0"])
    #expect(try found("100%", ["10%\r100%\n"]) == ["1.0"])
    #expect(try found("\\b10%", ["10%\r100%\n"]) == [])
    #expect(try found("31m", ["\u{1B}[31mred\n"]) == [])
  }

  @Test(arguments: [
    "src/main.c:3:1: error: expected ';'", "AssertionError: got 19", "FAIL a price is rounded up",
    "1 of 4 tests failed", "fatal: not a git repository", "thread 'main' panicked at src/main.rs:2",
    "bash: foo: command not found", "Traceback (most recent call last):", "\u{2717} rounds up",
    "not ok 3 - rounds", "found 2 errors", "ls: cannot access 'x': No such file or directory",
    "java.lang.NullPointerException", "\u{1B}[31mERROR\u{1B}[0m in ./a.js",
  ])
  func `a line that tells of an error is known`(_ line: String) {
    #expect(isError(line))
  }

  @Test(arguments: [
    "0 errors", "Build succeeded with no errors", "errors: 0", "12 passed, 0 failed", "failures=0",
    "cc -Werror -c main.c", "the terror of the seas", "running 4 tests", "unfailing",
  ])
  func `a line that tells of none is left alone`(_ line: String) {
    #expect(!isError(line))
  }

  private func isError(_ line: String) -> Bool {
    var scanner = LogScanner(.errors, from: 1)
    return !scanner.scan(chunks([line + "\n"])).isEmpty
  }
}
