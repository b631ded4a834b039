import Foundation

/// What a crash would leave of a process's memory.
package enum MemoryImage {
  /// Has this process and those it starts leave none: tokens and passwords stand in it.
  ///
  /// Only the soft limit goes down, so a build may raise it again for programs of its own.
  package static func forbid() {
    var limit = rlimit()
    #if os(Linux)
      let core = __rlimit_resource_t(RLIMIT_CORE.rawValue)
    #else
      let core = RLIMIT_CORE
    #endif
    guard getrlimit(core, &limit) == 0 else { return }
    limit.rlim_cur = 0
    setrlimit(core, &limit)
  }
}
