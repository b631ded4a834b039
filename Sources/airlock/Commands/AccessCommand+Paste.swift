import ArgumentParser
import BuildClient
import BuildModel
import Dashboard
import Foundation
import Workstation

/// The way into a machine as a page shows it, taken from a pipe, the terminal or the clipboard.
struct PastedWay: Sendable {
  let session: Session
  let app: App
  let build: Build
  var fromClipboard = false
  /// Nobody is asked whether the parts are right.
  var isAgreed = false
  /// It outlasts this program, until the machine closes.
  var isKept = false

  /// Takes the paste, shows it part by part, and answers it once the person has agreed.
  func take() async throws -> (AccessPaste, RemoteAccess) {
    guard try await session.client.offer() == .pageOnly else {
      throw ProgramError(
        .failed,
        "\(session.client.connection.name) tells the way in itself: `airlock access \(build.number)`."
      )
    }
    let paste: AccessPaste
    do { paste = try AccessPaste.read(try await text()) } catch let error as PasteRefusal {
      throw ProgramError(.failed, error.sentence)
    }
    for row in Paste.rows(Paste.State(build.slug, paste), glyphs: .unicode) {
      Output.error(row.label.padding(toLength: 14, withPad: " ", startingAt: 0) + row.value)
    }
    guard paste.missing.isEmpty else {
      let missing = paste.missing.map(\.words).joined(separator: " and ")
      throw ProgramError(.failed, "Of the way in, \(missing) is missing; paste all of it.")
    }
    try agree()
    let access = try await session.client.acceptPaste(paste, for: build.slug, of: app.slug)
    if case .closed(let reason, let at) = access.state {
      throw ProgramError(
        .failed,
        "The machine of #\(build.number) closed at \(WindowText.hour(at)). \(reason.sentence)")
    }
    if isKept {
      try await KeptAccess(
        directories: session.directories, environment: ProcessInfo.processInfo.environment,
        of: session.client.connection.name
      ).keep(paste, of: build.slug, in: app.slug, until: access.deadline)
    }
    return (paste, access)
  }

  private func text() async throws -> String {
    if fromClipboard {
      let environment = ProcessInfo.processInfo.environment
      guard let text = await ClipboardReading(environment: environment).text() else {
        throw ProgramError(
          .failed, "No program here tells what is on the clipboard; use a pipe or --paste alone.")
      }
      return text
    }
    guard isatty(STDIN_FILENO) == 1 else {
      let data = try FileHandle.standardInput.read(upToCount: 64 << 10) ?? Data()
      return String(decoding: data, as: UTF8.self)
    }
    return try await HiddenPaste.ask(
      "Paste the Remote Access panel of #\(build.number)'s page (it is not shown): ")
  }

  private func agree() throws {
    guard !isAgreed else { return }
    guard let terminal = FileHandle(forUpdatingAtPath: "/dev/tty") else {
      throw ProgramError(
        .failed, "There is no terminal to ask on whether this is right; --yes says that it is.")
    }
    terminal.write(Data("Use it? [Y/n] ".utf8))
    let answer = String(decoding: terminal.availableData, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    guard ["", "y", "yes"].contains(answer) else {
      throw ProgramError(.failed, "Dropped; nothing of it is kept.")
    }
  }
}
