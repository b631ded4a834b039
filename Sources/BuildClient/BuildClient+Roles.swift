import BuildAPI
package import BuildModel

/// What a person may do with an app, as far as a service lets it be known.
extension BuildClient {
  /// The person's role in an app; nil where it cannot be known before something is refused.
  ///
  /// Bitrise tells which groups have a role, and not who is in them. So it is known of owners, of
  /// those that are named themselves, and of testers once a log was refused to them.
  package func role(in app: AppSlug) async -> Role? {
    if let known = learned.roles[app] { return known }
    guard let me = try? await me() else { return nil }
    let role = await ownership(of: app, me.slug) ? Role.owner : await namedRole(me.slug, in: app)
    if let role { learned.role(role, in: app) }
    return role
  }

  private func ownership(of app: AppSlug, _ me: String) async -> Bool {
    guard
      let owner = try? await get(Paths.app(app), as: Envelope<AppBody>.self).data.owner
    else { return false }
    if owner.slug == me { return true }
    guard owner.accountType == "organization",
      let all = try? await get(Paths.organizations, as: Envelope<[OrganizationBody]>.self).data
    else { return false }
    return all.first { $0.slug == owner.slug }?.owners.contains { $0.slug == me } ?? false
  }

  private func namedRole(_ me: String, in app: AppSlug) async -> Role? {
    for role in [Role.admin, .platformEngineer, .developer, .tester] {
      do {
        let path = Paths.holders(app, of: role)
        if try await get(path, as: HoldersOfRole.self).groups.contains(me) { return role }
      } catch {
        // Whoever may not ask learns it in no other way, and the other roles answer the same.
        return nil
      }
    }
    return nil
  }
}

private struct OrganizationBody: Codable, Sendable, Equatable {
  struct Owner: Codable, Sendable, Equatable {
    @EmptyIfAbsent var slug: String = ""
  }

  @EmptyIfAbsent var slug: String = ""
  @NoneIfAbsent var owners: [Owner] = []
}

private struct HoldersOfRole: Decodable, Sendable {
  @NoneIfAbsent var groups: [String] = []
}
