import ArgumentParser
import BuildModel
import Foundation
import Testing

@testable import airlock

/// What a shell offers where a build is to be named.
@Suite struct BuildCompletionTests {
  private func build(_ number: Int, of app: String) -> Build {
    Build(
      slug: BuildSlug(rawValue: "\(app)-\(number)"), app: AppSlug(rawValue: app), appTitle: app,
      number: number, status: .success, workflow: "main", triggeredAt: Date())
  }

  @Test(
    arguments: [
      (nil, ["shop#7", "site#3"]), ("shop", ["7", "site#3"]), ("other", ["shop#7", "site#3"]),
    ] as [(String?, [String])])
  func `a bare number is offered where it means the app of the folder`(
    here: String?, names: [String]
  ) {
    let builds = [build(7, of: "shop"), build(3, of: "site")]
    #expect(
      BuildCompletion.names(of: builds, here: here.map(AppSlug.init(rawValue:))) == names)
  }

  @Test func `a bare number is enough where there is one app only`() {
    #expect(
      BuildCompletion.names(of: [build(2, of: "a"), build(1, of: "a")], here: nil) == ["2", "1"])
  }

  @Test(
    arguments: [
      (["--generate-completion-script", "zsh"], "zsh"),
      (["--generate-completion-script=fish"], "fish"),
      (["--generate-completion-script", "tcsh"], nil), (["ssh", "1"], nil), ([], nil),
    ] as [([String], String?)])
  func `only a shell that we know gets our script`(words: [String], shell: String?) {
    #expect(CompletionScript(words)?.shell.rawValue == shell)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `the parser's script still has the places where ours goes in`(shell: String) throws {
    let text = try #require(CompletionScript(["--generate-completion-script", shell])).text
    let places = [
      "bash": ["\n_airlock_words() {", "\n_airlock() {"],
      "zsh": ["\n_airlock_words() {", "\n_airlock() {"],
      "fish": ["-pc | __airlock_without_connection)", "-l connection -x"],
    ]
    for place in try #require(places[shell]) {
      #expect(text.components(separatedBy: place).count == 2, "\(place)")
    }
  }
}
