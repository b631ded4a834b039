import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

/// Who there is, and who may do what in an app.
struct PeopleRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("users", use: list)
    group.post("users", use: add)
    group.delete("users/:user", use: remove)
    group.get("apps/:app/members", use: members)
    group.put("apps/:app/members/:user", use: setRole)
  }

  // MARK: Users

  @Sendable private func list(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    try context.requireAdministrator(to: "see its users")
    let page = try request.page()
    let accounts = try await parts.store.accounts(page: page)
    return try .json(
      Page(
        data: accounts.items.map { UserBody($0) }, paging: Paging(accounts, limit: page.limit)))
  }

  @Sendable private func add(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    try context.requireAdministrator(to: "add users")
    let body = try await request.decode(AddUserRequest.self)
    guard Self.isName(body.username) else {
      throw Refusal(
        .badRequest,
        "username must be 1 to 64 letters, digits or . _ - @ +, not begin with a dash, and not"
          + " look like a slug.")
    }
    let user = User(
      slug: UserSlug(rawValue: FreshSlug.user()), name: body.username,
      isAdmin: body.isAdmin ?? false)
    let entry = parts.entry(.userAdded, context)
    do { try await parts.store.addUser(user, noting: entry) } catch let error as PeopleError {
      throw Refusal(error)
    }
    let account = Account(user: user, createdAt: entry.at, memberships: [])
    return try .json(Envelope(data: UserBody(account)), status: .created)
  }

  @Sendable private func remove(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    try context.requireAdministrator(to: "remove users")
    let user = try await parts.user(context)
    var heir: User?
    if let name = request.query("give_apps_to") { heir = try await parts.user(named: name) }
    do {
      let worthless = try await parts.store.removeUser(
        user.slug, givingAppsTo: heir?.slug, noting: parts.entry(.userRemoved, context))
      parts.revocations.revoke(worthless)
    } catch let error as PeopleError {
      throw Refusal(error)
    }
    return try .json(StatusBody())
  }

  /// Names stand in paths, in commands and beside slugs.
  private static func isName(_ text: String) -> Bool {
    let isSlug = text.count == 16 && text.allSatisfy(\.isHexDigit)
    return (1...64).contains(text.utf8.count) && !isSlug && !text.hasPrefix("-")
      && text.utf8.allSatisfy { byte in
        let character = Character(UnicodeScalar(byte))
        return character.isASCII
          && (character.isLetter || character.isNumber || "._-@+".contains(character))
      }
  }

  // MARK: Members

  @Sendable private func members(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.managedApp(context, to: "see its members")
    let page = try request.page()
    let members = try await parts.store.members(of: app.app.slug, page: page)
    return try .json(
      Page(
        data: members.items.map {
          MemberBody(slug: $0.user.slug.rawValue, username: $0.user.name, role: $0.role)
        }, paging: Paging(members, limit: page.limit)))
  }

  @Sendable private func setRole(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.managedApp(context, to: "change its members")
    let word = try await request.decode(RoleRequest.self).role
    let role = Role(rawValue: word)
    guard role != nil || word == RoleRequest.none else {
      let words = Role.allCases.map(\.rawValue) + [RoleRequest.none]
      throw Refusal(
        .badRequest, "role must be one of \(words.joined(separator: ", ")), not \"\(word)\".")
    }
    let user = try await parts.user(context)
    do {
      try await parts.store.setRole(
        role, of: user.slug, in: app.app.slug, by: app.role,
        noting: parts.entry(.roleSet, context, app: app.app.slug))
    } catch let error as PeopleError {
      throw Refusal(error)
    }
    return try .json(StatusBody())
  }
}

extension ServiceParts {
  /// The app a path names, where the user manages it.
  func managedApp(_ context: UserContext, to act: String) async throws -> SeenApp {
    let app = try await app(context)
    guard app.role.mayManageApp else { throw Refusal.role(app.role, act) }
    return app
  }

  /// The user a path names, by slug or name.
  func user(_ context: UserContext) async throws -> User {
    try await user(named: try context.parameters.require("user"))
  }

  /// - Parameter name: a slug, or a name.
  func user(named name: String) async throws -> User {
    guard let user = try await store.user(name) else {
      throw Refusal(.notFound, "There is no user \(name).")
    }
    return user
  }
}

extension Refusal {
  init(_ error: PeopleError) {
    switch error {
    case .onlyOwnersDecide: self.init(.forbidden, error.description, code: .role)
    case .noSuchUser: self.init(.notFound, error.description)
    case .nameTaken, .lastOwner, .lastAdmin, .ownsApps:
      self.init(.badRequest, error.description)
    }
  }
}

extension UserBody {
  fileprivate init(_ account: Account) {
    self.init(
      slug: account.user.slug.rawValue, username: account.user.name,
      isAdmin: account.user.isAdmin, createdAt: account.createdAt,
      apps: account.memberships.map {
        Membership(appSlug: $0.app, title: $0.title, role: $0.role)
      })
  }
}
