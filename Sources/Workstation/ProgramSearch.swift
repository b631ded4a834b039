#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds programs as a shell would.
package enum ProgramSearch {
  /// The path of a program on `PATH`, nil where there is none.
  package static func path(of name: String, environment: [String: String]) -> String? {
    if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
    for folder in (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":") {
      let path = "\(folder)/\(name)"
      if access(path, X_OK) == 0 { return path }
    }
    return nil
  }
}
