import BuildModel
import TerminalSurface
import TextSearch
import Testing

@testable import Dashboard

/// Searching in a log of which only a part is held.
extension LogPaneTests {
  @Test func `a search looks from the screen on, and goes to what it finds`() throws {
    var state = long()
    state.press("/")
    let effects = state.press("9\\.3")
    let query = LogQuery(try Pattern("9\\.3"))
    let origin = LogPane.origin(state).chunk
    #expect(
      effects.last
        == .searchLog(
          Scenes.failed, .typed, query, in: [origin...1000, 1...origin - 1]))
    state.feed(found(LogPlace(chunk: 9, line: 3), through: origin - 1))
    state.feed(found(LogPlace(chunk: 999, line: 3), part: origin, through: 1000))
    #expect(state.text.contains("2/2"))
    state.press("\r")
    #expect(state.prompt == nil)
    #expect(state.focus == .log)
    state.press("n")
    #expect(state.detail.log.position == .around(LogPlace(chunk: 9, line: 3)))
    #expect(state.notice?.text == "Past the end: from the beginning.")
    state.press("N")
    #expect(state.detail.log.searches[.typed]?.ordinal == 2)
  }

  @Test func `a match far from what is held is asked for at its place`() {
    var state = long()
    state.press("/line")
    let origin = LogPane.origin(state).chunk
    state.feed(found(part: origin, through: 1000))
    let effects = state.feed(found(LogPlace(chunk: 300, line: 3), through: origin - 1))
    guard case .loadLog(_, let part) = effects.last else {
      Issue.record("\(effects)")
      return
    }
    #expect(part.contains(300))
    #expect(part.lowerBound > 200)
    state.feed(.logPage(Scenes.failed, page(part)))
    #expect(state.text.contains("line 300.3"))
  }

  @Test func `Esc while typing gives back the place, and later what was found`() {
    var state = state()
    state.press("k")
    let position = state.detail.log.position
    state.press("/shop")
    state.feed(found(LogPlace(chunk: 3, line: 0), through: 6))
    #expect(state.detail.log.searches[.typed]?.current == LogPlace(chunk: 3, line: 0))
    state.press("\u{1B}")
    #expect(state.detail.log.position == position)
    #expect(state.detail.log.searches.isEmpty)
    state.press("/shop\r")
    #expect(state.press("\u{1B}") == [.stopSearching(Scenes.failed, .typed)])
    #expect(state.focus == .log)
  }

  @Test func `a pattern that is wrong says what, and is not searched for`() {
    var state = state()
    let effects = state.press("/a(")
    #expect(effects.last == .stopSearching(Scenes.failed, .typed))
    #expect(state.text.contains("this ( is never closed"))
    state.press("\r")
    #expect(state.prompt != nil)
    state.press("b)")
    #expect(!state.text.contains("never closed"))
  }

  @Test func `n runs a workflow again once the search is over`() {
    var state = state()
    state.press("n")
    guard case .newBuild = state.dialog else {
      Issue.record("\(String(describing: state.dialog))")
      return
    }
  }

  @Test func `what was searched for comes back with Up, and with nothing typed`() {
    var state = state()
    state.press("/shop\r\u{1B}")
    state.press("/")
    state.press(Key(.up))
    #expect(state.prompt?.field.text == "shop")
    state.press("\u{1B}")
    state.press("/\r")
    #expect(state.detail.log.searches[.typed]?.query.wanted.text == "shop")
  }

  @Test func `errors are looked for with a key of their own`() {
    var state = state()
    let effects = state.press("]")
    #expect(
      effects == [.searchLog(Scenes.failed, .errors, .errors, in: [6...6, 1...5])]
        || effects == [.searchLog(Scenes.failed, .errors, .errors, in: [1...6])])
    state.feed(
      .logFound(
        Scenes.failed, .errors,
        LogFindings(places: [LogPlace(chunk: 6, line: 0)], part: 1, through: 6, isLast: true)))
    #expect(state.detail.log.searches[.errors]?.current == LogPlace(chunk: 6, line: 0))
    #expect(state.text.contains("errors 1/1"))
  }

  @Test func `a log that grows is searched further`() {
    var state = Dashboard.State.withDoorOpen()
    state.press("a\r\r/ok\r")
    state.feed(
      .logFound(
        Scenes.remote, .typed,
        LogFindings(places: [], part: 5, through: 5, isLast: true)))
    let more = [LogChunk(position: 6, text: "ok\n", writtenAt: Scenes.start)]
    let effects = state.feed(.logArrived(Scenes.remote, more))
    guard case .searchLog(_, .typed, _, let parts) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(parts == [6...6])
  }
}
