import BuildModel

/// How a session begins in a machine whose door leads into the home folder, as Bitrise's do: with
/// words for the shell of the machine.
///
/// Nothing but the folder's name goes into them, and that is quoted: what a build wrote is never
/// part of what a shell reads.
struct MachineEntrance: Sendable, Equatable {
  /// Where the source should lie; the machine's own variable knows better, where it is there.
  var folder: String

  /// Nil where the door itself leads into the source folder, as our own service's do.
  init?(_ access: RemoteAccess) {
    guard access.estimate != nil, let folder = access.sourceFolder else { return nil }
    self.init(folder: folder)
  }

  init(folder: String) { self.folder = folder }

  /// For a shell: what it is at login, which is where a build's environment is read.
  var shell: String {
    // In a container there may be no variable that tells the user's shell.
    let script =
      enter + #"for s in "$SHELL" /bin/bash /bin/sh; do [ -x "$s" ] && exec "$s" -l; done"#
    return "exec sh -c \(ShellWord.quoted(script)) airlock"
  }

  /// For a command, which the user's shell reads as it would without us.
  func command(_ words: [String]) -> String {
    let script = enter + #"exec "${SHELL:-/bin/sh}" -c "$1""#
    let words = ShellWord.quoted(words.joined(separator: " "))
    return "exec sh -c \(ShellWord.quoted(script)) airlock \(words)"
  }

  /// A build that failed before its source was fetched has no such folder; one may want to go in
  /// all the same.
  private var enter: String {
    """
    d=${BITRISE_SOURCE_DIR:-}; [ -n "$d" ] || d=\(ShellWord.quoted(folder))
    cd -- "$d" 2>/dev/null || echo "airlock: the source folder is not there; this is $(pwd)." >&2

    """
  }
}
