// Printing, interpolating or dumping credentials, or anything that holds them, must never show
// a password: not in a log, not in a crash report, not in a failed test's message.

extension SSHCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    "\(username)@\(host):\(port), password \(password == nil ? "unknown" : "hidden")"
  }

  package var debugDescription: String { description }

  package var customMirror: Mirror {
    Mirror(self, children: ["host": host, "port": port, "username": username])
  }
}

extension ScreenShareCredentials: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String {
    "\(username)@\(address), password \(password == nil ? "unknown" : "hidden")"
  }

  package var debugDescription: String { description }

  package var customMirror: Mirror {
    Mirror(self, children: ["address": address, "username": username])
  }
}
