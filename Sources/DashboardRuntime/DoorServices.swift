package import BuildModel
package import Dashboard

/// What goes on between the person's own computer and a machine, one closure for each wish.
///
/// Failures as for ``Services``.
package struct DoorServices: Sendable {
  /// What this computer has for going into a machine.
  package var findTools: @Sendable () async -> Tools
  /// Starts a program; returns when it has done what it was started for, a viewer's end for
  /// instance, and answers what went wrong, in a sentence.
  package var launch: @Sendable (Build, Launch) async -> String?
  /// The step that keeps a machine open for so many seconds, and what it would change.
  package var planStay: @Sendable (Build, _ seconds: Int) async throws -> StayOutline
  /// Writes the changed configuration, unless it is another one by now; answers a sentence.
  package var writeStay: @Sendable (Build, StayOutline) async throws -> String
  /// Fetches files into a folder of their own and answers its path.
  package var rescue: @Sendable (Build, [String]) async throws -> String
  /// Brings a port here until it is cancelled or breaks; calls `opened` once it can be reached.
  package var forward:
    @Sendable (Build, PortForward, _ opened: @escaping @Sendable () -> Void) async throws -> Void

  /// What is told at the start of a shell where the machine does not tell it itself.
  ///
  /// It is safe to print. Whoever lends the terminal to that shell asks for it.
  package var greet: @Sendable (Build, RemoteAccess) async -> String

  package init(
    findTools: @escaping @Sendable () async -> Tools,
    launch: @escaping @Sendable (Build, Launch) async -> String?,
    planStay: @escaping @Sendable (Build, _ seconds: Int) async throws -> StayOutline,
    writeStay: @escaping @Sendable (Build, StayOutline) async throws -> String,
    rescue: @escaping @Sendable (Build, [String]) async throws -> String,
    forward:
      @escaping @Sendable (
        Build, PortForward, _ opened: @escaping @Sendable () -> Void
      ) async throws -> Void,
    greet: @escaping @Sendable (Build, RemoteAccess) async -> String
  ) {
    self.findTools = findTools
    self.launch = launch
    self.planStay = planStay
    self.writeStay = writeStay
    self.rescue = rescue
    self.forward = forward
    self.greet = greet
  }

  /// Services that call this for each use, as ``Services/unimplemented(_:)``.
  package static func unimplemented(
    _ used: @escaping @Sendable (_ name: String) -> Void
  ) -> DoorServices {
    @Sendable func fail(_ name: String) -> ServiceFailure {
      used(name)
      return .refused("\(name) is not there")
    }
    return DoorServices(
      findTools: {
        used("findTools")
        return Tools()
      },
      launch: { _, _ in
        used("launch")
        return "launch is not there"
      },
      planStay: { _, _ in throw fail("planStay") },
      writeStay: { _, _ in throw fail("writeStay") },
      rescue: { _, _ in throw fail("rescue") },
      forward: { _, _, _ in throw fail("forward") },
      greet: { _, _ in
        used("greet")
        return ""
      })
  }
}
