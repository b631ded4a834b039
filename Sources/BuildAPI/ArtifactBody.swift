package import BuildModel

/// A build's file as Bitrise's API lists it, and, with an address, shows it.
package struct ArtifactBody: Codable, Sendable, Equatable {
  package var slug: ArtifactSlug
  package var title: String
  package var artifactType: String
  @Nullable package var artifactMeta: JSONValue? = nil
  package var fileSizeBytes: Int
  @Nullable package var intermediateFileInfo: JSONValue? = nil
  package var isPublicPageEnabled: Bool
  /// Only where one artifact is shown.
  package var expiringDownloadURL: String?
  package var publicInstallPageURL: String?

  package init(_ artifact: Artifact, downloadURL: String? = nil) {
    slug = artifact.slug
    title = artifact.title
    artifactType = "file"
    fileSizeBytes = artifact.byteCount
    isPublicPageEnabled = false
    expiringDownloadURL = downloadURL
    // Nothing here is public; Bitrise has an empty text then.
    publicInstallPageURL = downloadURL == nil ? nil : ""
  }

  enum CodingKeys: String, CodingKey {
    case slug, title
    case artifactType = "artifact_type"
    case artifactMeta = "artifact_meta"
    case fileSizeBytes = "file_size_bytes"
    case intermediateFileInfo = "intermediate_file_info"
    case isPublicPageEnabled = "is_public_page_enabled"
    case expiringDownloadURL = "expiring_download_url"
    case publicInstallPageURL = "public_install_page_url"
  }
}
