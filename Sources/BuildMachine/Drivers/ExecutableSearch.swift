import Foundation

enum ExecutableSearch {
  /// The path of a program of this computer; looks in the usual folders as well as in `path`.
  static func find(_ name: String, in path: String?) -> String? {
    let folders = (path ?? "").split(separator: ":").map(String.init)
    return (folders + ["/usr/bin", "/usr/local/bin", "/bin"])
      .map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }
}
