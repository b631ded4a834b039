import Foundation
import TerminalSurface
import TestSupport
import Testing
import Theming

@Suite struct GoldenTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "airlock-golden-\(UUID().uuidString)")

  private var file: URL { folder.appending(path: "a.txt") }

  @Test func `a missing picture is a problem and is not made`() throws {
    let problem = try #require(goldenProblem("now\n", file: file, record: false))
    #expect(problem.contains("RECORD_GOLDEN=1"))
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

  @Test func `a recorded picture is compared and the difference is told`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(goldenProblem("one\ntwo\n", file: file, record: true) == nil)
    #expect(goldenProblem("one\ntwo\n", file: file, record: false) == nil)
    let problem = try #require(goldenProblem("one\n2\n", file: file, record: false))
    #expect(problem.contains("2 -|two\n2 +|2"))
  }

  @Test func `a changed style is a difference`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var surface = Surface(Size(columns: 4, rows: 1))
    #expect(goldenProblem(goldenPicture(surface), file: file, record: true) == nil)
    surface.restyle(Rect(surface.size), style: Style(attributes: .italic))
    let problem = try #require(
      goldenProblem(goldenPicture(surface), file: file, record: false))
    #expect(problem.contains("+|a default on default italic"))
  }

  @Test func `with a theme the legend names roles`() {
    var surface = Surface(Size(columns: 12, rows: 2), style: Theme.dark[.text])
    surface.write("failed", at: Point(column: 0, row: 0), style: Theme.dark[.clockClosing])
    surface.write(
      "chosen", at: Point(column: 0, row: 1), style: Theme.dark.style(.failed, on: .selection))
    expectGolden(surface, "roles", theme: .dark)
  }
}
