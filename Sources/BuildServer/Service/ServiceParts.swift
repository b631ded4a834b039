import BuildDatabase
import Foundation

/// What the routes of one service work with.
package struct ServiceParts: Sendable {
  let configuration: ServiceConfiguration
  let store: BuildStore
  let folder: DataFolder
  let hub: EventHub
  let herald: Herald
  let crier: EventCrier
  let foreman: Foreman
  let signer: ArchiveSigner
  let secrets: AppSecrets
  let audit: AuditDesk
  let revocations = Revocations()
  let activity = ActivityMeter()
  let disk: DiskGuard

  var now: Date { configuration.now() }

  /// Opens the data folder; nothing runs yet.
  init(_ configuration: ServiceConfiguration) throws {
    self.configuration = configuration
    folder = try DataFolder(configuration.dataFolder)
    disk = DiskGuard(folder: folder.url, leastFree: configuration.leastFreeBytes)
    signer = try ArchiveSigner(keyIn: folder.url)
    do { store = try BuildStore(file: folder.database) } catch  where DiskGuard.isDiskFull(error) {
      throw ServiceError(
        description: "the disk that holds \(folder.url.path) is full; make room there and start the"
          + " service again")
    }
    hub = EventHub(boot: FreshSlug.boot())
    herald = Herald(
      store: store, hub: hub, stacks: configuration.stacks, now: configuration.now,
      logger: configuration.logger)
    crier = EventCrier(
      hub: hub, store: store, heartbeat: configuration.heartbeat, logger: configuration.logger)
    secrets = AppSecrets(store: store, vault: SecretVault(keyFile: folder.secretsKey))
    audit = AuditDesk(store: store, now: configuration.now, logger: configuration.logger)
    foreman = Foreman(
      store: store, folder: folder, herald: herald, disk: disk, secrets: secrets,
      configuration: configuration)
  }
}
