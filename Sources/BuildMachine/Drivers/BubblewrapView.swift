import Foundation

/// What a machine made by bubblewrap sees, as bubblewrap's arguments.
///
/// The root is a list of what is let in, not of what is kept out: the host's programs and their
/// settings, read-only. A host's `/home`, `/root`, `/var`, `/srv`, `/mnt` and the like do not
/// exist inside.
struct BubblewrapView {
  /// On the read-only root, where a build can put nothing beside it.
  static let agentPath = "/airlock/agent"
  static let folders = MachineFolders(
    home: "/home/vagrant", source: "/bitrise/src", deploy: "/bitrise/deploy",
    temporary: "/bitrise/tmp")

  /// Folders of the host that machines see if they exist.
  private static let programFolders = ["/usr", "/etc", "/opt", "/nix"]
  /// Folders that are symbolic links into `/usr` on most systems.
  private static let linkFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"]

  private let setup: [String]
  /// In front of the path of each folder with programs; empty for this computer's own.
  private let root: String
  private var mounts: [String]
  private var bound: [String] = []

  /// - Parameter memory: how much the folders in memory may take, each; nil for parts of what
  ///   this computer has.
  init(
    account: MachineAccount, hostname: String, sharesNetwork: Bool = false, root: String = "",
    memory: Int? = nil
  ) {
    self.root = root
    setup =
      Self.namespaces(of: account) + (sharesNetwork ? [] : ["--unshare-net"])
      + ["--hostname", hostname]
    // Left to itself, bubblewrap makes the folders above a mount for its own user only.
    mounts = ["/home", "/bitrise", "/airlock", "/var"].flatMap { ["--perms", "0755", "--dir", $0] }
    bindPrograms()
    addTemporaryFolders(atMost: memory.map(UInt64.init) ?? .max)
  }

  var arguments: [String] {
    setup + mounts + ["--remount-ro", "/", "--chdir", "/"]
  }

  mutating func add(_ files: MachineFiles) {
    for (ours, inside) in files.accountFiles { bindFile(ours, at: inside) }
    mounts += ["--bind", files.home, Self.folders.home]
    mounts += ["--bind", files.source, Self.folders.source]
    mounts += ["--bind", files.deploy, Self.folders.deploy]
    mounts += ["--bind", files.temporary, Self.folders.temporary]
  }

  /// Puts a file of ours in the place of one that is there.
  ///
  /// Where that is a link into `/run`, as with a computer's name servers, what it points to is
  /// made: the machine's `/run` is empty.
  private mutating func bindFile(_ ours: String, at inside: String) {
    switch FileKind(of: root + inside) {
    case .file: mounts += ["--ro-bind", ours, inside]
    case .link(let target):
      let folder = URL(fileURLWithPath: inside).deletingLastPathComponent()
      let place = URL(fileURLWithPath: target, relativeTo: folder).standardizedFileURL.path
      guard place.isWithin("/run") else { return }
      var parent = ""
      for name in place.split(separator: "/").dropLast() {
        parent += "/" + name
        if parent != "/run" { mounts += ["--perms", "0755", "--dir", parent] }
      }
      mounts += ["--ro-bind", ours, place]
    case .folder, .none: return
    }
  }

  mutating func bindAgent(_ path: String) {
    mounts += ["--ro-bind", path, Self.agentPath]
  }

  /// Covers what lies within a folder that machines see; the rest is not there anyway.
  mutating func hide(_ paths: [String]) {
    // What lies in another root directory is not this computer's.
    guard root.isEmpty else { return }
    for path in paths.map(Self.resolved) where bound.contains(where: { path.isWithin($0) }) {
      switch FileKind(of: path) {
      case .folder: mounts += ["--perms", "0555", "--size", "4096", "--tmpfs", path]
      case .file: mounts += ["--ro-bind", "/dev/null", path]
      case .link, .none: break
      }
    }
  }

  private static func namespaces(of account: MachineAccount) -> [String] {
    let user =
      switch account.kind {
      case .mapped: ["--unshare-user", "--uid", "\(account.id)", "--gid", "\(account.id)"]
      // The agent needs these two to become the machine's user, and loses them by it.
      case .separate:
        ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
      }
    // The agent has to be the first process: the kernel keeps signals of a build from it.
    return user + [
      "--unshare-pid", "--as-pid-1", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
      "--new-session",
    ]
  }

  private mutating func bindPrograms() {
    for path in Self.programFolders where FileKind(of: root + path) == .folder {
      mounts += ["--ro-bind", root + path, path]
      bound.append(path)
    }
    for path in Self.linkFolders {
      switch FileKind(of: root + path) {
      case .folder:
        mounts += ["--ro-bind", root + path, path]
        bound.append(path)
      case .link(let target): mounts += ["--symlink", target, path]
      case .file, .none: break
      }
    }
  }

  /// Bounded, because they are memory: without a limit a build could fill the host's.
  private mutating func addTemporaryFolders(atMost limit: UInt64) {
    let memory = ProcessInfo.processInfo.physicalMemory
    mounts += ["--dev", "/dev", "--proc", "/proc"]
    addTemporaryFolder("/dev/shm", size: min(limit, memory / 8), permissions: "1777")
    addTemporaryFolder("/tmp", size: min(limit, memory / 4), permissions: "1777")
    addTemporaryFolder("/var/tmp", size: min(limit, memory / 8), permissions: "1777")
    addTemporaryFolder("/run", size: 64 << 20, permissions: "0755")
    mounts += ["--symlink", "../run", "/var/run", "--dir", "/var/lib"]
  }

  private mutating func addTemporaryFolder(_ path: String, size: UInt64, permissions: String) {
    mounts += ["--perms", permissions, "--size", String(size), "--tmpfs", path]
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}

extension String {
  /// Whether this path is the folder or lies somewhere below it.
  fileprivate func isWithin(_ folder: String) -> Bool {
    self == folder || hasPrefix(folder + "/")
  }
}
