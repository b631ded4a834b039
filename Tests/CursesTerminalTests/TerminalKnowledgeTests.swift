import Foundation
import TerminalSurface
import Testing

@testable import CursesTerminal

@Suite struct TerminalKnowledgeTests {
  @Test(arguments: [
    ("xterm-ghostty", ["xterm-256color", "xterm", "ansi"]),
    ("foot-extra", ["xterm-256color", "xterm", "ansi"]),
    ("alacritty", ["xterm-256color", "xterm", "ansi"]),
    ("vt525", ["ansi"]), ("", ["ansi"]),
  ])
  func `an unknown type has fallbacks`(name: String, fallbacks: [String]) {
    #expect(TerminalType(name: name).fallbacks == fallbacks)
  }

  @Test(arguments: [
    ("xterm-256color", true), ("tmux-256color", true), ("xterm-kitty", true), ("st", true),
    ("linux", false), ("vt100", false), ("dumb", false), ("ansi", false), ("", false),
  ])
  func `only terminals like xterm get its modes`(name: String, isTrue: Bool) {
    #expect(TerminalType(name: name).takesPrivateModes == isTrue)
  }

  @Test(arguments: [
    (["NO_COLOR": "yes"], true, false), (["NO_COLOR": "0"], true, false),
    (["NO_COLOR": ""], false, false), (["COLORTERM": "truecolor"], false, true),
    (["COLORTERM": "24bit"], false, true), (["COLORTERM": "yes"], false, false),
    (["TERM": "xterm-direct"], false, true), ([:], false, false),
  ])
  func `the environment says what colours are wanted`(
    environment: [String: String], isOff: Bool, isDirect: Bool
  ) {
    let support = ColorSupport(environment: environment)
    #expect(support.isOff == isOff)
    #expect(support.claimsDirect == isDirect)
  }

  @Test(arguments: [
    (-1, ColorDepth.none), (0, .none), (8, .ansi8), (16, .ansi16), (88, .ansi16),
    (256, .indexed256), (32_767, .indexed256),
  ])
  func `the number of colours decides the depth`(colors: Int, depth: ColorDepth) {
    #expect(ColorSupport.depth(colors: colors, isDirect: false) == depth)
  }

  @Test(arguments: ["../../etc/passwd", "xterm;rm", "a b", "", "xterm\n"])
  func `a strange name is not made into a description`(type: String) {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "airlock-entry-\(UUID().uuidString)").path
    #expect(DirectColorEntry(type: type, cacheFolder: folder) == nil)
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test func `a type that tic does not know leaves nothing behind`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "airlock-entry-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(DirectColorEntry(type: "nobody-knows", cacheFolder: folder) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/terminfo") == [])
  }

  @Test func `waits of old terminals are taken out of their capabilities`() {
    #expect(TerminalModes.withoutPadding("\u{1B}[m$<5/>x$<2>$y") == "\u{1B}[mx$y")
    #expect(TerminalModes.withoutPadding("$<never") == "$<never")
  }
}
