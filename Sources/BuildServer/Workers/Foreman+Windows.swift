import BuildModel
import BuildSpool
import Foundation

/// Windows as the service knows them.
extension Foreman {
  /// What opens a build's machine, and how long its steps may be silent now.
  func door(of build: BuildSlug) -> Door? {
    var door = doors[build]
    door?.noOutputLimitAt = noOutputLimitAt(of: build)
    return door
  }

  /// Has the worker open a window on a build that had none.
  ///
  /// - Parameter publicKeys: keys of the one who asks.
  func openWindow(of build: BuildSlug, publicKeys: [String]) async throws {
    let order = try await store.openWindow(
      of: build, grace: configuration.grace, publicKeys: publicKeys)
    guard let order else { return }
    late.insert(build)
    room.noLongerKept(build)
    try await pass(order)
    await herald.buildChanged(build)
    await herald.windowChanged(build, door: nil)
  }

  /// Has a machine go that stands by.
  func sendAway(_ build: BuildSlug) async {
    do { try await give(.closeWindow(.closedByUser), to: build) } catch {
      logger.error("cannot send the machine of build \(build) away: \(error)")
    }
  }

  /// When the step that runs now is ended, should it say no more.
  private func noOutputLimitAt(of build: BuildSlug) -> Date? {
    guard let seconds = outputLimits[build] else { return nil }
    let log = LogReader(folder.spool(of: build))
    guard let last = try? log.chunks(after: log.count - 1, limit: 1).last else { return nil }
    return last.writtenAt?.addingTimeInterval(Double(seconds))
  }
}
