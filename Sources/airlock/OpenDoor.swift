import BuildModel

extension Session {
  /// The build that a reference names and the way into its machine.
  ///
  /// Where that machine is not open, it is the newest rebuild of the build whose machine is: who
  /// rebuilt 42 for its machine goes on to say 42. That it is another is told on standard error.
  func door(_ reference: String) async throws -> (App, Build, RemoteAccess) {
    let (app, build) = try await finder.find(reference)
    let own = try await client.accessIfAny(app.slug, build.slug)?.access
    if let own, !own.state.isClosed { return (app, build, own) }
    let rebuilds = try await client.builds(of: app, limit: 50)
      .filter { $0.rebuildOf == build.number && $0.isRemote }
      .sorted { $0.number > $1.number }
    for rebuild in rebuilds {
      guard let access = try await client.accessIfAny(app.slug, rebuild.slug)?.access,
        !access.state.isClosed
      else { continue }
      Output.error("This is \(app.title)#\(rebuild.number), the rebuild of #\(build.number).")
      return (app, rebuild, access)
    }
    if let own { return (app, build, own) }
    return (app, build, try await client.access(app.slug, build.slug))
  }
}
