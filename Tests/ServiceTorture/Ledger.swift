import BuildModel
import Foundation
import Synchronization

/// All that any client has seen of the service, and everything that contradicted it later.
final class Ledger: Sendable {
  private struct Seen {
    var build: Build?
    var steps: [Int: Step] = [:]
    var chunks: [Int: String] = [:]
    var deadline: Date?
    var isClosed = false
    /// Its worker was killed before it had said how the build ended.
    var isLost = false
    /// Its worker was killed, so its window closed early.
    var isCutOff = false
  }

  private struct State {
    var seen: [BuildSlug: Seen] = [:]
    var complaints: [String] = []
    var checks = 0
  }

  private let state = Mutex(State())

  var complaints: [String] { state.withLock { $0.complaints } }
  var builds: [BuildSlug] { state.withLock { Array($0.seen.keys) } }

  var summary: String {
    state.withLock { state in
      let seen = state.seen.values
      let steps = seen.map { $0.steps.count }.reduce(0, +)
      let chunks = seen.map { $0.chunks.count }.reduce(0, +)
      let windows = seen.count { $0.isClosed }
      return "\(seen.count) builds, \(steps) finished steps, \(chunks) log chunks and \(windows)"
        + " windows seen, \(state.checks) compared again, \(state.complaints.count) wrong"
    }
  }

  func complain(_ sentence: String) { state.withLock { $0.complaints.append(sentence) } }

  /// The service has said that there is this build.
  func acknowledged(_ build: BuildSlug) {
    state.withLock { state in state.seen[build] = state.seen[build] ?? Seen() }
  }

  func workerWasKilled(of build: BuildSlug, beforeItsEnd isLost: Bool) {
    state.withLock { state in
      state.seen[build, default: Seen()].isCutOff = true
      state.seen[build, default: Seen()].isLost = isLost
    }
  }

  /// Whether the build must have failed for want of its worker.
  func isLost(_ build: BuildSlug) -> Bool { state.withLock { $0.seen[build]?.isLost ?? false } }

  func isCutOff(_ build: BuildSlug) -> Bool { state.withLock { $0.seen[build]?.isCutOff ?? false } }

  /// What is known before somebody asks: no answer may fall behind it.
  struct Known: Sendable {
    fileprivate var build: Build?
    fileprivate var steps: [Int: Step] = [:]
    fileprivate var deadline: Date?
    fileprivate var isClosed = false
  }

  func known(_ build: BuildSlug) -> Known {
    state.withLock { state in
      guard let seen = state.seen[build] else { return Known() }
      return Known(
        build: seen.build, steps: seen.steps, deadline: seen.deadline, isClosed: seen.isClosed)
    }
  }

  func saw(_ build: Build, knowing known: Known) {
    state.withLock { state in
      if let before = known.build {
        state.checks += 1
        if before.number != build.number {
          state.complaints.append("#\(before.number) became #\(build.number)")
        }
        if before.status.isFinished, !before.hasSameEnd(as: build) {
          state.complaints.append("the end of #\(build.number) changed: \(before) to \(build)")
        }
      }
      if state.seen[build.slug]?.build?.status.isFinished != true {
        state.seen[build.slug, default: Seen()].build = build
      }
    }
  }

  func saw(_ steps: [Step], of build: BuildSlug, knowing known: Known) {
    state.withLock { state in
      for (index, before) in known.steps {
        state.checks += 1
        guard let now = steps.first(where: { $0.index == index }) else {
          state.complaints.append("step \(index) of \(build) is gone")
          continue
        }
        if !before.isSame(as: now) {
          state.complaints.append("step \(index) of \(build) changed: \(before) to \(now)")
        }
      }
    }
    for step in steps { saw(step, of: build) }
  }

  /// A step by itself, as events tell it.
  func saw(_ step: Step, of build: BuildSlug) {
    guard step.status.isFinished else { return }
    state.withLock { state in
      if state.seen[build]?.steps[step.index] == nil {
        state.seen[build, default: Seen()].steps[step.index] = step
      }
    }
  }

  func saw(chunk text: String, at position: Int, of build: BuildSlug) {
    state.withLock { state in
      if let before = state.seen[build]?.chunks[position] {
        state.checks += 1
        if before != text {
          state.complaints.append("chunk \(position) of \(build) changed")
        }
      }
      state.seen[build, default: Seen()].chunks[position] = text
    }
  }

  /// All that clients have of a log; complains where there is a gap.
  func text(of build: BuildSlug) -> String {
    state.withLock { state in
      let chunks = state.seen[build]?.chunks ?? [:]
      let positions = chunks.keys.sorted()
      if let last = positions.last, positions != Array(1...last) {
        state.complaints.append("the log of \(build) has gaps")
      }
      return positions.compactMap { chunks[$0] }.joined()
    }
  }

  func chunkCount(of build: BuildSlug) -> Int {
    state.withLock { $0.seen[build]?.chunks.keys.max() ?? 0 }
  }

  /// A window with its deadline, or closed with its reason.
  func saw(_ access: RemoteAccess, knowing known: Known) {
    state.withLock { state in
      var seen = state.seen[access.build] ?? Seen()
      defer { state.seen[access.build] = seen }
      switch access.state {
      case .opening, .open:
        if known.deadline != nil || known.isClosed {
          state.complaints.append("the window of \(access.build) went back to \(access.state)")
        }
      case .closing(let deadline):
        if let before = known.deadline, abs(before.timeIntervalSince(deadline)) > 0.01 {
          state.complaints.append("the deadline of \(access.build) moved")
        }
        if known.isClosed { state.complaints.append("the window of \(access.build) reopened") }
        seen.deadline = deadline
      case .closed(let reason, let at):
        seen.isClosed = true
        if seen.isCutOff { return }
        if reason != .graceOver {
          state.complaints.append("the window of \(access.build) closed for \(reason)")
        }
        guard let deadline = seen.deadline else { return }
        if abs(at.timeIntervalSince(deadline)) > 0.5 {
          state.complaints.append(
            "the window of \(access.build) closed \(at.timeIntervalSince(deadline)) s late")
        }
      }
    }
  }
}

extension Build {
  fileprivate func hasSameEnd(as other: Build) -> Bool {
    status == other.status && failureReason == other.failureReason
      && abortReason == other.abortReason && finishedAt == other.finishedAt
      && startedAt == other.startedAt
  }
}

extension Step {
  /// The exit code is not on the wire where a step went well.
  fileprivate func isSame(as other: Step) -> Bool {
    status == other.status && title == other.title && startedAt == other.startedAt
      && finishedAt == other.finishedAt && firstChunk == other.firstChunk
      && lastChunk == other.lastChunk
  }
}
