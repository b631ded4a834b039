import BuildDatabase
import BuildModel
import Foundation
import Testing

@Suite struct MemberTests {
  private static let entry = AuditEntry(
    at: .noon, user: User(slug: UserSlug(rawValue: "u1"), name: "alex"), event: .roleSet)

  private static func roles(_ sample: SampleStore) async throws -> [String] {
    try await sample.store.members(of: sample.app.slug, page: PageRequest()).items
      .map { "\($0.user.name) \($0.role.rawValue)" }
  }

  @Test func `a role replaces the one before, and none takes it away`() async throws {
    let sample = try await SampleStore()
    let kim = try await sample.addUser("kim", as: .tester)
    try await sample.store.setRole(
      .developer, of: kim.slug, in: sample.app.slug, noting: Self.entry)
    #expect(try await Self.roles(sample) == ["alex owner", "kim manager"])
    try await sample.store.setRole(nil, of: kim.slug, in: sample.app.slug, noting: Self.entry)
    #expect(try await Self.roles(sample) == ["alex owner"])
    #expect(
      try await sample.audit() == [
        "alex | role_set | kim: Tester/QA -> Developer",
        "alex | role_set | kim: Developer -> no role",
      ])
  }

  @Test func `what changes nothing is not written to the audit`() async throws {
    let sample = try await SampleStore()
    try await sample.store.setRole(
      .owner, of: sample.user.slug, in: sample.app.slug, noting: Self.entry)
    #expect(try await sample.audit().isEmpty)
  }

  @Test(arguments: [Role.tester, nil])
  func `the last owner stays`(role: Role?) async throws {
    let sample = try await SampleStore()
    await #expect(throws: PeopleError.lastOwner("alex")) {
      try await sample.store.setRole(role, of: sample.user.slug, in: sample.app.slug)
    }
    #expect(try await Self.roles(sample) == ["alex owner"])
  }

  @Test func `only owners make and unmake owners`() async throws {
    let sample = try await SampleStore()
    let kim = try await sample.addUser("kim", as: .admin)
    let store = sample.store
    let app = sample.app.slug
    for (user, role) in [(kim.slug, Role.owner), (sample.user.slug, .developer)] {
      await #expect(throws: PeopleError.onlyOwnersDecide) {
        try await store.setRole(role, of: user, in: app, by: .admin)
      }
    }
    try await store.setRole(.owner, of: kim.slug, in: app, by: .owner)
    try await store.setRole(nil, of: sample.user.slug, in: app, by: .owner)
    #expect(try await Self.roles(sample) == ["kim owner"])
    #expect(try await store.app(app)?.owner == kim)
  }

  @Test func `a role's holders are replaced all at once, or not at all`() async throws {
    let sample = try await SampleStore()
    let store = sample.store
    let app = sample.app.slug
    let (ann, ben) = (try await sample.addUser("ann"), try await sample.addUser("ben", as: .tester))
    let cat = try await sample.addUser("cat", as: .developer)
    try await store.setHolders(
      [ann.slug, ben.slug], of: .developer, in: app, by: .owner, noting: Self.entry)
    #expect(try await Self.roles(sample) == ["alex owner", "ann manager", "ben manager"])
    await #expect(throws: PeopleError.noSuchUser("nobody")) {
      try await store.setHolders(
        [cat.slug, UserSlug(rawValue: "nobody")], of: .developer, in: app, by: .owner,
        noting: Self.entry)
    }
    await #expect(throws: PeopleError.onlyOwnersDecide) {
      try await store.setHolders(
        [sample.user.slug], of: .developer, in: app, by: .admin, noting: Self.entry)
    }
    #expect(try await Self.roles(sample) == ["alex owner", "ann manager", "ben manager"])
  }
}

@Suite struct AccountTests {
  private static let entry = AuditEntry(at: .noon, event: .userRemoved)

  @Test func `a name belongs to one user`() async throws {
    let sample = try await SampleStore()
    let twin = User(slug: UserSlug(rawValue: "u9"), name: "alex")
    await #expect(throws: PeopleError.nameTaken("alex")) {
      try await sample.store.addUser(twin, noting: AuditEntry(at: .noon, event: .userAdded))
    }
    #expect(try await sample.audit().isEmpty)
  }

  @Test func `a user is found by slug and by name`() async throws {
    let sample = try await SampleStore()
    #expect(try await sample.store.user("u1") == sample.user)
    #expect(try await sample.store.user("alex") == sample.user)
    #expect(try await sample.store.user("kim") == nil)
  }

  @Test func `users are listed by name with their roles`() async throws {
    let sample = try await SampleStore()
    _ = try await sample.addUser("Zoe", as: .tester, isAdmin: true)
    let accounts = try await sample.store.accounts(page: PageRequest()).items
    #expect(accounts.map(\.user.name) == ["Zoe", "alex"])
    #expect(accounts.map(\.user.isAdmin) == [true, false])
    #expect(accounts.map { $0.memberships.map(\.role) } == [[.tester], [.owner]])
  }

  @Test func `the only administrator stays`() async throws {
    let sample = try await SampleStore()
    let admin = try await sample.addUser("root", isAdmin: true)
    await #expect(throws: PeopleError.lastAdmin("root")) {
      _ = try await sample.store.removeUser(admin.slug, noting: Self.entry)
    }
    _ = try await sample.addUser("other", isAdmin: true)
    _ = try await sample.store.removeUser(admin.slug, noting: Self.entry)
    #expect(try await sample.store.user("root") == nil)
  }

  @Test func `who owns apps goes only when somebody else gets them`() async throws {
    let sample = try await SampleStore()
    let kim = try await sample.addUser("kim", as: .tester)
    for heir in [nil, sample.user.slug] {
      await #expect(throws: PeopleError.ownsApps("alex", ["app a1"])) {
        _ = try await sample.store.removeUser(
          sample.user.slug, givingAppsTo: heir, noting: Self.entry)
      }
    }
    #expect(try await sample.store.user("alex") != nil)
    _ = try await sample.store.removeUser(
      sample.user.slug, givingAppsTo: kim.slug, noting: Self.entry)
    let app = try #require(try await sample.store.app(sample.app.slug, seenBy: kim.slug))
    #expect(app.role == .owner)
    #expect(app.owner == kim)
    #expect(
      try await sample.audit() == [
        "role_set | kim: Tester/QA -> Owner", "user_removed | alex",
      ])
  }

  @Test func `another owner keeps the app without being named`() async throws {
    let sample = try await SampleStore()
    let kim = try await sample.addUser("kim", as: .owner)
    _ = try await sample.store.removeUser(sample.user.slug, noting: Self.entry)
    #expect(try await sample.store.app(sample.app.slug)?.owner == kim)
  }

  @Test func `who goes leaves no token behind, and it is told which were good`() async throws {
    let sample = try await SampleStore()
    let kim = try await sample.addUser("kim", as: .developer)
    try await sample.store.insertToken(
      StoredToken(id: TokenID(rawValue: "t1"), user: kim, createdAt: .noon), hash: "aa",
      noting: AuditEntry(at: .noon, event: .tokenMade))
    let worthless = try await sample.store.removeUser(kim.slug, noting: Self.entry)
    #expect(worthless == [TokenID(rawValue: "t1")])
    #expect(try await sample.store.token(hash: "aa") == nil)
  }
}
