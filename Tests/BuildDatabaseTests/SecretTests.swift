import BuildDatabase
import BuildModel
import Foundation
import Testing

@Suite struct SecretTests {
  private static let entry = AuditEntry(at: .noon, event: .secretSet, detail: "KEY")

  private static func secret(
    _ name: String, _ sealed: String, isProtected: Bool = false
  ) -> StoredSecret {
    StoredSecret(
      id: "s-\(name)", app: AppSlug(rawValue: "a1"), name: name, sealed: Data(sealed.utf8),
      isProtected: isProtected, isExpand: true)
  }

  @Test func `a secret comes back as it was written, by name`() async throws {
    let sample = try await SampleStore()
    for name in ["B", "A"] {
      try await sample.store.write(Self.secret(name, "x"), noting: Self.entry)
    }
    #expect(
      try await sample.store.secrets(of: sample.app.slug) == [
        Self.secret("A", "x"), Self.secret("B", "x"),
      ])
    #expect(try await sample.store.secret("A", of: sample.app.slug) == Self.secret("A", "x"))
    #expect(try await sample.store.secret("C", of: sample.app.slug) == nil)
  }

  @Test func `what was protected once stays protected`() async throws {
    let sample = try await SampleStore()
    try await sample.store.write(
      Self.secret("A", "x", isProtected: true), noting: Self.entry)
    try await sample.store.write(Self.secret("A", "y"), noting: Self.entry)
    let stored = try await sample.store.secret("A", of: sample.app.slug)
    #expect(stored == Self.secret("A", "y", isProtected: true))
  }

  @Test func `removing what is not there is told, and not written to the audit`() async throws {
    let sample = try await SampleStore()
    try await sample.store.write(Self.secret("A", "x"), noting: Self.entry)
    let store = sample.store
    let app = sample.app.slug
    #expect(try await store.removeSecret("A", of: app, noting: Self.entry))
    #expect(try await !store.removeSecret("A", of: app, noting: Self.entry))
    #expect(try await sample.audit().count == 2)
  }
}
