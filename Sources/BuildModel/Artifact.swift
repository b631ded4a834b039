/// A file that a build left in its deploy folder, kept after its machine is gone.
package struct Artifact: Sendable, Equatable, Codable, Identifiable {
  package var id: ArtifactSlug { slug }
  package var slug: ArtifactSlug
  /// Its path below the deploy folder.
  package var title: String
  package var byteCount: Int

  package init(slug: ArtifactSlug, title: String, byteCount: Int) {
    self.slug = slug
    self.title = title
    self.byteCount = byteCount
  }
}

/// An artifact's slug: 16 lowercase hexadecimal digits, unique within its build.
package struct ArtifactSlug: Identifier {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}
