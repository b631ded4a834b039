import Foundation
import TestSupport

@testable import BuildMachine

/// A small root directory of this computer's own programs, among them a `sudo` that works.
enum TestRoot {
  /// Made once for all tests; nil where this computer lacks a program for it.
  static let shared: MachineScratch? = {
    guard let scratch = try? MachineScratch() else { return nil }
    let script = try? runToEnd(
      ["/bin/bash", "-c", making, "make", scratch.folder + "/root"],
      environment: ["PATH": MachineEnvironment.defaultPath], output: "/dev/null")
    return script == 0 ? scratch : nil
  }()

  static var path: String? { shared.map { $0.folder + "/root" } }

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
    """
}
