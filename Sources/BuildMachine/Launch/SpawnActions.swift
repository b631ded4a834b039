import Foundation

/// What `posix_spawn` does between the fork and the program: descriptors, signals, group.
struct SpawnActions {
  #if os(Linux)
    var files = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #else
    var files: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #endif

  /// A group of its own, so that Ctrl-C in a terminal of ours is not meant for it, and signals
  /// as a fresh program expects them.
  init() {
    posix_spawn_file_actions_init(&files)
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  mutating func addDescriptor(_ ours: Int32, as number: Int32) {
    posix_spawn_file_actions_adddup2(&files, ours, number)
  }

  mutating func addNullDevice(as number: Int32) {
    posix_spawn_file_actions_addopen(&files, number, "/dev/null", O_RDWR, 0)
  }

  mutating func destroy() {
    posix_spawn_file_actions_destroy(&files)
    posix_spawnattr_destroy(&attributes)
  }
}

/// Texts as C takes them, with a NULL at the end; freed with this object.
final class CTexts {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ texts: [String]) {
    pointers = texts.map { strdup($0) } + [nil]
  }

  deinit {
    for pointer in pointers { free(pointer) }
  }
}
