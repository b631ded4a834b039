import BuildModel
import TerminalSurface
import typealias Foundation.TimeInterval

extension Dashboard {
  /// How long the cursor stays on a build before it is shown beside the list: too short to be
  /// noticed, and longer than from one press of a key that is held to the next.
  static let restSeconds: TimeInterval = 0.06

  /// Moves the cursor of the list; what is about the build it comes to waits until it rests.
  static func pass(_ state: inout State, _ motion: Motion, rows: Int) {
    let former = state.builds.selectedRow(state.facts)
    let left = state.builds.selected
    Builds.move(&state, motion, rows: rows)
    guard let former, let row = state.builds.selectedRow(state.facts), row != former else { return }
    if state.restsAt == nil { state.left = left }
    state.restsAt = state.facts.now.addingTimeInterval(restSeconds)
    state.unseen.moved(from: former, to: row)
  }

  /// Whether somebody who passes through the list goes on to, whatever this is.
  static func passesOn(_ state: State, _ action: Action) -> Bool {
    guard let rest = state.restsAt else { return true }
    switch action {
    case .tick(let now): return now < rest
    case .input(.key(let key)):
      return state.dialog == nil && state.prompt == nil && state.focus == .list
        && state.command(for: key).flatMap(Motion.init) != nil
    case .input, .resized: return false
    default: return true
    }
  }

  /// The cursor rests on a build: it is looked at now.
  static func arrive(_ state: inout State) -> [Effect] {
    state.restsAt = nil
    return state.left == state.builds.selected ? [] : selectionChanged(&state)
  }
}
