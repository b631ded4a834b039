import CNCurses

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A terminfo entry for the user's own terminal with 24-bit colours added.
///
/// Terminals say in `COLORTERM` that they show them, but nearly all are described by an entry with
/// 256, and the `-direct` entries lose the terminal's own keys or are not installed. So one is made
/// at the first start, by `tic`, and kept in the cache folder.
struct DirectColorEntry: Equatable {
  static let name = "airlock-direct"
  /// A new one whenever ``source(for:)`` changes, so that an old cache is not believed.
  private static let version = 1

  /// The folder for `TERMINFO`.
  let folder: String

  /// Finds or makes the entry; nil where `tic` is missing or does not know the terminal.
  init?(type: String, cacheFolder: String) {
    guard !type.isEmpty, type.utf8.allSatisfy(Self.isPlain) else { return nil }
    folder = "\(cacheFolder)/terminfo/\(Self.version)-\(type)"
    if Self.isUsable(folder) { return }
    guard Self.make(type: type, folder: folder), Self.isUsable(folder) else { return nil }
  }

  /// Colours below 256 mean the palette, as in the entry below; 24-bit values are above.
  static func source(for type: String) -> String {
    func color(_ kind: Int, bright: Int) -> String {
      let rgb =
        "\(kind)8;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d"
      return "\\E[%?%p1%{8}%<%t\(kind)%p1%d%e%p1%{16}%<%t%p1%{\(bright - 8)}%+%d"
        + "%e%p1%{256}%<%t\(kind)8;5;%p1%d%e\(rgb)%;m"
    }
    // RGB stands on a line of its own: on the first, tic would take it for a name.
    return """
      \(name)|the user's terminal with 24-bit colours,
      \tRGB, ccc@, initc@, oc@, colors#0x1000000, pairs#0x7FFF, op=\\E[39;49m,
      \tsetaf=\(color(3, bright: 90)),
      \tsetab=\(color(4, bright: 100)),
      \tuse=\(type),

      """
  }

  /// Terminfo folders are named by letter on Linux and by its number on macOS.
  private static func isUsable(_ folder: String) -> Bool {
    ["a", "61"].contains { access("\(folder)/\($0)/\(name)", R_OK) == 0 }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Compiles beside the place and moves there, so that two starts at once do no harm.
  private static func make(type: String, folder: String) -> Bool {
    let draft = "\(folder).\(getpid())"
    guard makeFolders(draft) else { return false }
    let file = "\(draft)/source"
    guard write(source(for: type), to: file),
      run(["tic", "-x", "-o", draft, file]) == 0
    else {
      removeDraft(draft)
      return false
    }
    unlink(file)
    if rename(draft, folder) != 0 { removeDraft(draft) }
    return true
  }

  private static func removeDraft(_ draft: String) {
    for path in ["source", "a/\(name)", "61/\(name)"] { unlink("\(draft)/\(path)") }
    for path in ["/a", "/61", ""] { rmdir(draft + path) }
  }

  private static func makeFolders(_ path: String) -> Bool {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/\(part)"
      if mkdir(made, 0o700) != 0, errno != EEXIST { return false }
    }
    return true
  }

  private static func write(_ text: String, to file: String) -> Bool {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { systemWrite(descriptor, $0) } == bytes.count
  }

  private static func run(_ arguments: [String]) -> Int32 {
    var error: Int32 = 0
    return CStrings.with(arguments) { cncurses_run_quietly($0, &error) }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
