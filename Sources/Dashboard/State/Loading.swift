package import struct Foundation.Date

/// How far something that the service tells has come.
package enum Loading: Sendable, Equatable {
  /// Asked for, nothing known yet.
  case underway
  /// Known, as of this moment of the local clock.
  case loaded(at: Date)
  /// The service would not tell; the sentence is for the person.
  case refused(String)
}

/// The service the dashboard talks to and how well it hears it.
package struct Connection: Sendable, Equatable {
  package enum Status: Sendable, Equatable {
    case connecting
    case live
    /// Nothing has been heard since this moment; what is on the screen is as old as that.
    case lost(String, since: Date)
  }

  package var name: String
  package var status: Status

  package init(name: String, status: Status = .connecting) {
    self.name = name
    self.status = status
  }

  package var isLost: Bool {
    guard case .lost = status else { return false }
    return true
  }
}
