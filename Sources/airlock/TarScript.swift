import Foundation

/// What a shell of this computer runs to copy by `tar` through another shell, in the machine.
///
/// It behaves as `scp` does: the last name of each path comes along, and where there is no folder
/// of the name that is copied to, what is copied gets that name.
struct TarScript {
  /// `ssh` to the machine, as words that are quoted already.
  let connection: String

  private static let progress = "dd bs=65536 status=progress"

  func text(_ direction: TransferWay.Direction, folder: String) -> String {
    switch direction {
    case .get(let paths, let to):
      let pack = Self.script(Self.pack, [folder] + paths)
      return
        "\(connection) \(ShellWord.quoted(pack)) | \(Self.progress) | \(Self.script(Self.unpack, [to]))"
    case .put(let files, let to):
      let here = FileManager.default.currentDirectoryPath
      let unpack = Self.script(Self.unpack, [to])
      let whole = files.map { $0.hasPrefix("/") ? $0 : "\(here)/\($0)" }
      return "\(Self.script(Self.packPlain, whole)) | \(Self.progress) |"
        + " \(connection) \(ShellWord.quoted(unpack))"
    }
  }

  /// A script with its arguments, for whatever shell reads them.
  private static func script(_ text: String, _ arguments: [String]) -> String {
    (["sh", "-c", ShellWord.quoted(text), "airlock"] + arguments.map(ShellWord.quoted))
      .joined(separator: " ")
  }

  /// Each with the folder it lies in before it, so that only its last name comes along.
  private static let add = #"""
    while [ "${f%/}" != "$f" ] && [ -n "${f%/}" ]; do f=${f%/}; done
    d=${f%/*}; set -- "$@" -C "${d:-/}" "./${f##*/}"
    """#

  /// Patterns are those of file names: without separators nothing else is read in a variable.
  private static let pack = #"""
    cd -- "$1" || exit; shift; IFS=; n=$#
    while [ $n -gt 0 ]; do p=$1; shift; n=$((n - 1))
    case $p in /*) ;; *) p=$PWD/$p ;; esac
    for f in $p; do
    """# + "\n" + add + "\ndone; done\nexec tar -cf - \"$@\""

  /// The shell here has expanded what patterns there were.
  private static let packPlain =
    "n=$#; while [ $n -gt 0 ]; do f=$1; shift; n=$((n - 1))\n" + add
    + "\ndone; exec tar -cf - \"$@\""

  private static let unpack = #"""
    if [ -d "$1" ]; then exec tar -C "$1" -xpf -; fi
    case $1 in */) echo "there is no folder $1" >&2; exit 1 ;; esac
    case $1 in */*) d=${1%/*} ;; *) d=. ;; esac
    t=$(mktemp -d "${d:-/}/.airlock-XXXXXX") || exit
    trap 'rm -rf "$t"' EXIT
    tar -C "$t" -xpf - || exit
    to=$1; set --
    for f in "$t"/* "$t"/.[!.]* "$t"/..?*; do
    if [ -e "$f" ] || [ -L "$f" ]; then set -- "$@" "$f"; fi; done
    [ $# = 1 ] || { echo "$to must be a folder to take $# files" >&2; exit 1; }
    mv -f -- "$1" "$to"
    """#
}
