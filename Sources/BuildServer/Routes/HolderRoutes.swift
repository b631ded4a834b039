import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

/// Who has a role in an app, as Bitrise tells it: its groups are our users.
struct HolderRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("apps/:app/roles/:role", use: show)
    group.put("apps/:app/roles/:role", use: replace)
  }

  @Sendable private func show(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    do {
      let app = try await parts.managedApp(context, to: "see its members")
      let role = try Self.role(context, or: .notFound)
      return try .json(try await holders(of: role, in: app.app.slug))
    } catch let refusal as Refusal {
      throw ProxyRefusal(refusal: refusal)
    }
  }

  @Sendable private func replace(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    do {
      let app = try await parts.managedApp(context, to: "change its members")
      let role = try Self.role(context, or: .unprocessableContent)
      let slugs = try await request.decode(HoldersBody.self).groups
      try await parts.store.setHolders(
        slugs.map(UserSlug.init(rawValue:)), of: role, in: app.app.slug, by: app.role,
        noting: parts.entry(.roleSet, context, app: app.app.slug))
      return try .json(try await holders(of: role, in: app.app.slug))
    } catch let error as PeopleError {
      var refusal = Refusal(error)
      if refusal.code == nil { refusal.status = .unprocessableContent }
      throw ProxyRefusal(refusal: refusal)
    } catch let refusal as Refusal {
      throw ProxyRefusal(refusal: refusal)
    }
  }

  private func holders(of role: Role, in app: AppSlug) async throws -> HoldersBody {
    let members = try await parts.store.members(of: app, page: PageRequest(limit: .max)).items
    return HoldersBody(groups: members.filter { $0.role == role }.map(\.user.slug.rawValue))
  }

  /// Owners are not among the roles that Bitrise lets this endpoint handle.
  private static func role(
    _ context: UserContext, or status: HTTPResponse.Status
  ) throws -> Role {
    let word = try context.parameters.require("role")
    guard let role = Role(rawValue: word), role != .owner else {
      let words = Role.allCases.filter { $0 != .owner }.map(\.rawValue)
      throw Refusal(
        status, "The roles are \(words.joined(separator: ", ")); there is no \"\(word)\" here.")
    }
    return role
  }
}
