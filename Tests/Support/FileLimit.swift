#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many files and connections this process may have open.
package enum FileLimit {
  #if canImport(Glibc)
    private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    private static let files = RLIMIT_NOFILE
  #endif

  package static var current: Int {
    var limit = rlimit()
    return getrlimit(files, &limit) == 0 ? Int(clamping: limit.rlim_cur) : 0
  }

  /// Raises the limit as far as the system lets it.
  package static func raise() {
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(files, &limit)
  }
}
