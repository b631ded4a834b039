import Testing

@testable import BuildMachine

@Suite struct FailureLedgerTests {
  private static let start = ContinuousClock.now
  private static let rules = {
    var rules = DoorRules()
    rules.failuresOfOneAddress = 3
    rules.failurePeriod = .seconds(10)
    rules.lockout = .seconds(60)
    return rules
  }()

  private func at(_ seconds: Int) -> ContinuousClock.Instant { Self.start + .seconds(seconds) }

  @Test func `too many wrong passwords shut their address out for a while, and no other`() {
    var ledger = FailureLedger(Self.rules)
    #expect([0, 1, 2].map { ledger.fail("a", at: at($0)) } == [false, false, true])
    #expect(ledger.isShutOut("a", at: at(61)))
    #expect(!ledger.isShutOut("b", at: at(3)))
    #expect(!ledger.isShutOut("a", at: at(62)))
    // From there on it begins anew.
    #expect([63, 64, 65].map { ledger.fail("a", at: at($0)) } == [false, false, true])
  }

  @Test func `slow mistakes are forgiven`() {
    var ledger = FailureLedger(Self.rules)
    #expect(
      [0, 9, 18, 27, 36].map { ledger.fail("a", at: at($0)) } == Array(repeating: false, count: 5))
  }

  @Test func `who goes on while shut out is not shut out for longer`() {
    var ledger = FailureLedger(Self.rules)
    for second in 0..<60 { _ = ledger.fail("a", at: at(second)) }
    #expect(!ledger.isShutOut("a", at: at(62)))
  }

  @Test func `addresses without end are not remembered without end`() {
    var ledger = FailureLedger(Self.rules)
    for number in 0...FailureLedger.capacity { _ = ledger.fail("\(number)", at: at(0)) }
    #expect([0, 0].map { ledger.fail("\(FailureLedger.capacity)", at: at($0)) } == [false, true])
  }
}
