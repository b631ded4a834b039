import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildRunner

@Suite(.timeLimit(.minutes(1))) struct LocalStepTests {
  private static let definition = """
    title: Say hello
    is_skippable: true
    run_if: .IsCI
    timeout: 50
    toolkit: {bash: {entry_file: hello.sh}}
    inputs:
    - name: world
      opts: {title: Name, is_required: true, value_options: [world, moon]}
    - raw: $HOME
      opts: {is_expand: false}
    - token:
      opts: {is_sensitive: true}
    outputs:
    - GREETING: meant for editors
    - PIN:
      opts: {is_sensitive: true}
    """

  private static let files = [
    "steps/hello/step.yml": definition,
    "steps/hello/hello.sh": """
    cat "$(dirname "$0")/suffix"
    echo "hello $name from ${BITRISE_STEP_SOURCE_DIR##*/} in $PWD: $raw, $token"
    ls -d "$BITRISE_TEST_RESULT_DIR" > "$BITRISE_TEST_RESULT_DIR/report"
    envman add --key GREETING --value "hello $name"
    envman add --key PIN --value 1234
    """,
    "steps/hello/suffix": "beside\n",
  ]

  @Test(arguments: RealBuild.drivers)
  func `a step of the source runs with its defaults below what the entry says`(
    driver: String
  ) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - path::./steps/hello:
            inputs: [{name: moon}, {token: $KEY}, {unknown: x}]
            outputs: [{GREETING: WORDS}]
        - script@1:
            inputs: [{content: 'echo "<$WORDS> <${GREETING-none}> <$PIN> <${unknown-none}>"'}]
        """, files: Self.files, environment: [.init(key: "KEY", value: "s3cret")])
    #expect(await build.run.run() == .success)
    let source = build.machine.folders.source
    #expect(
      build.log.text.contains(
        "beside\nhello moon from hello in \(source): $HOME, [REDACTED]\n"))
    #expect(build.log.text.contains("<hello moon> <none> <[REDACTED]> <none>\n"))
    #expect(build.log.text.contains("| (0) Say hello  "))
    #expect(build.log.text.contains("| id: ./steps/hello  "))
    #expect(build.context.plan.steps[0].step.timeout == 50)
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a required input that is empty fails the step with its place`(
    driver: String
  ) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - path::./steps/hello:
            is_skippable: false
            inputs: [{name: $NOBODY}]
        - path::./steps/hello/:
            is_always_run: true
            inputs: [{name: mars}]
        """, files: Self.files)
    #expect(await build.run.run() == .failed)
    #expect(build.ended.map(\.status) == [.preparationFailed, .success])
    #expect(
      build.log.text.contains("bitrise.yml:5:9: step “Say hello” needs the input “name”"))
    #expect(build.log.text.contains("The input “name” is “mars”, which is none of world, moon."))
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a folder for test results that stays empty goes`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - path::./steps/hello: {}
        - script@1: {inputs: [{content: 'ls $BITRISE_TEST_DEPLOY_DIR; ls -d $BITRISE_HTML_REPORT_DIR'}]}
        """, files: Self.files)
    #expect(await build.run.run() == .success)
    #expect(build.log.text.contains("step-0\nstep-1\n"))
    let left = try FileManager.default.contentsOfDirectory(
      atPath: build.scratch.folder + "/temporary/test_results")
    #expect(left == ["step-0"])
    await build.machine.destroy()
  }

  @Test(arguments: [
    ("path::./none", "bitrise.yml:1:28: the step's file none/step.yml does not exist"),
    (
      "path::linked",
      "bitrise.yml:1:28: the step's file linked/step.yml lies behind something that is no plain"
        + " folder"
    ),
    (
      "path::aside",
      "bitrise.yml:1:28: the step's file aside/step.yml is a symbolic link, which airlock does not"
        + " follow"
    ),
    ("path::folder", "bitrise.yml:1:28: the step's file folder/step.yml is no plain file"),
    ("path::latin", "bitrise.yml:1:28: the step's file latin/step.yml is not in UTF-8 in line 2"),
    ("path::wrong", "wrong/step.yml:1:9: inputs must be a list, not a map"),
    ("path::bare", "bitrise.yml:1:28: the step's file bare/step.sh does not exist"),
    ("path::outer", "outer/step.yml:1:30: entry_file must lie in the step's folder"),
  ])
  func `a step that is not as it should be is told with its place`(
    reference: String, expected: String
  ) throws {
    let folder = try TemporaryFolder()
    try Self.put(
      [
        "real/step.yml": "{}", "wrong/step.yml": "inputs: {}", "bare/step.yml": "title: A",
        "outer/step.yml": "toolkit: {bash: {entry_file: ../../x}}", "folder/step.yml/x": "",
      ], into: folder.url)
    try Data([0x61, 0x0A, 0xE9, 0x0A]).write(to: Self.made("latin/step.yml", in: folder.url))
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: folder.url.path + "/linked", withDestinationPath: "real")
    try files.createSymbolicLink(
      at: Self.made("aside/step.yml", in: folder.url),
      withDestinationURL: folder.url.appending(path: "real/step.yml"))
    let configuration = try Configuration.parse(
      "workflows: {test: {steps: [\(reference)]}}", name: "bitrise.yml")
    let plan = try WorkflowPlan(configuration, workflow: "test")
    let error = #expect(throws: ConfigurationError.self) {
      try plan.resolved(in: SourceTree(folder.url.path))
    }
    #expect(error?.description == expected)
  }

  @Test(arguments: ["path::../a", "path::./a/../../b", "path::/a", "path::~/a"])
  func `a step outside the source is refused`(reference: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try Configuration.parse(
        "workflows: {test: {steps: ['\(reference)': {}]}}", name: "bitrise.yml")
    }
    #expect(error?.description.hasPrefix("bitrise.yml:1:") == true)
  }

  @Test(arguments: [
    (
      "toolkit: {go: {package_name: x}}",
      "a/step.yml:1:11: the step needs the toolkit “go”; airlock runs steps by bash only"
    ),
    (
      "inputs: [{mode: '{{.IsCI}}', opts: {is_template: true}}]",
      "bitrise.yml:1:28: the input “mode” is a template, which airlock does not fill in"
    ),
  ])
  func `a step that only Bitrise can run says why`(definition: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try Self.put(["a/step.yml": definition, "a/step.sh": ""], into: folder.url)
    let configuration = try Configuration.parse(
      "workflows: {test: {steps: [path::a]}}", name: "bitrise.yml")
    let plan = try WorkflowPlan(configuration, workflow: "test")
      .resolved(in: SourceTree(folder.url.path))
    #expect(plan.refusal?.description == expected)
  }

  private static func put(_ files: [String: String], into folder: URL) throws {
    for (name, text) in files {
      try text.write(to: made(name, in: folder), atomically: true, encoding: .utf8)
    }
  }

  /// A file's place, with the folders above it made.
  private static func made(_ name: String, in folder: URL) throws -> URL {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    return file
  }
}
