import Foundation

/// Which numbers of this computer's users the users of a machine have.
struct UserRange: Equatable {
  /// As many as every distribution sets aside for a user.
  static let count: uid_t = 65_536
  /// The number inside of the user that builds are.
  static let builder: uid_t = 1000

  /// `inside outside count`, with commas between.
  var users: String
  var groups: String
  /// The number on this computer of the machine's root.
  var first: uid_t
  /// Whether a root directory of this computer's own root has to be mapped to the range.
  var mapsRoot: Bool
  /// Our folders are to be given to this user; nil where they are its already.
  var folderOwner: uid_t?

  /// A range that nobody has, for a service that is root.
  ///
  /// Drawn from the numbers that systemd sets aside for containers; for one that root directories
  /// were unpacked with, `first` is given.
  static func drawn(first: uid_t? = nil) -> UserRange {
    let start = first ?? uid_t.random(in: 8...28_000) * count
    let map = "0 \(start) \(count)"
    return UserRange(
      users: map, groups: map, first: start, mapsRoot: first == nil,
      folderOwner: start + builder)
  }

  /// The range of an ordinary user, who is the builder in it, so that our folders are too.
  ///
  /// - Parameters:
  ///   - user, group: ours.
  ///   - name: ours.
  /// - Throws: `MachineError` where none is set aside.
  static func setAside(
    for user: uid_t, _ group: gid_t, name: String, userFile: String = "/etc/subuid",
    groupFile: String = "/etc/subgid"
  ) throws -> UserRange {
    guard let users = start(in: userFile, name, user), let groups = start(in: groupFile, name, user)
    else {
      throw MachineError(
        .noDriver,
        "The user \(name) has no range of users set aside: as root, run `usermod --add-subuids"
          + " 100000-165535 --add-subgids 100000-165535 \(name)`.")
    }
    return UserRange(
      users: map(users, own: user), groups: map(groups, own: group), first: users,
      mapsRoot: false, folderOwner: nil)
  }

  private static func map(_ start: uid_t, own: uid_t) -> String {
    "0 \(start) \(builder),\(builder) \(own) 1,"
      + "\(builder + 1) \(start + builder) \(count - builder - 1)"
  }

  /// The first of a large enough range: lines are `name or number:first:count`.
  private static func start(in file: String, _ name: String, _ id: uid_t) -> uid_t? {
    for line in ProcessTree.text(file).split(separator: "\n") {
      let words = line.split(separator: ":")
      guard words.count == 3, words[0] == name || words[0] == "\(id)",
        let first = uid_t(words[1]), let found = uid_t(words[2]), found >= count
      else { continue }
      return first
    }
    return nil
  }
}
