import Foundation
import Testing

@testable import airlock

@Suite struct SettingsTests {
  @Test func `an empty file means the defaults`() throws {
    #expect(try Settings("", name: "c") == Settings())
    #expect(try Settings("# nothing\n", name: "c") == Settings())
  }

  @Test(arguments: [("15s", 15.0), ("10m", 600), ("1h30m", 5400), ("90", 90)])
  func `the grace is a time`(text: String, seconds: Double) throws {
    #expect(try Settings("local: {grace: \(text)}", name: "c").grace == seconds)
  }

  @Test(arguments: [("0", 0.0), ("10m", 600)])
  func `failed machines stand by for a time, or not at all`(text: String, seconds: Double) throws {
    #expect(try Settings("local: {keep_failed: \(text)}", name: "c").keepFailed == seconds)
  }

  @Test(arguments: [
    ("local: {grace: soon}", "c:1:16: `grace` takes a time, like 15s, 10m or 1h."),
    (
      "local: {keep_failed: -1}",
      "c:1:22: `keep_failed` takes a time, like 10m, or 0 for none."
    ), ("local: {hold: 5}", "c:1:9: `local` knows only `grace` and `keep_failed`."),
    ("local: {grace: -5}", "c:1:16: `grace` takes a time, like 15s, 10m or 1h."),
    (
      "theme: light\nlocals: 1",
      "c:2:1: the settings are `local`, `stacks` and `theme`, not `locals`."
    ),
    ("local: 5", "c:1:8: `local` takes a mapping, like {grace: 10m}."),
  ]) func `a mistake is told with its place`(text: String, sentence: String) {
    let error = #expect(throws: ProgramError.self) { try Settings(text, name: "c") }
    #expect(error?.description == sentence)
    #expect(error?.status == .badConfiguration)
  }
}

@Suite struct BuildReferenceTests {
  @Test(arguments: [
    ("42", BuildReference.number(42)), ("#42", .number(42)), ("sample#3", .ofApp("sample", 3)),
    ("a#b#3", .ofApp("a#b", 3)),
  ]) func `numbers and apps are told apart`(text: String, reference: BuildReference) throws {
    #expect(try BuildReference(text) == reference)
  }

  @Test func `sixteen digits are a slug`() throws {
    #expect(
      try BuildReference("1234567890123456") == .slug(.init(rawValue: "1234567890123456")))
  }

  @Test(arguments: ["a#", "a#x"]) func `what names no build is refused`(text: String) {
    #expect(throws: ProgramError.self) { try BuildReference(text) }
  }
}

@Suite struct DirectoriesTests {
  @Test func `the XDG variables count, and relative ones do not`() {
    let directories = Directories(environment: [
      "HOME": "/home/a", "XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "relative",
    ])
    #expect(directories.data.path == "/data/airlock")
    #expect(directories.configuration.path == "/home/a/.config/airlock")
    #expect(directories.state.path == "/home/a/.local/state/airlock")
  }
}

@Suite struct WindowTextTests {
  @Test(arguments: [(600.0, "10:00"), (59.2, "1:00"), (9, "0:09"), (-3, "0:00"), (3600, "60:00")])
  func `a clock counts minutes and seconds`(seconds: Double, text: String) {
    #expect(WindowText.clock(seconds) == text)
  }
}
