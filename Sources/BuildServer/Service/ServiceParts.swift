import BuildDatabase
import Foundation

/// What the routes of one service work with.
package struct ServiceParts: Sendable {
  let configuration: ServiceConfiguration
  let store: BuildStore
  let folder: DataFolder
  let hub: EventHub
  let herald: Herald
  let foreman: Foreman
  let secrets: AppSecrets
  let audit: AuditDesk
  let revocations = Revocations()
  let signer = ArchiveSigner()
  let activity = ActivityMeter()

  var now: Date { configuration.now() }

  /// Opens the data folder; nothing runs yet.
  init(_ configuration: ServiceConfiguration) throws {
    self.configuration = configuration
    folder = try DataFolder(configuration.dataFolder)
    store = try BuildStore(file: folder.database)
    hub = EventHub(boot: FreshSlug.boot())
    herald = Herald(
      store: store, hub: hub, stacks: configuration.stacks, now: configuration.now,
      logger: configuration.logger)
    secrets = AppSecrets(store: store, vault: SecretVault(keyFile: folder.secretsKey))
    audit = AuditDesk(store: store, now: configuration.now, logger: configuration.logger)
    foreman = Foreman(
      store: store, folder: folder, herald: herald, secrets: secrets,
      configuration: configuration)
  }
}
