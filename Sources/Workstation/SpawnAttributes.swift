import Foundation

/// How programs are started: with signals as a shell gives them, whatever we ignore or hold back.
enum SpawnAttributes {
  #if os(Linux)
    typealias Value = posix_spawnattr_t
  #else
    typealias Value = posix_spawnattr_t?
  #endif

  static func with<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    #if os(Linux)
      var attributes = posix_spawnattr_t()
    #else
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigdelset(&all, SIGKILL)
    sigdelset(&all, SIGSTOP)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    return try body(&attributes)
  }
}
