import BuildAPI
package import Hummingbird

/// Everything the service answers to.
func buildRouter(_ parts: ServiceParts) -> Router<GateContext> {
  let router = Router(context: GateContext.self, options: .autoGenerateHeadEndpoints)
  router.add(middleware: ErrorGate())
  router.add(middleware: DiskGate(disk: parts.disk))
  router.add(middleware: ActivityGate(activity: parts.activity))
  if LoopbackNameGate.isLoopback(parts.configuration.authority) {
    router.add(middleware: LoopbackNameGate())
  }
  router.add(middleware: TokenGate(parts: parts))
  let everybody = router.group(RouterPath(Paths.base))
  ArchiveRoutes(parts: parts).add(to: everybody)
  DownloadRoutes(parts: parts).add(to: everybody)
  DescriptionRoutes().add(to: everybody)
  let known = router.group(RouterPath(Paths.base)).group("", context: UserContext.self)
  known.add(middleware: AuditGate(parts: parts))
  AppRoutes(parts: parts).add(to: known)
  ConfigurationRoutes(parts: parts).add(to: known)
  BuildRoutes(parts: parts).add(to: known)
  RunRoutes(parts: parts).add(to: known)
  AppSettingRoutes(parts: parts).add(to: known)
  LogRoutes(parts: parts).add(to: known)
  ArtifactRoutes(parts: parts).add(to: known)
  AccessRoutes(parts: parts).add(to: known)
  EventRoutes(parts: parts).add(to: known)
  PeopleRoutes(parts: parts).add(to: known)
  HolderRoutes(parts: parts).add(to: known)
  TokenRoutes(parts: parts).add(to: known)
  AuditRoutes(parts: parts).add(to: known)
  SecretRoutes(parts: parts).add(to: known)
  PublicKeyRoutes(parts: parts).add(to: known)
  return router
}

/// The service's HTTP side, ready to run.
package func buildApplication(
  _ parts: ServiceParts, onReady: @escaping @Sendable (Int) async -> Void = { _ in }
) -> some ApplicationProtocol {
  let configuration = parts.configuration
  return Application(
    router: buildRouter(parts),
    configuration: .init(
      address: .hostname(configuration.host, port: configuration.port), serverName: "airlock"),
    onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) },
    logger: configuration.logger)
}

extension ServiceConfiguration {
  /// The host as it stands in an address: an IPv6 one in brackets.
  var authority: String { host.contains(":") ? "[\(host)]" : host }
}
