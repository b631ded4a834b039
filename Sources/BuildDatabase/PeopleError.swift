import BuildModel

/// Why people, roles or tokens cannot be changed as asked, in one sentence.
package enum PeopleError: Error, Sendable, Equatable, CustomStringConvertible {
  case nameTaken(String)
  case noSuchUser(String)
  case onlyOwnersDecide
  case lastOwner(String)
  case lastAdmin(String)
  /// Nobody else owns these apps.
  case ownsApps(String, [String])

  package var description: String {
    switch self {
    case .nameTaken(let name): "There is a user \(name) already."
    case .noSuchUser(let name): "There is no user \(name)."
    case .onlyOwnersDecide: "Only an owner of the app may make or unmake owners."
    case .lastOwner(let name):
      "\(name) is the app's only owner; make somebody else an owner first."
    case .lastAdmin(let name):
      "\(name) is the service's only administrator; add another one first."
    case .ownsApps(let name, let titles):
      "Nobody but \(name) owns \(titles.joined(separator: ", ")); name a user to give that to."
    }
  }
}
