import BuildServer
import Foundation
import Workstation

/// Records what a terminal shows while a program runs on it, in asciinema's format (version 2).
///
/// `script` does the recording; what comes out is written anew here, so that known secrets are left
/// out wherever they are cut.
struct ShellRecording {
  private let file: URL
  private let secrets: [String]

  init(_ file: URL, secrets: [String]) {
    self.file = file
    self.secrets = secrets
  }

  /// Runs the program until it ends and writes the recording.
  ///
  /// - Returns: its exit status.
  func run(_ program: String, _ arguments: [String], environment: [String: String]) throws -> Int32
  {
    guard let script = ProgramSearch.path(of: "script", environment: environment) else {
      throw ProgramError(
        .failed, "There is no program script here to record with; install bsdutils.")
    }
    let folder = try Self.privateFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (output, timing) = (folder.appending(path: "out"), folder.appending(path: "timing"))
    let begin = Date()
    let command = ([program] + arguments).map(Self.quoted).joined(separator: " ")
    let status = try ForegroundProcess.run(
      script,
      [
        "--quiet", "--return", "--logging-format", "classic", "--log-out", output.path,
        "--log-timing", timing.path, "--command", command,
      ], environment: environment)
    try write(
      Data(contentsOf: output), String(decoding: Data(contentsOf: timing), as: UTF8.self), begin)
    return status
  }

  private func write(_ output: Data, _ timing: String, _ begin: Date) throws {
    var size = winsize()
    _ = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
    let text = Self.asciicast(
      output, timing: timing, secrets: secrets,
      columns: size.ws_col > 0 ? Int(size.ws_col) : 80,
      rows: size.ws_row > 0 ? Int(size.ws_row) : 24, begin: begin)
    try PrivateFile.write(Data(text.utf8), to: file)
    Output.error("The recording is in \(file.path); `asciinema play` shows it.")
  }

  /// - Parameters:
  ///   - output: what `script` wrote, between its first line and its last.
  ///   - timing: a line for each piece: seconds since the one before, and bytes.
  static func asciicast(
    _ output: Data, timing: String, secrets: [String], columns: Int, rows: Int, begin: Date
  ) -> String {
    var lines = [
      "{\"version\": 2, \"width\": \(columns), \"height\": \(rows),"
        + " \"timestamp\": \(Int(begin.timeIntervalSince1970))}"
    ]
    var bytes = body(output)
    for secret in secrets where !secret.isEmpty {
      let mask = Data(repeating: UInt8(ascii: "*"), count: secret.utf8.count)
      while let found = bytes.range(of: Data(secret.utf8)) {
        bytes.replaceSubrange(found, with: mask)
      }
    }
    var time = 0.0
    var pending = Data()
    for line in timing.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2, let delay = Double(words[0]), let count = Int(words[1]) else {
        continue
      }
      time += delay
      pending += bytes.prefix(count)
      bytes = Data(bytes.dropFirst(count))
      let whole = wholeCharacters(pending)
      guard whole > 0 else { continue }
      let piece = String(decoding: pending.prefix(whole), as: UTF8.self)
      pending = Data(pending.dropFirst(whole))
      guard let json = try? JSONEncoder().encode(piece) else { continue }
      let moment = Double(Int(time * 1000)) / 1000
      lines.append("[\(moment), \"o\", \(String(decoding: json, as: UTF8.self))]")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Without the lines that `script` puts around it.
  private static func body(_ output: Data) -> Data {
    guard output.starts(with: Data("Script started".utf8)),
      let end = output.firstIndex(of: UInt8(ascii: "\n"))
    else { return output }
    return Data(output[output.index(after: end)...])
  }

  /// How many bytes there are up to the last whole character.
  private static func wholeCharacters(_ bytes: Data) -> Int {
    let tail = bytes.suffix(4)
    for (offset, byte) in tail.reversed().enumerated() where byte & 0xC0 != 0x80 {
      let length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      return offset + 1 >= length ? bytes.count : bytes.count - offset - 1
    }
    return bytes.count
  }

  private static func privateFolder() throws -> URL {
    var template = Array("/tmp/airlock-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw ProgramError(.failed, "No private folder could be made in /tmp.")
    }
    return URL(
      filePath: String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self),
      directoryHint: .isDirectory)
  }

  private static func quoted(_ word: String) -> String {
    "'\(word.replacing("'", with: "'\\''"))'"
  }
}
