package import BuildModel
import CScreenKey
import Foundation

/// A program on this computer that shows the screen of a machine.
package enum ScreenViewer: Sendable, Equatable {
  /// TigerVNC's, which takes the password by a descriptor.
  case tigerVNC(path: String)
  /// Whatever opens `vnc:` addresses; it asks for the password itself.
  case opener(path: String)

  /// The best there is; nil where there is none, or nothing to show it on.
  package static func find(environment: [String: String]) -> ScreenViewer? {
    #if os(macOS)
      let openers = ["open"]
    #else
      let displays = ["DISPLAY", "WAYLAND_DISPLAY"].compactMap { environment[$0] }
      guard displays.contains(where: { !$0.isEmpty }) else { return nil }
      let openers = ["xdg-open"]
    #endif
    for name in ["xtigervncviewer", "vncviewer"] {
      guard let path = ProgramSearch.path(of: name, environment: environment),
        isTigerVNC(path)
      else { continue }
      return .tigerVNC(path: path)
    }
    return openers.compactMap { ProgramSearch.path(of: $0, environment: environment) }.first
      .map { .opener(path: $0) }
  }

  /// Others of the name `vncviewer` take other options.
  private static func isTigerVNC(_ path: String) -> Bool {
    guard let real = realpath(path, nil) else { return false }
    defer { free(real) }
    if String(cString: real).contains("tigervnc") { return true }
    let program = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    return program?.range(of: Data("TigerVNC".utf8)) != nil
  }

  /// Shows a screen; TigerVNC's until it is closed, others until they have been told.
  ///
  /// No secret is in its arguments or its environment. What this person copies elsewhere does not
  /// go into the machine, whose build is not to be trusted with it.
  /// - Returns: its exit status.
  package func show(
    _ screen: ScreenShareCredentials, environment: [String: String]
  ) throws -> Int32 {
    let (host, port) = try Self.check(screen)
    switch self {
    case .opener(let path):
      return try ForegroundProcess.run(path, ["vnc://\(host):\(port)"], environment: environment)
    case .tigerVNC(let path):
      let options = ["-SendClipboard=0", "-SendPrimary=0", "-Shared"]
      guard let password = screen.password else {
        return try ForegroundProcess.run(
          path, options + ["\(host)::\(port)"], environment: environment)
      }
      let file = try Self.passwordFile(password)
      defer { close(file) }
      return try ForegroundProcess.run(
        path, options + ["-passwd", "/dev/fd/\(file)", "\(host)::\(port)"],
        environment: environment, keeping: file)
    }
  }

  /// A descriptor of a file without a name that holds the password as TigerVNC stores it.
  static func passwordFile(_ password: String) throws -> Int32 {
    let trouble = ConnectError("The password cannot be handed to the viewer.")
    // Known to everybody; it only keeps the password from being read by accident.
    let key: [UInt8] = [23, 82, 107, 6, 35, 78, 88, 7]
    var bytes = Array((Array(password.utf8) + [UInt8](repeating: 0, count: 8)).prefix(8))
    guard cscreenkey_encrypt(key, bytes, &bytes, 1) == 0 else { throw trouble }
    var path = Array("/tmp/airlock-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw trouble }
    unlink(path)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    guard write(file, bytes, bytes.count) == bytes.count, lseek(file, 0, SEEK_SET) == 0 else {
      close(file)
      throw trouble
    }
    return file
  }

  /// What comes from outside must not be an option, or another address.
  private static func check(_ screen: ScreenShareCredentials) throws -> (String, Int) {
    let parts = screen.address.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = Int(parts[1]), (1...65535).contains(port),
      parts[0].first?.isLetter == true || parts[0].first?.isNumber == true,
      parts[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") })
    else { throw ConnectError("The screen's address that the service told is none.") }
    return (String(parts[0]), port)
  }
}
