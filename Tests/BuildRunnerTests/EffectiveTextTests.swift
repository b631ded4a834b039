import Foundation
import Testing

@testable import BuildRunner

@Suite struct EffectiveTextTests {
  private static let text = """
    format_version: '13'
    app:
      envs:
      - A: one
    trigger_map:
    - push_branch: main
      workflow: test
    workflows:
      _setup:
        envs:
        - B: two
      test:
        before_run: [_setup]
        steps:
        - script@1:
            title: Test
            inputs:
            - content: |
                echo one
                echo two
      deploy:
        steps:
        - script@1: {inputs: [content: echo deploy]}

    """

  private func differs(_ old: String, _ new: String) throws -> Bool {
    let changed = Self.text.replacing(old, with: new)
    #expect(changed != Self.text)
    return try EffectiveText(changed).text(of: "test") != EffectiveText(Self.text).text(of: "test")
  }

  @Test(arguments: [
    ("title: Test", "title:    Test   # as ever"), ("title: Test", "title: \"Test\""),
    ("[_setup]", "\n    - _setup"), ("- A: one", "- {A: one}"), ("'13'", "'14'"),
    ("push_branch: main", "push_branch: dev"), ("echo deploy", "echo other"),
    ("\n  deploy:", "\n  more: {}\n  deploy:"),
  ]) func `what changes nothing for the workflow does not count`(old: String, new: String) throws {
    #expect(try !differs(old, new))
  }

  @Test(arguments: [
    ("echo two", "echo three"), ("    echo one", "      echo one"), ("B: two", "B: three"),
    ("A: one", "A: two"), ("title: Test", "title: Check"), ("[_setup]", "[]"),
    ("title: Test", "title: Test\n        is_always_run: true"),
    ("format_version: '13'", "meta: {bitrise.io: {stack: other}}"),
  ]) func `what the workflow rests on counts`(old: String, new: String) throws {
    #expect(try differs(old, new))
  }

  @Test func `the order of keys does not count, the order of steps does`() throws {
    func text(_ steps: String) throws -> String {
      try EffectiveText("workflows: {test: {\(steps)}}").text(of: "test")
    }
    #expect(try text("title: a, steps: [x, y]") == text("steps: [x, y], title: a"))
    #expect(try text("steps: [x, y]") != text("steps: [y, x]"))
    #expect(try text("steps: [\"x, y\"]") != text("steps: [x, y]"))
  }

  @Test func `workflows in a circle are read once`() throws {
    let text = try EffectiveText(
      "workflows: {a: {before_run: [b]}, b: {after_run: [a]}}"
    ).text(of: "a")
    #expect(text.split(separator: "\n").count == 2)
  }
}
