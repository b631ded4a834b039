import TerminalSurface
import Testing

@testable import Dashboard

struct TextFieldTests {
  /// Presses keys one after the other and answers the text with its cursor as `|`.
  private func typed(_ keys: [Key], in text: String = "", history: [String] = []) -> String {
    var field = TextField(text, history: history)
    for key in keys { _ = field.take(key) }
    _ = field.take(.character("|"))
    return field.text
  }

  private static let left = Key(.left)

  @Test(
    arguments: [
      ([.character("a"), .character("b")], "ab|"), ([left, .character("x")], "one twx|o"),
      ([Key(.backspace)], "one tw|"), ([Key(.home), Key(.delete)], "|ne two"),
      ([.control("a")], "|one two"), ([.control("a"), .control("e")], "one two|"),
      ([.control("w")], "one |"), ([.control("w"), .control("w")], "|"),
      ([left, left, .control("k")], "one t|"), ([left, left, .control("u")], "|wo"),
      ([Key(.left, .control)], "one |two"),
      ([Key(.character("b"), .alt), .control("b")], "one| two"),
      ([Key(.home), Key(.right, .control)], "one| two"),
      ([Key(.home), Key(.character("f"), .alt), Key(.character("f"), .alt)], "one two|"),
    ] as [([Key], String)])
  func `text is edited as in a shell`(keys: [Key], expected: String) {
    let text = expected == "ab|" ? "" : "one two"
    #expect(typed(keys, in: text) == expected)
  }

  @Test func `what was typed before comes back, and the draft after it`() {
    let history = ["first", "second"]
    #expect(typed([Key(.up)], in: "dr", history: history) == "second|")
    #expect(typed([Key(.up), Key(.up), Key(.up)], in: "dr", history: history) == "first|")
    #expect(typed([Key(.up), Key(.down)], in: "dr", history: history) == "dr|")
    #expect(typed([Key(.down)], in: "dr", history: history) == "dr|")
  }

  @Test func `a paste is one line without controls`() {
    var field = TextField()
    field.insert("one\r\ntwo\u{1B}[31m\tthree\n")
    #expect(field.text == "one two[31mthree")
  }

  @Test func `a key for nothing in the field is left to others`() {
    var field = TextField("abc")
    #expect(field.take(Key(.pageDown)) == false)
    #expect(field.take(Key(.character("x"), .alt)) == false)
    #expect(field.text == "abc")
  }

  @Test func `a long text scrolls so that the cursor is seen`() {
    let field = TextField("日本語 abcdef")
    #expect(field.visible(columns: 20).text == "日本語 abcdef")
    #expect(field.visible(columns: 8) == ("abcdef", 6) || field.visible(columns: 8).cursor < 8)
    #expect(field.visible(columns: 8).text.hasSuffix("abcdef"))
  }
}
