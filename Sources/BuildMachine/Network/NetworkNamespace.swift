import Foundation

/// The network namespace of a machine, as descriptors that another program can enter it by.
struct NetworkNamespace {
  let network: OwnedDescriptor
  /// The user namespace that the network belongs to, where that is another than ours.
  ///
  /// Not the one that the machine's programs are in: bubblewrap puts them into a second one
  /// inside, from which the network could not be changed.
  let user: OwnedDescriptor?

  /// The request by which Linux gives the owner of a namespace (`NS_GET_USERNS`).
  private static let askForOwner: UInt = 0xb701

  /// - Parameter path: where a process shows it, as `/proc/123/ns/net`.
  init(at path: String) throws {
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      throw MachineError(
        .notStarted, "\(path) cannot be opened: \(String(cString: strerror(errno))).")
    }
    network = OwnedDescriptor(try Descriptors.moveUp(opened))
    user = try Self.owner(of: network)
  }

  private static func owner(of network: OwnedDescriptor) throws -> OwnedDescriptor? {
    let owner = ioctl(network.number, askForOwner)
    // One outside of our own namespace is not told, and is not to be entered.
    guard owner >= 0 else { return nil }
    let descriptor = OwnedDescriptor(try Descriptors.moveUp(owner))
    var theirs = stat()
    var ours = stat()
    guard fstat(descriptor.number, &theirs) == 0, stat("/proc/self/ns/user", &ours) == 0 else {
      return descriptor
    }
    return theirs.st_ino == ours.st_ino ? nil : descriptor
  }
}
