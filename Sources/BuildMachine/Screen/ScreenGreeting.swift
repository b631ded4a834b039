import CScreenKey
import Foundation

/// The beginning of the remote framebuffer protocol (RFC 6143, section 7.1), up to the answer to
/// the password; all that follows is between the viewer and the machine's VNC server.
struct ScreenGreeting {
  private static let version = Array("RFB 003.008\n".utf8)
  private static let noPassword: UInt8 = 1
  private static let vncPassword: UInt8 = 2

  /// Of the viewer's protocol 3.x.
  private let minor: Int

  /// Finds out which protocol the viewer speaks; nil where it speaks none, or is gone.
  static func exchange(
    on line: ScreenLine, until deadline: ContinuousClock.Instant
  ) -> ScreenGreeting? {
    line.write(version)
    guard let theirs = line.read(version.count, until: deadline),
      theirs.starts(with: version.prefix(8)), theirs.last == version.last,
      let minor = Int(String(decoding: theirs[8..<11], as: UTF8.self))
    else { return nil }
    return ScreenGreeting(minor: minor)
  }

  /// Asks for the password; nil where the viewer does not answer.
  func asks(
    for password: Password, on line: ScreenLine, until deadline: ContinuousClock.Instant
  ) -> Bool? {
    if minor < 7 {
      // Those before 3.7 are told what to use, and have no choice.
      line.write([0, 0, 0, Self.vncPassword])
    } else {
      line.write([1, Self.vncPassword])
      guard line.read(1, until: deadline) == [Self.vncPassword] else { return nil }
    }
    var source = SystemRandomNumberGenerator()
    let challenge = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &source) }
    line.write(challenge)
    guard let answer = line.read(challenge.count, until: deadline),
      let expected = Self.answer(to: challenge, knowing: password.text)
    else { return nil }
    var difference: UInt8 = 0
    for (ours, theirs) in zip(expected, answer) { difference |= ours ^ theirs }
    return difference == 0
  }

  func admit(on line: ScreenLine) { line.write([0, 0, 0, 0]) }

  /// - Parameter reason: for the viewer to show; those before 3.8 cannot be told.
  func refuse(on line: ScreenLine, _ reason: String) {
    line.write([0, 0, 0, 1])
    guard minor >= 8 else { return }
    let text = Array(reason.utf8)
    line.write([0, 0, 0, UInt8(clamping: text.count)] + text)
  }

  /// What one who knows the password makes of a challenge; nil where there is no cipher for it.
  static func answer(to challenge: [UInt8], knowing password: String) -> [UInt8]? {
    let key = Array((Array(password.utf8) + [UInt8](repeating: 0, count: 8)).prefix(8))
    var answer = [UInt8](repeating: 0, count: challenge.count)
    let status = cscreenkey_encrypt(key, challenge, &answer, Int32(challenge.count / 8))
    return status == 0 ? answer : nil
  }

  /// Says the viewer's part to a server.
  ///
  /// - Parameter password: nil for one that asks for none.
  static func enter(
    _ server: ScreenLine, knowing password: String?, until deadline: ContinuousClock.Instant
  ) -> Bool {
    guard server.read(version.count, until: deadline)?.starts(with: version.prefix(8)) == true
    else { return false }
    server.write(version)
    let way = password == nil ? noPassword : vncPassword
    guard let count = server.read(1, until: deadline)?.first,
      server.read(Int(count), until: deadline)?.contains(way) == true
    else { return false }
    server.write([way])
    if let password {
      guard let challenge = server.read(16, until: deadline),
        let answer = answer(to: challenge, knowing: password)
      else { return false }
      server.write(answer)
    }
    return server.read(4, until: deadline) == [0, 0, 0, 0]
  }
}
