import BuildModel
import Foundation

/// One walk through a deploy folder.
struct ArtifactWalk {
  /// Names of one folder; a build can make more of them than we have memory for.
  private static let longestListing = 10_000

  private let keeper: ArtifactKeeper
  private let isCancelled: () -> Bool
  private var kept: [Artifact] = []
  private var bytes = 0
  private var skipped = SkippedFiles()
  private var slugs: Set<String> = []

  init(keeper: ArtifactKeeper, isCancelled: @escaping () -> Bool) {
    self.keeper = keeper
    self.isCancelled = isCancelled
  }

  mutating func run() -> ArtifactKeeper.Kept {
    do {
      let folder = open(keeper.deploy, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard folder >= 0 else { throw Self.fault("read the deploy folder") }
      try walk(folder, path: "", depth: 0)
    } catch {
      skipped.add(error: "\(error)")
    }
    return ArtifactKeeper.Kept(artifacts: kept, sentences: sentences)
  }

  private var sentences: [String] {
    let total = bytes.formatted(.byteCount(style: .file).locale(Locale(identifier: "en_US")))
    let files = kept.count == 1 ? "1 artifact" : "\(kept.count) artifacts"
    let summary = kept.isEmpty ? [] : ["Kept \(files) of the deploy folder, \(total)."]
    return summary + skipped.sentences(keeper.limits)
  }

  /// Takes over the folder's descriptor.
  private mutating func walk(_ folder: Int32, path: String, depth: Int) throws {
    guard let listing = fdopendir(folder) else {
      close(folder)
      throw Self.fault("read \(path)")
    }
    defer { closedir(listing) }
    // Sorted, so that what is kept does not hang on the file system's mood.
    for name in names(of: path, next: { readdir(listing) }) {
      guard !isCancelled() else { return }
      let inner = path.isEmpty ? name : path + "/" + name
      var status = stat()
      guard fstatat(dirfd(listing), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
        skipped.add(unreadable: inner)
        continue
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let next = openat(dirfd(listing), name, flags)
        guard next >= 0, depth < keeper.limits.depth else {
          if next >= 0 { close(next) }
          skipped.add(unreadable: inner)
          continue
        }
        try walk(next, path: inner, depth: depth + 1)
      case S_IFREG: try keep(name, of: dirfd(listing), path: inner)
      default: skipped.add(special: inner)
      }
    }
  }

  private mutating func names(
    of path: String, next: () -> UnsafeMutablePointer<dirent>?
  ) -> [String] {
    var names: [String] = []
    while let entry = next() {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != "." && name != ".." else { continue }
      guard names.count < Self.longestListing else {
        let folder = path.isEmpty ? "the deploy folder" : path
        skipped.add(error: "\(folder) holds more than \(Self.longestListing) entries")
        break
      }
      names.append(name)
    }
    return names.sorted()
  }

  private mutating func keep(_ name: String, of folder: Int32, path: String) throws {
    guard kept.count < keeper.limits.count else { return skipped.add(beyondCount: path) }
    guard path.utf8.count <= keeper.limits.pathBytes else { return skipped.add(unreadable: path) }
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return skipped.add(unreadable: path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return skipped.add(special: path)
    }
    let size = Int(status.st_size)
    guard size <= keeper.limits.bytes - bytes else { return skipped.add(tooLarge: path) }
    if kept.isEmpty {
      try FileManager.default.createDirectory(
        at: keeper.target, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
    let slug = freshSlug()
    let copied = try FileCopy(from: file, to: keeper.target.appending(path: slug.rawValue).path)
      .run(size)
    bytes += copied
    kept.append(Artifact(slug: slug, title: path, byteCount: copied))
  }

  private mutating func freshSlug() -> ArtifactSlug {
    while true {
      let text = String(UInt64.random(in: .min ... .max), radix: 16)
      let slug = String(repeating: "0", count: 16 - text.count) + text
      if slugs.insert(slug).inserted { return ArtifactSlug(rawValue: slug) }
    }
  }

  private static func fault(_ act: String) -> WorkerError {
    WorkerError(description: "cannot \(act): \(String(cString: strerror(errno)))")
  }
}
