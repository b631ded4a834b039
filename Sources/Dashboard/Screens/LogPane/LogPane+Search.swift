import TerminalSurface
import TextSearch

extension LogPane {
  /// Looks for what is being typed, from where the person stood when they began to type.
  static func search(
    _ state: inout Dashboard.State, _ text: String, from origin: LogPlace
  ) -> (effects: [Dashboard.Effect], problem: String?) {
    guard let build = state.builds.selected else { return ([], nil) }
    state.detail.log.searches[.typed] = nil
    guard !text.isEmpty else { return ([.stopSearching(build, .typed)], nil) }
    do {
      let query = LogQuery(try Pattern(text))
      begin(&state, .typed, query, from: origin, wish: .first)
      return ([], nil)
    } catch {
      return ([.stopSearching(build, .typed)], error.sentence)
    }
  }

  /// The line from which a search begins: the first one on the screen.
  static func origin(_ state: Dashboard.State) -> LogPlace {
    guard let viewport = viewport(state) else { return LogPlace(chunk: 1) }
    return viewport.sheet.place(at: viewport.top.entry)
  }

  private static func begin(
    _ state: inout Dashboard.State, _ kind: LogSearch.Kind, _ query: LogQuery,
    from origin: LogPlace, wish: LogSearch.Wish
  ) {
    guard let range = searchRange(state) else { return }
    state.detail.log.searches[kind] = LogSearch(query, in: range, from: origin, wish: wish)
    state.detail.log.lead = kind
  }

  /// What is searched is what can be scrolled to; without an end while more may come.
  private static func searchRange(_ state: Dashboard.State) -> ClosedRange<Int>? {
    guard let range = range(state) else { return nil }
    return isGrowing(state) ? range.lowerBound...Int.max : range
  }

  /// Goes to the next match, or the one before.
  static func visit(
    _ state: inout Dashboard.State, _ kind: LogSearch.Kind, _ wish: LogSearch.Wish
  ) {
    state.detail.log.lead = kind
    if state.detail.log.searches[kind] == nil {
      guard kind == .errors else { return }
      begin(&state, .errors, .errors, from: origin(state), wish: wish)
    } else {
      state.detail.log.searches[kind]?.wish = wish
    }
    grantWishes(&state)
  }

  static func found(
    _ state: inout Dashboard.State, _ kind: LogSearch.Kind, _ findings: LogFindings
  ) {
    state.detail.log.searches[kind]?.take(findings)
    grantWishes(&state)
  }

  /// Goes where searches were asked to lead, as soon as that is known.
  private static func grantWishes(_ state: inout Dashboard.State) {
    for kind in LogSearch.Kind.allCases {
      guard let search = state.detail.log.searches[kind], let wish = search.wish else { continue }
      switch search.answer(wish) {
      case .notYet: continue
      case .nowhere:
        state.detail.log.searches[kind]?.wish = nil
        if kind == .errors { state.explain("No line here tells of an error.") }
      case .found(let place, let isAround):
        state.detail.log.searches[kind]?.wish = nil
        state.detail.log.searches[kind]?.current = place
        state.detail.log.reveals = place
        show(&state, place)
        guard isAround, wish != .first else { continue }
        state.say(
          wish == .next ? "Past the end: from the beginning." : "Past the beginning: from the end.")
      }
    }
  }

  /// Sends searches to look at what they have not seen, when there is something new.
  static func pursue(_ state: inout Dashboard.State) -> [Dashboard.Effect] {
    guard let build = state.builds.selected, let last = state.facts.logs[build]?.lastPosition,
      let range = searchRange(state)
    else { return [] }
    var effects: [Dashboard.Effect] = []
    for kind in LogSearch.Kind.allCases {
      guard var search = state.detail.log.searches[kind] else { continue }
      if search.range.lowerBound != range.lowerBound {
        // Another step is looked at.
        search = LogSearch(
          search.query, in: range, from: LogPlace(chunk: range.lowerBound), wish: nil)
      } else if search.range != range {
        search.setEnd(range.upperBound)
      }
      if !search.isRunning, search.sentAt < min(last, range.upperBound) {
        let parts = search.send(upTo: last)
        if !parts.isEmpty {
          effects.append(.searchLog(build, kind, search.query, in: parts))
        }
      }
      state.detail.log.searches[kind] = search
    }
    return effects
  }

  /// Forgets what was searched for; answers whether there was anything.
  static func clearSearch(_ state: inout Dashboard.State) -> [Dashboard.Effect]? {
    guard !state.detail.log.searches.isEmpty, let build = state.builds.selected else { return nil }
    let kinds = LogSearch.Kind.allCases.filter { state.detail.log.searches[$0] != nil }
    state.detail.log.searches = [:]
    return kinds.map { .stopSearching(build, $0) }
  }

  /// Brings the match that was just gone to into the columns on the screen, once its line is here.
  static func reveal(_ state: inout Dashboard.State) {
    guard let place = state.detail.log.reveals, let viewport = viewport(state),
      viewport.sheet.holds(place),
      case .line(let index) = viewport.sheet[viewport.sheet.number(of: place)]
    else { return }
    state.detail.log.reveals = nil
    guard let query = state.detail.log.searches[state.detail.log.lead]?.query else { return }
    let text = AnsiText.parse(viewport.sheet.log.text.line(at: index), base: .plain).plainText
    var matcher = PatternMatcher(query.wanted)
    guard let range = matcher.ranges(in: text).first else { return }
    let before = String(decoding: text.utf8.prefix(range.lowerBound), as: UTF8.self)
    let match = String(decoding: text.utf8.prefix(range.upperBound), as: UTF8.self)
    showColumn(&state, max(0, TextWidth.columns(of: match) - 1))
    showColumn(&state, TextWidth.columns(of: before))
  }
}
