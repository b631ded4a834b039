import BuildModel

/// What the service hands over to a worker and no file holds.
struct Handover {
  /// The app's secrets.
  let secrets: [EnvironmentVariable]
  /// The build's order with the repository's whole address, for git only.
  let order: BuildOrder
  /// What nobody may read in a log or a report.
  let hidden: [String]

  init(_ variables: [EnvironmentVariable], of order: BuildOrder) {
    let access = variables.compactMap(\.repositoryAccess).first
    secrets = variables.filter { $0.repositoryAccess == nil }
    var opened = order
    opened.repository = RepositoryAddress(remote: order.repository, access: access).text
    self.order = opened
    let password = access?.split(separator: ":", maxSplits: 1).last.map(String.init)
    hidden = secrets.map(\.value) + [access, password].compactMap { $0 }
  }
}
