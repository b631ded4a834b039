extension Services {
  /// Services that call this for each use: a test starts from them and puts in what it means to use.
  package static func unimplemented(
    _ used: @escaping @Sendable (_ name: String) -> Void
  ) -> Services {
    @Sendable func fail(_ name: String) -> ServiceFailure {
      used(name)
      return .refused("\(name) is not there")
    }
    return Services(
      loadService: { throw fail("loadService") }, loadBuilds: { _ in throw fail("loadBuilds") },
      findBuilds: { _, _ in throw fail("findBuilds") },
      loadWindows: { throw fail("loadWindows") }, watch: { _ in used("watch") },
      watchElsewhere: { _ in used("watchElsewhere") },
      loadSteps: { _ in throw fail("loadSteps") },
      followLog: { _, _, _ in throw fail("followLog") },
      readLog: { _, _ in throw fail("readLog") },
      exportLog: { _, _, _ in throw fail("exportLog") },
      loadAccess: { _ in throw fail("loadAccess") },
      loadWorkflows: { throw fail("loadWorkflows") }, run: { _, _, _ in throw fail("run") },
      rebuild: { _, _, _, _ in throw fail("rebuild") },
      rebuildPipeline: { _ in throw fail("rebuildPipeline") },
      acceptPaste: { _, _, _ in throw fail("acceptPaste") },
      abort: { _ in throw fail("abort") }, hold: { _, _ in throw fail("hold") },
      openWindow: { _ in throw fail("openWindow") },
      closeWindow: { _ in throw fail("closeWindow") },
      extendWindow: { _, _ in throw fail("extendWindow") },
      openPage: { _ in
        used("openPage")
        return nil
      },
      copy: { _ in
        used("copy")
        return .failed("copy is not there")
      },
      door: .unimplemented(used), files: .unimplemented(used))
  }
}
