import CAgentWire
import Foundation

/// A socket at which an agent that can be given no descriptor finds us.
///
/// It lies in a short path, since a socket's has to be short, in a folder that is ours alone, and
/// takes one agent, once.
final class AgentDoor: Sendable {
  /// The folder that the machine sees; the socket in it is called `socket`.
  let folder: String
  private let listener: OwnedDescriptor

  init() throws {
    var template = Array("/tmp/airlock-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw MachineError.noDescriptors }
    folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    #if os(Linux)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw MachineError.noDescriptors }
    listener = OwnedDescriptor(try Descriptors.moveUp(descriptor))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = "\(folder)/socket"
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, listen(listener.number, 1) == 0 else { throw MachineError.noDescriptors }
    // The container's root may be another user of this computer; the folder keeps all others out.
    chmod(path, 0o666)
  }

  /// Waits on the calling thread, which must be ours, for an agent.
  ///
  /// - Parameters:
  ///   - patience: milliseconds.
  ///   - isHopeless: asked four times a second whether there is anything left to wait for.
  /// - Returns: our end and the agent's process; nil where none came.
  func admit(
    patience: Int, until isHopeless: () -> Bool
  ) throws -> (socket: Int32, process: pid_t)? {
    for _ in 0..<max(1, patience / 250) {
      var news = pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)
      guard poll(&news, 1, 250) > 0 else {
        if isHopeless() { return nil }
        continue
      }
      let accepted = accept(listener.number, nil, nil)
      guard accepted >= 0 else { return nil }
      let end = try Descriptors.moveUp(accepted)
      return (end, agent_wire_peer(end))
    }
    return nil
  }

  /// Nobody else can come from here on.
  func shut() {
    listener.close()
    unlink("\(folder)/socket")
    rmdir(folder)
  }
}
