/// The wrong passwords of each address, and which addresses are shut out because of them.
struct FailureLedger {
  /// How many addresses are remembered; beyond that, whoever failed longest ago is forgotten.
  static let capacity = 1000

  private struct Account {
    var failures: [ContinuousClock.Instant] = []
    var shutUntil: ContinuousClock.Instant?
  }

  private let rules: DoorRules
  private var accounts: [String: Account] = [:]

  init(_ rules: DoorRules) { self.rules = rules }

  func isShutOut(_ address: String, at now: ContinuousClock.Instant) -> Bool {
    accounts[address]?.shutUntil.map { now < $0 } ?? false
  }

  /// Takes a wrong password down.
  ///
  /// - Returns: whether the address is shut out from now on.
  mutating func fail(_ address: String, at now: ContinuousClock.Instant) -> Bool {
    guard !isShutOut(address, at: now) else { return false }
    var account = accounts[address] ?? Account()
    account.failures.removeAll { $0 + rules.failurePeriod <= now }
    account.failures.append(now)
    let isTooMuch = account.failures.count >= rules.failuresOfOneAddress
    account.shutUntil = isTooMuch ? now + rules.lockout : nil
    if isTooMuch { account.failures = [] }
    accounts[address] = account
    if accounts.count > Self.capacity { forgetOne(but: address) }
    return isTooMuch
  }

  private mutating func forgetOne(but address: String) {
    let oldest = accounts.filter { $0.key != address }
      .min { ($0.value.failures.last ?? .now) < ($1.value.failures.last ?? .now) }
    if let oldest { accounts[oldest.key] = nil }
  }
}
