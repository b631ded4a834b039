import BuildDatabase
import BuildModel
import Foundation
import Testing

@Suite struct AuditTests {
  private static func note(
    _ events: [AuditEvent], _ sample: SampleStore, app: AppSlug? = nil, at time: Date = .noon
  ) async throws {
    for event in events {
      try await sample.store.note(
        AuditEntry(at: time, user: sample.user, app: app, event: event, detail: "d"))
    }
  }

  @Test func `lines come newest first, page by page`() async throws {
    let sample = try await SampleStore()
    try await Self.note([.userAdded, .tokenMade, .tokenRevoked], sample)
    let first = try await sample.store.audit(AuditFilter(), page: PageRequest(limit: 2))
    #expect(first.items.map(\.event) == ["token_revoked", "token_made"])
    #expect(first.total == 3)
    let second = try await sample.store.audit(
      AuditFilter(), page: PageRequest(limit: 2, next: first.next))
    #expect(second.items.map(\.event) == ["user_added"])
    #expect(second.next == nil)
    await #expect(throws: UnknownCursor.self) {
      _ = try await sample.store.audit(AuditFilter(), page: PageRequest(next: "x"))
    }
  }

  @Test func `lines are chosen by app, build and time`() async throws {
    let sample = try await SampleStore()
    let build = try await sample.insert("b1")
    try await Self.note([.userAdded], sample)
    try await Self.note([.secretSet], sample, app: sample.app.slug, at: .noon + 5)
    try await sample.store.note(
      AuditEntry(at: .noon + 9, app: sample.app.slug, build: build.slug, event: .refused))
    func events(_ filter: AuditFilter) async throws -> [String] {
      try await sample.store.audit(filter, page: PageRequest()).items.map(\.event)
    }
    #expect(try await events(AuditFilter(apps: [sample.app.slug])) == ["refused", "secret_set"])
    #expect(try await events(AuditFilter(apps: [])).isEmpty)
    #expect(try await events(AuditFilter(build: build.slug)) == ["refused"])
    #expect(try await events(AuditFilter(after: .noon + 5)) == ["refused", "secret_set"])
  }

  @Test func `a line names its app and build as they are called now`() async throws {
    let sample = try await SampleStore()
    let build = try await sample.insert("b1")
    try await sample.store.note(
      AuditEntry(
        at: .noon, user: sample.user, address: "10.0.0.9", app: sample.app.slug,
        build: build.slug, event: .credentialsRead))
    let line = try #require(
      try await sample.store.audit(AuditFilter(), page: PageRequest()).items.first)
    #expect(line.appTitle == "app a1" && line.buildNumber == 1)
    #expect(line.userName == "alex" && line.address == "10.0.0.9")
  }

  @Test func `what a removed user did stays written`() async throws {
    let sample = try await SampleStore()
    let kim = try await sample.addUser("kim")
    try await sample.store.note(AuditEntry(at: .noon, user: kim, event: .refused))
    _ = try await sample.store.removeUser(
      kim.slug, noting: AuditEntry(at: .noon, user: sample.user, event: .userRemoved))
    #expect(try await sample.audit() == ["kim | refused", "alex | user_removed | kim"])
  }

  @Test func `owners and admins manage an app, others do not`() async throws {
    let sample = try await SampleStore()
    for role in Role.allCases {
      let user = try await sample.addUser(role.rawValue, as: role)
      let managed = try await sample.store.managedApps(of: user.slug)
      #expect(managed == (role.mayManageApp ? [sample.app.slug] : []))
    }
  }

  // MARK: What workers report

  @Test func `a window's life is written down with who asked for it`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1", window: AccessWindow(grace: 600))
    let build = BuildSlug(rawValue: "b1")
    func ask(_ event: AuditEvent) async throws {
      try await sample.store.note(
        AuditEntry(
          at: .noon, user: sample.user, app: sample.app.slug, build: build, event: event))
    }
    var window = AccessWindow(grace: 600)
    window.apply(.doorOpened(at: .noon + 1))
    _ = try await sample.tell("b1", 1, .windowChanged(window))
    window.apply(.buildFinished(at: .noon + 2))
    _ = try await sample.tell("b1", 2, .windowChanged(window))
    try await ask(.extensionAsked)
    window.apply(.extended(seconds: 1800, at: .noon + 3))
    _ = try await sample.tell("b1", 3, .windowChanged(window))
    _ = try await sample.tell("b1", 3, .windowChanged(window))
    try await ask(.closingAsked)
    window.apply(.closeAsked(.closedByUser, at: .noon + 4))
    _ = try await sample.tell("b1", 4, .windowChanged(window))
    #expect(
      try await sample.audit() == [
        "window_opened", "alex | extension_asked", "alex | window_extended | by 1800 s",
        "alex | closing_asked", "alex | window_closed | It was closed by hand.",
      ])
    let filter = AuditFilter(apps: [sample.app.slug], build: build)
    #expect(try await sample.store.audit(filter, page: PageRequest()).total == 5)
  }

  @Test func `a window that nobody closed names nobody`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1", window: AccessWindow(grace: 600))
    try await sample.store.note(
      AuditEntry(
        at: .noon, user: sample.user, build: BuildSlug(rawValue: "b1"), event: .closingAsked))
    _ = try await sample.store.recordLoss(
      of: BuildSlug(rawValue: "b1"), reason: "lost", at: .noon)
    #expect(
      try await sample.audit().last
        == "window_closed | \(AccessWindow.ClosedReason.workerLost.sentence)")
  }

  @Test func `logins, their end and refusals are written down once`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1")
    let visitor = Visitor(address: "127.0.0.1", port: 5022)
    let other = Visitor(address: "127.0.0.1", port: 5023)
    let news: [WorkerNews] = [
      .visitorRefused(other, tries: 1), .visitorEntered(visitor), .visitorRefused(other, tries: 7),
      .visitorLeft(visitor), .visitorLeft(other),
    ]
    for (number, news) in news.enumerated() {
      #expect(try await sample.tell("b1", number * 40 + 1, news))
      #expect(try await !sample.tell("b1", number * 40 + 1, news))
    }
    #expect(
      try await sample.audit() == [
        "127.0.0.1:5023 | ssh_refused | wrong user name or password",
        "127.0.0.1:5022 | ssh_login | by password",
        "127.0.0.1:5023 | ssh_refused | wrong user name or password, 7 times",
        "127.0.0.1:5022 | ssh_logout | after 1m20s", "127.0.0.1:5023 | ssh_logout",
      ])
  }
}
