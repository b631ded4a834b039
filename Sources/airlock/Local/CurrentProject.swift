import Foundation

/// The repository that the person stands in, if it builds.
enum CurrentProject {
  /// The nearest folder from here up to the repository's top that holds a `bitrise.yml`.
  ///
  /// - Returns: nil where there is none, or where it is in no git repository.
  static func find(from folder: String) -> URL? {
    var url = URL(filePath: folder).standardizedFileURL
    while true {
      let files = FileManager.default
      let isTop = files.fileExists(atPath: url.appending(path: ".git").path)
      if isTop {
        return files.fileExists(atPath: url.appending(path: "bitrise.yml").path) ? url : nil
      }
      guard url.path != "/" else { return nil }
      url = url.deletingLastPathComponent().standardizedFileURL
    }
  }

  /// Whether a folder holds a `bitrise.yml` without being in a git repository.
  static func lacksRepository(_ folder: String) -> Bool {
    let file = URL(filePath: folder).appending(path: "bitrise.yml").path
    return FileManager.default.fileExists(atPath: file) && find(from: folder) == nil
  }
}
