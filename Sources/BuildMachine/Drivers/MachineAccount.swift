import Foundation

/// The user that a machine's programs are.
struct MachineAccount: Equatable {
  enum Kind: Equatable {
    /// Our own user, shown inside under another number by a user namespace.
    case mapped
    /// A user that exists for one machine only, because we are root and root's rights must not
    /// get inside.
    case separate
  }

  let name = "vagrant"
  var kind: Kind
  var id: uid_t

  static let mapped = MachineAccount(kind: .mapped, id: 1000)

  /// Numbers that systemd sets aside for the users of containers, and no distribution gives out.
  ///
  /// One is drawn for each machine. Two machines at once with the same number are as likely as
  /// one in a thousand million, which spares a register of them that would have to outlive us.
  private static let separateIDs: ClosedRange<uid_t> = 524_288...1_879_048_191

  static func forThisProcess() -> MachineAccount {
    guard geteuid() == 0 else { return .mapped }
    var id: uid_t
    repeat { id = uid_t.random(in: separateIDs) } while getpwuid(id) != nil
    return MachineAccount(kind: .separate, id: id)
  }

  /// What the agent is told, so that it becomes this user.
  var agentArguments: [String] {
    switch kind {
    case .mapped: []
    case .separate: ["--uid", String(id), "--gid", String(id)]
    }
  }

  /// Without a `tty` group: pseudo-terminals would have to be given to it, and its number is not
  /// mapped inside.
  var groupFile: String {
    "root:x:0:\n\(name):x:\(id):\nnogroup:x:65534:\n"
  }

  func passwordFile(home: String) -> String {
    """
    root:x:0:0:root:/root:/bin/sh
    \(name):x:\(id):\(id):\(name):\(home):\(LoginShell.path)
    nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin

    """
  }
}

/// The shell that people get in a machine; machines use the programs of this computer.
enum LoginShell {
  static let path = access("/bin/bash", X_OK) == 0 ? "/bin/bash" : "/bin/sh"
}
