import Foundation
import Synchronization
import TestSupport

@testable import BuildMachine

/// A small root directory of this computer's own programs, among them a `sudo` that works.
enum TestRoot {
  /// All of it as `tar` packs it; nil where this computer lacks a program for it.
  static var archive: String? { packed.map { $0.folder + "/root.tar" } }

  /// Unpacked as `airlock stack unpack` does it, so that it is of use to an ordinary user too; nil
  /// where that does not work here.
  static let path: String? = {
    guard let archive, let agent = try? BuiltProducts.path(of: "airlock-agent") else { return nil }
    let root = RootDirectory(
      path: "\(FileManager.default.temporaryDirectory.path)/airlock-root-\(UUID().uuidString)",
      agent: agent)
    do { try root.unpack(archive) } catch { return nil }
    unpacked.withLock { $0 = root }
    // Nobody but the machine's users may remove what is theirs.
    atexit { try? TestRoot.unpacked.withLock { try $0?.remove() } }
    return root.path
  }()

  private static let unpacked = Mutex<RootDirectory?>(nil)

  /// Made once for all tests.
  private static let packed: MachineScratch? = {
    guard let scratch = try? MachineScratch() else { return nil }
    let status = try? runToEnd(
      ["/bin/bash", "-c", making, "make", scratch.folder + "/root", scratch.folder + "/root.tar"],
      environment: ["PATH": MachineEnvironment.defaultPath], output: "/dev/null")
    return status == 0 ? scratch : nil
  }()

  private static let making = """
    set -euo pipefail
    umask 022
    root=$1; mkdir "$root"; cd "$root"
    mkdir -p usr/bin usr/sbin usr/lib usr/lib64 etc/sudoers.d var/lib/dpkg/{info,updates,triggers}
    mkdir -p tmp root home proc dev run
    for name in bin sbin lib lib64; do ln -s "usr/$name" "$name"; done
    touch var/lib/dpkg/status
    copy() {
      local path; path=$(realpath "$1"); mkdir -p ".$(dirname "$path")"
      [ -e ".$path" ] || cp -p "$path" ".$path"
      [ "$path" = "$1" ] || { mkdir -p ".$(dirname "$1")"; [ -e ".$1" ] || cp -p "$path" ".$1"; }
    }
    libraries() {
      local library
      { ldd "$1" 2>/dev/null || true; } | { grep -o '/[^ ]*' || true; } |
        while read -r library; do copy "$library"; done
    }
    for program in bash sh env id ls cat touch mkdir rm head wc grep seq sleep sudo perl chmod \\
      tar ln mknod dpkg dpkg-deb dpkg-split dpkg-query diff rmdir hostname stat setsid; do
      path=$(type -P "$program"); copy "$path"
      libraries "$path"
    done
    for plugin in /usr/libexec/sudo/*.so* /lib/*/security/pam_{unix,permit,deny,limits}.so; do
      [ -e "$plugin" ] || continue
      copy "$plugin"
      libraries "$plugin"
    done
    mkdir -p etc/pam.d
    printf 'auth required pam_permit.so\\naccount required pam_unix.so\\nsession required pam_permit.so\\n' > etc/pam.d/sudo
    printf 'Defaults secure_path="/usr/sbin:/usr/bin"\\nroot ALL=(ALL:ALL) ALL\\n@includedir /etc/sudoers.d\\n' > etc/sudoers
    chmod 440 etc/sudoers
    printf 'root:x:0:0:root:/root:/bin/bash\\nother:x:1000:1000::/:/bin/sh\\n' > etc/passwd
    printf 'root:*:19000:0:99999:7:::\\n' > etc/shadow; chmod 600 etc/shadow
    printf 'root:x:0:\\n' > etc/group
    printf 'passwd: files\\ngroup: files\\nhosts: files\\n' > etc/nsswitch.conf
    chmod 4755 usr/bin/sudo
    echo 'from the archive' > etc/image
    tar -cf "$2" --owner=0 --group=0 --numeric-owner .
    """
}
