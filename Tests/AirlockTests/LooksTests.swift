import Dashboard
import Foundation
import TestSupport
import Testing
import Theming
import Workstation

@testable import airlock

@MainActor @Suite struct LooksTests {
  @Test func `where a shell opens and what is fetched follow the file`() throws {
    let home = try TemporaryFolder()
    let directories = Directories(environment: ["HOME": home.url.path])
    try Directories.makePrivate(directories.configuration)
    let file = directories.configuration.appending(path: "config.yaml")
    func write(_ text: String) throws { try Data(text.utf8).write(to: file) }
    try write("access: {connect: here}\n")
    let looks = Looks(
      directories: directories, theme: .dark,
      settings: try Settings.load(from: directories.configuration), background: .dark,
      watch: FolderWatch([]) {})
    #expect(looks.connect == .here)

    try write("access: {connect: window, rescue: [core, logs]}\n")
    #expect(looks.reload().contains(.rescueChanged(["core", "logs"])))
    #expect(looks.connect == .window)
    #expect(!looks.reload().contains(.rescueChanged(["core", "logs"])), "nothing is new")

    // A mistake leaves what was there before in force.
    try write("access: {connect: nowhere, rescue: []}\n")
    #expect(!looks.reload().contains(.rescueChanged([])))
    #expect(looks.connect == .window)
  }
}
