import Foundation
import TerminalSurface
import TestSupport
import Testing

@testable import CursesTerminal

/// What reaches a terminal, byte for byte.
///
/// Serialised, as ncurses has one screen per process.
@MainActor
@Suite(.serialized)
struct ScreenBytesTests {
  private static let size = Size(columns: 40, rows: 8)

  private func withTerminal(
    _ environment: [String: String] = ["TERM": "xterm-256color"],
    _ body: (CursesTerminal, PseudoTerminal) throws -> Void
  ) throws {
    let device = try PseudoTerminal(columns: Self.size.columns, rows: Self.size.rows)
    var opened: CursesTerminal?
    _ = try device.sent {
      opened = try CursesTerminal(
        TerminalOptions(
          environment: environment, input: device.device, output: device.device))
    }
    restoreSignals()
    let terminal = try #require(opened)
    defer { _ = device.sent { terminal.close() } }
    try body(terminal, device)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `opening and closing switch the same modes on and off`() throws {
    let device = try PseudoTerminal(columns: 40, rows: 8)
    var opened: CursesTerminal?
    let on = try device.sent {
      opened = try CursesTerminal(
        TerminalOptions(
          environment: ["TERM": "xterm-256color"], input: device.device, output: device.device))
    }
    restoreSignals()
    let off = device.sent { opened?.close() }
    for mode in ["1049", "2004", "1004", "1002", "1006"] {
      #expect(text(on).contains("\u{1B}[?\(mode)h"), "mode \(mode)")
      #expect(text(off).contains("\u{1B}[?\(mode)l"), "mode \(mode)")
    }
    #expect(text(off).contains("\u{1B}[?25h") || text(off).contains("\u{1B}[?12l"))
  }

  @Test(arguments: ["vt100", "linux", "dumb"])
  func `a terminal that knows no private modes gets none`(type: String) throws {
    let device = try PseudoTerminal(columns: 40, rows: 8)
    let all = try device.sent {
      let terminal = try CursesTerminal(
        TerminalOptions(
          environment: ["TERM": type], input: device.device, output: device.device))
      terminal.draw(Frame(surface: Surface(Self.size), title: "title"))
      terminal.close()
    }
    restoreSignals()
    #expect(!text(all).contains("?2004") && !text(all).contains("title"))
  }

  @Test func `the same frame again sends nothing`() throws {
    try withTerminal { terminal, device in
      var surface = Surface(terminal.size, style: Style(background: .rgb(0x102030)))
      surface.write("日本 text", at: Point(column: 3, row: 3), style: .plain)
      let frame = Frame(surface: surface, cursor: Point(column: 1, row: 1))
      #expect(!device.sent { terminal.draw(frame) }.isEmpty)
      #expect(device.sent { terminal.draw(frame) }.isEmpty)
    }
  }

  @Test func `one changed character costs few bytes`() throws {
    try withTerminal { terminal, device in
      var surface = Surface(terminal.size)
      surface.write("9:59", at: Point(column: 30, row: 5), style: Style(attributes: .bold))
      _ = device.sent { terminal.draw(Frame(surface: surface)) }
      surface.write("9:58", at: Point(column: 30, row: 5), style: Style(attributes: .bold))
      let bytes = device.sent { terminal.draw(Frame(surface: surface)) }
      #expect(text(bytes).contains("8") && bytes.count < 40, "\(text(bytes).debugDescription)")
    }
  }

  @Test(arguments: HostileText.samples)
  func `a cell never speaks to the terminal, however it was filled`(sample: String) throws {
    try withTerminal { terminal, device in
      let calm = device.sent { terminal.draw(Frame(surface: Surface(terminal.size), title: "a")) }
      #expect(text(calm).contains("]2;a\u{7}"))
      var surface = Surface(terminal.size)
      surface[0, 0] = Cell(sample, .plain)
      surface[Self.size.columns - 1, 1] = Cell(sample, .plain)
      surface[4, 2] = Cell("", .plain)
      let bytes = device.sent { terminal.draw(Frame(surface: surface, title: "a")) }
      let sent = text(bytes)
      #expect(!sent.contains("\u{7}") && !sent.contains("\u{1B}]") && !sent.contains("\u{1B}P"))
      #expect(!sent.unicodeScalars.contains { (0x80..<0xA0).contains($0.value) })
      #expect(!sent.contains("\u{202E}") && !sent.contains("\u{200D}") && !sent.contains("evil"))
    }
  }

  @Test(arguments: HostileText.samples)
  func `a title ends where it should`(sample: String) throws {
    try withTerminal { terminal, device in
      _ = device.sent { terminal.draw(Frame(surface: Surface(terminal.size))) }
      let bytes = device.sent {
        terminal.draw(Frame(surface: Surface(terminal.size), title: sample))
      }
      let sent = text(bytes)
      #expect(sent.hasPrefix("\u{1B}]2;") && sent.hasSuffix("\u{7}"))
      #expect(HostileText.isHarmless(String(sent.dropFirst(4).dropLast())))
    }
  }

  @Test func `more colours than ncurses has pairs for are shown all the same`() throws {
    try withTerminal(["TERM": "xterm"]) { terminal, device in
      #expect(terminal.depth == .ansi8)
      for round in 0..<20 {
        var surface = Surface(terminal.size)
        for column in 0..<Self.size.columns {
          let style = Style(
            foreground: .ansi(UInt8(column % 8)),
            background: .ansi(UInt8((column / 8 + round) % 8)))
          surface.write("x", at: Point(column: column, row: round % 8), style: style)
        }
        let bytes = device.sent { terminal.draw(Frame(surface: surface)) }
        #expect(text(bytes).contains("\u{1B}[4"))
      }
    }
  }

  @Test func `a frame of another size than the screen is cut or surrounded by nothing`() throws {
    try withTerminal { terminal, device in
      let large = Surface(Size(columns: 100, rows: 50), style: Style(attributes: .reverse))
      _ = device.sent { terminal.draw(Frame(surface: large, cursor: Point(column: 99, row: 49))) }
      let bytes = device.sent { terminal.draw(Frame(surface: Surface(Size(columns: 0, rows: 0)))) }
      #expect(!bytes.isEmpty)
    }
  }
}
