import BuildDatabase
import Foundation
import Synchronization

/// Knows which open streams rest on which token, and cuts them when it becomes worthless.
final class Revocations: Sendable {
  private let passes = Mutex<[ObjectIdentifier: (token: TokenID, pass: StreamPass)]>([:])

  /// A stream begins; to be given back by `forget`.
  func admit(_ token: StoredToken, now: @escaping @Sendable () -> Date) -> StreamPass {
    let pass = StreamPass(expiresAt: token.expiresAt, now: now)
    passes.withLock { $0[ObjectIdentifier(pass)] = (token.id, pass) }
    return pass
  }

  func forget(_ pass: StreamPass) {
    passes.withLock { $0[ObjectIdentifier(pass)] = nil }
  }

  func revoke(_ tokens: [TokenID]) {
    let worthless = passes.withLock { passes in
      passes.values.filter { tokens.contains($0.token) }.map(\.pass)
    }
    for pass in worthless { pass.revoke() }
  }
}

/// What lets one stream go on.
final class StreamPass: Sendable {
  private struct State {
    var isRevoked = false
    var onRevocation: (@Sendable () -> Void)?
  }

  private let expiresAt: Date?
  private let now: @Sendable () -> Date
  private let state = Mutex(State())

  init(expiresAt: Date?, now: @escaping @Sendable () -> Date = { Date() }) {
    self.expiresAt = expiresAt
    self.now = now
  }

  var isGood: Bool {
    let isExpired = expiresAt.map { now() >= $0 } ?? false
    return !isExpired && !state.withLock { $0.isRevoked }
  }

  /// Has `act` called at the revocation, at once where that has come already.
  func onRevocation(_ act: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.onRevocation = act
      return state.isRevoked
    }
    if isLate { act() }
  }

  func revoke() {
    let act = state.withLock { state in
      state.isRevoked = true
      return state.onRevocation
    }
    act?()
  }
}
