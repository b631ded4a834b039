import Foundation

/// Joins a machine's network namespace to the world outside, by the program slirp4netns.
///
/// The program opens ordinary sockets as our user for what the machine sends, so it needs no
/// privilege. It is told to leave this computer's loopback alone, and to forward no name queries:
/// the machine asks name servers itself.
final class UserModeNetwork: Sendable {
  static let program = "slirp4netns"
  /// A network that does not stand after this many milliseconds never will.
  private static let patience: Int32 = 5000

  private enum Number {
    static let leash: Int32 = 3
    static let ready: Int32 = 4
    static let network: Int32 = 5
    static let user: Int32 = 6
  }

  private let process: LaunchedProcess
  /// The program ends when this closes, whatever closes it.
  private let leash: OwnedDescriptor
  /// Held open, because a program that complains to nobody is killed for it.
  private let complaints: OwnedDescriptor

  private init(
    process: LaunchedProcess, leash: OwnedDescriptor, complaints: OwnedDescriptor
  ) {
    self.process = process
    self.leash = leash
    self.complaints = complaints
  }

  /// Starts the program and waits, on a thread of ours, until the machine has its network.
  ///
  /// - Parameters:
  ///   - path: where the program is; nil where it is not installed.
  ///   - namespace: where the machine's network namespace is shown.
  static func attach(_ path: String?, to namespace: String) throws -> UserModeNetwork {
    guard let path else { throw MachineError(.noDriver, NetworkComplaint.missing) }
    let namespaces = try NetworkNamespace(at: namespace)
    let leash = try OwnedPipe()
    let ready = try OwnedPipe()
    let complaints = try OwnedPipe()
    // What nobody reads must not hold the program up either.
    Descriptors.makeNonBlocking(complaints.writing.number)
    var descriptors = [
      2: complaints.writing.number, Number.leash: leash.reading.number,
      Number.ready: ready.writing.number, Number.network: namespaces.network.number,
    ]
    if let user = namespaces.user { descriptors[Number.user] = user.number }
    let process = try LaunchedProcess.start(
      arguments: arguments(path, entersUserNamespace: namespaces.user != nil),
      environment: ["PATH": MachineEnvironment.defaultPath], descriptors: descriptors)
    for end in [complaints.writing, leash.reading, ready.writing] { end.close() }
    guard Descriptors.readByte(ready.reading.number, patience: patience) != nil else {
      let complaint = Descriptors.readAll(complaints.reading.number, patience: 100)
      process.signal(SIGKILL)
      throw MachineError(.notStarted, NetworkComplaint.sentence(for: complaint))
    }
    return UserModeNetwork(
      process: process, leash: leash.writing, complaints: complaints.reading)
  }

  /// Returns when the program is gone; waits on the calling thread, which must be ours.
  func end() {
    leash.close()
    if process.waitForEnding(upTo: .seconds(1)) == nil { process.signal(SIGKILL) }
  }

  private static func arguments(_ path: String, entersUserNamespace: Bool) -> [String] {
    let place =
      entersUserNamespace
      // Its sandbox would have to be root in a namespace where we are not.
      ? ["--userns-path=/proc/self/fd/\(Number.user)"] : ["--enable-sandbox"]
    return [
      path, "--configure", "--mtu=65520", "--disable-host-loopback", "--disable-dns",
      "--enable-seccomp", "--exit-fd=\(Number.leash)", "--ready-fd=\(Number.ready)",
      "--netns-type=path",
    ] + place + ["/proc/self/fd/\(Number.network)", "tap0"]
  }
}
