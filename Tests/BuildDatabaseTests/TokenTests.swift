import BuildDatabase
import BuildModel
import Foundation
import GRDB
import Testing

@Suite struct TokenTests {
  private static func insert(
    _ id: String, hash: String, of user: User, into sample: SampleStore,
    expiresAt: Date? = nil
  ) async throws -> StoredToken {
    let token = StoredToken(
      id: TokenID(rawValue: id), user: user, label: "laptop", createdAt: .noon,
      expiresAt: expiresAt)
    try await sample.store.insertToken(
      token, hash: hash, noting: AuditEntry(at: .noon, user: sample.user, event: .tokenMade))
    return token
  }

  @Test func `a token is found by its digest only`() async throws {
    let sample = try await SampleStore()
    let token = try await Self.insert("t1", hash: "aa11", of: sample.user, into: sample)
    let found = try #require(try await sample.store.token(hash: "aa11"))
    #expect(found.token == token)
    #expect(found.hash == "aa11")
    #expect(try await sample.store.token(hash: "aa12") == nil)
  }

  @Test func `a token of nobody is refused, and not written to the audit`() async throws {
    let sample = try await SampleStore()
    let nobody = User(slug: UserSlug(rawValue: "nobody"), name: "nobody")
    await #expect(throws: DatabaseError.self) {
      _ = try await Self.insert("t1", hash: "aa11", of: nobody, into: sample)
    }
    #expect(try await sample.audit().isEmpty)
  }

  @Test func `a token is good until the moment it expires`() async throws {
    let sample = try await SampleStore()
    let token = try await Self.insert(
      "t1", hash: "aa11", of: sample.user, into: sample, expiresAt: .noon + 10)
    #expect(token.isGood(at: .noon + 9.999))
    #expect(!token.isGood(at: .noon + 10))
  }

  @Test func `tokens are listed newest first, of one user or of all`() async throws {
    let sample = try await SampleStore()
    let kim = try await sample.addUser("kim")
    for (id, user) in [("t1", sample.user), ("t2", kim), ("t3", sample.user)] {
      _ = try await Self.insert(id, hash: "hash of \(id)", of: user, into: sample)
    }
    func ids(_ user: UserSlug?, _ page: PageRequest = PageRequest()) async throws -> [String] {
      try await sample.store.tokens(of: user, page: page).items.map(\.id.rawValue)
    }
    #expect(try await ids(sample.user.slug) == ["t3", "t1"])
    #expect(try await ids(nil) == ["t3", "t2", "t1"])
    #expect(try await ids(nil, PageRequest(limit: 1, next: "t2")) == ["t2"])
  }

  @Test func `a revoked token is gone, and the audit says whose it was`() async throws {
    let sample = try await SampleStore()
    let token = try await Self.insert("t1", hash: "aa11", of: sample.user, into: sample)
    try await sample.store.revoke(
      token, noting: AuditEntry(at: .noon, user: sample.user, event: .tokenRevoked))
    #expect(try await sample.store.token(hash: "aa11") == nil)
    #expect(
      try await sample.audit() == [
        "alex | token_made | t1 (laptop) of alex", "alex | token_revoked | t1 (laptop) of alex",
      ])
  }

  @Test func `the last use is remembered`() async throws {
    let sample = try await SampleStore()
    let token = try await Self.insert("t1", hash: "aa11", of: sample.user, into: sample)
    try await sample.store.noteUse(of: token.id, at: .noon + 5)
    #expect(try await sample.store.token(token.id)?.lastUsedAt == .noon + 5)
  }
}
