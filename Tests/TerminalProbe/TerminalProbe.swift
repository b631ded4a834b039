import CursesTerminal
import Foundation
import TerminalSurface

/// A small program that shows what it hears, for the tests that need a process with a terminal.
@main
struct TerminalProbe {
  static func main() {
    MainActor.assumeIsolated {
      do {
        exit(try Probe().run())
      } catch {
        FileHandle.standardError.write(Data("probe: \(error)\n".utf8))
        exit(2)
      }
    }
  }
}

@MainActor
private final class Probe {
  private let loop: EventLoop
  private let terminal: CursesTerminal
  private let mailbox = Mailbox<String>()
  private var heard: [String] = []

  init() throws {
    let environment = ProcessInfo.processInfo.environment
    loop = try EventLoop()
    terminal = try CursesTerminal(
      TerminalOptions(
        environment: environment, cacheFolder: environment["PROBE_CACHE"],
        errorFile: environment["PROBE_ERRORS"]))
  }

  func run() -> Int32 {
    note(terminal.notice ?? "no notice")
    draw()
    if ProcessInfo.processInfo.environment["PROBE_ERRORS"] != nil {
      FileHandle.standardError.write(Data("for the error file\n".utf8))
    }
    Thread.detachNewThread { [mailbox] in mailbox.post("posted") }
    while true {
      let event = loop.next()
      for signal in event.signals {
        switch signal {
        case .terminate(let number): return end(128 + number)
        case .suspend: suspend()
        case .proceed:
          terminal.enter()
          note("proceeding")
        case .resize: note("resized to \(text(terminal.resize()))")
        }
      }
      if event.isTerminalGone { return end(129) }
      for message in mailbox.take() { note(message) }
      for input in event.inputs {
        if let status = act(on: input) { return end(status) }
      }
      draw()
    }
  }

  /// Answers the exit status if it ends the program.
  private func act(on input: Input) -> Int32? {
    switch input {
    case .key(.character("q")): return 0
    case .key(.control("z")): suspend()
    case .key(.character("s")): child(["sh", "-c", "echo in the child; read line; exit 7"])
    case .key(.character("k")): child(["sh", "-c", "kill -TERM $$"])
    case .key(.character("c")): child(["cat"])
    case .key(.character("n")): child(["airlock-no-such-program"])
    // A test looks how the terminal is given back after a trap.
    case .key(.character("!")): fatalError("the probe was asked to trap")
    case .paste(let text): note("paste \(text)")
    case .key(let key): note("key \(key.name) \(key.modifiers.rawValue)")
    case .mouse(let mouse): note("mouse \(mouse.act) \(mouse.at.column) \(mouse.at.row)")
    case .background(let background): note("background \(background)")
    case .focus: break
    }
    return nil
  }

  private func suspend() {
    terminal.suspend()
    note("resumed")
  }

  private func child(_ arguments: [String]) {
    do {
      note("child ended with \(try terminal.runForeground(arguments))")
    } catch {
      note("\(error)")
    }
    loop.discardInput()
  }

  private func end(_ status: Int32) -> Int32 {
    terminal.close()
    return status
  }

  private func note(_ text: String) {
    heard.append(text)
    if heard.count > 8 { heard.removeFirst() }
  }

  private func text(_ size: Size) -> String { "\(size.columns)x\(size.rows)" }

  private func draw() {
    var surface = Surface(terminal.size)
    let inside = surface.drawBox(Rect(terminal.size), style: .plain, title: "probe")
    let orange = Style(foreground: .rgb(0xFF8000), attributes: .bold)
    surface.write(
      "size \(text(terminal.size)) depth \(terminal.depth) 日本 é",
      at: Point(column: inside.column, row: inside.row), style: orange, limit: inside.columns)
    for (index, line) in heard.enumerated() where index + 1 < inside.rows {
      surface.write(
        line, at: Point(column: inside.column, row: inside.row + 1 + index), style: .plain,
        limit: inside.columns)
    }
    terminal.draw(Frame(surface: surface, title: "probe\u{7}\u{1B}]0;stolen\u{7}"))
  }
}
