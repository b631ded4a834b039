import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildRunner

/// The program as steps call it, without a machine around it.
@Suite(.timeLimit(.minutes(1))) struct EnvmanTests {
  private let folder: TemporaryFolder
  private let scratch: Scratch

  init() throws {
    folder = try TemporaryFolder()
    scratch = try Scratch(host: folder.url.path, inside: folder.url.path)
  }

  /// Runs bash and answers what it said, with its status where that is not 0.
  private func bash(_ script: String, _ variables: [String: String] = [:]) throws -> String {
    let envman = try Envman(scratch: scratch)
    let output = folder.url.appending(path: "output").path
    let environment = ["PATH": envman.folder + ":/usr/bin:/bin", "HOME": "/home/me"]
      .merging(envman.variables) { $1 }.merging(variables) { $1 }
    let status = try runToEnd(
      ["/bin/bash", "-c", script], environment: environment, output: output)
    let text = try String(contentsOfFile: output, encoding: .utf8)
    return status == 0 ? text : text + "status \(status >> 8)"
  }

  private func collected() throws -> [DeclaredVariable] {
    try Envman(scratch: scratch).collect()
  }

  @Test func `every way to give a value gives it to the last byte`() throws {
    let said = try bash(
      #"""
      cd "$HOME_"
      printf 'of a file\n\n' > file
      envman add --key A --value 'one
      two'
      echo piped | envman add --key=B
      envman add -key C -valuefile file
      envman add --key D --value ''
      envman add -k E -v e -n
      envman -t -p "$ENVMAN_ENVSTORE_PATH" a --key F --value=$'\xe2\x82\xac "$x" \\'
      while read -r line; do envman add --key G --value ''; done < file
      """#, ["HOME_": folder.url.path])
    #expect(said == "")
    #expect(
      try collected() == [
        .init(key: "A", value: "one\ntwo"), .init(key: "B", value: "piped\n"),
        .init(key: "C", value: "of a file\n\n"), .init(key: "D", value: ""),
        .init(key: "E", value: "e", options: .init(isExpand: false)),
        .init(key: "F", value: "€ \"$x\" \\"), .init(key: "G", value: ""),
      ])
    #expect(try collected() == [])
  }

  @Test func `a later value takes the place of an earlier one, unless it is appended`() throws {
    _ = try bash(
      """
      envman add --key A --value 1; envman add --key B --value '$A'; envman add --key A --value 2
      envman add --key A --value '$A+' --append --skip-if-empty
      envman unset --key C; envman add --key S --value s --sensitive
      """)
    #expect(
      try collected() == [
        .init(key: "A", value: "2"), .init(key: "B", value: "$A"),
        .init(key: "A", value: "$A+", options: .init(skipIfEmpty: true)),
        .init(key: "C", value: "", options: .init(isUnset: true)),
        .init(key: "S", value: "s", options: .init(isSensitive: true)),
      ])
  }

  @Test func `what a step has handed on can be printed and run with`() throws {
    let said = try bash(
      #"""
      envman add --key A --value 'a "b" $FROM
      next'
      envman add --key RAW --value '$FROM ${FROM} $' --no-expand
      envman add --key S --value 's\' --sensitive
      envman unset --key GONE
      envman print
      envman print --format json
      envman print --expand --format envlist
      envman print --sensitive-only
      envman run bash -c 'echo "<$A> <$RAW> <${GONE-gone}>"; exit 3' || echo "ended with $?"
      """#, ["FROM": "here", "GONE": "still"])
    #expect(
      said == #"""

        A: a "b" $FROM
        next
        RAW: $FROM ${FROM} $
        S: s\

        {"A":"a \"b\" $FROM\u000anext","RAW":"$FROM ${FROM} $","S":"s\\"}

        export A=$'a "b" here\nnext'
        export RAW=\$FROM\ \$\{FROM\}\ \$
        export S=s\\


        S: s\

        <a "b" here
        next> <$FROM ${FROM} $> <gone>
        ended with 3

        """#)
  }

  @Test func `a store can be cleared and made anew`() throws {
    let said = try bash(
      """
      envman add --key A --value 1
      envman init || envman init --clear
      envman add --key B --value 2; envman clear; envman add --key C --value 3
      """)
    #expect(said.hasSuffix("variables exists; init --clear begins anew\n"))
    #expect(try collected() == [.init(key: "C", value: "3")])
  }

  @Test(arguments: [
    ("envman add --value x", "envman: add needs --key\nstatus 1"),
    ("envman add --key a=b --value x", "envman: “a=b” cannot name a variable\nstatus 1"),
    ("envman add --key A --wrong", "envman: add does not know --wrong\nstatus 1"),
    (
      "unset ENVMAN_ENVSTORE_PATH; envman add --key A",
      "envman: ENVMAN_ENVSTORE_PATH is not set\nstatus 1"
    ),
    (
      "envman frobnicate",
      "envman: airlock's envman knows add, clear, init, print, run, unset and version, not"
        + " “frobnicate”\nstatus 1"
    ),
    (
      "printf %0140000d 0 | envman add --key BIG",
      "envman: the value of BIG has 140000 bytes, too many for a variable; put it into a file"
        + "\nstatus 1"
    ),
  ])
  func `a wrong call says what is wrong`(script: String, expected: String) throws {
    #expect(try bash(script) == expected)
    #expect(try collected() == [])
  }

  @Test func `what Bitrise would not pass on is passed on with a warning`() throws {
    let said = try bash(
      """
      for key in A B C D E; do printf %025000d 0 | envman add --key $key; done
      """)
    #expect(
      said.hasPrefix("envman: the value of A has 25000 bytes; Bitrise passes on 20 KB by default\n")
    )
    #expect(
      said.hasSuffix(
        "envman: this step passes on 125040 bytes; Bitrise passes on 100 KB by default\n"))
    #expect(try collected().map(\.value.count) == [25000, 25000, 25000, 25000, 25000])
  }
}
