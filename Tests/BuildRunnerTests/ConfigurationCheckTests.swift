import Testing

@testable import BuildRunner

@Suite struct ConfigurationCheckTests {
  @Test func `a good configuration has nothing to be told`() {
    let check = ConfigurationCheck(
      """
      format_version: '13'
      project_type: other
      meta: {bitrise.io: {stack: linux}}
      trigger_map:
      - {push_branch: '*', workflow: primary}
      workflows:
        primary:
          description: Everything
          steps:
          - script@1: {title: A, description: B, inputs: [{content: 'true', opts: {title: C}}]}
          - script@: {inputs: [{content: 'true'}]}
          - git-clone:
          - activate-ssh-key@4: {}
      """, name: "bitrise.yml")
    #expect(check.errors == [] && check.warnings == [])
  }

  @Test func `what is strange is told and no error`() {
    let check = ConfigurationCheck(
      """
      format_version: [13]
      workflow: {}
      workflows:
        primary:
          step: []
          steps:
          - script@1: {is_allways_run: true, inputs: [{content: a, opts: {is_expnd: true}}]}
          - xcode-test@5: {}
      trigger_map:
      - {push_branch: '*', pipeline: all}
      - {tag: '*', changed_files: x, workflow: primary}
      """, name: "bitrise.yml")
    #expect(check.errors == [])
    #expect(
      check.warnings == [
        "bitrise.yml:1:17: format_version must be a text, not a list",
        "bitrise.yml:2:1: “workflow” in the configuration is no key and is ignored; is"
          + " “workflows” meant?",
        "bitrise.yml:5:5: “step” in workflow “primary” is no key and is ignored; is “steps” meant?",
        "bitrise.yml:7:18: “is_allways_run” in step “script” is no key and is ignored; is"
          + " “is_always_run” meant?",
        "bitrise.yml:7:69: “is_expnd” in opts is no key and is ignored; is “is_expand” meant?",
        "bitrise.yml:8:7: step “xcode-test@5” needs Bitrise's public step library, which airlock"
          + " does not use; write it as a “script” step",
        "bitrise.yml:10:3: this trigger starts a pipeline, which airlock does not have",
        "bitrise.yml:11:3: this trigger asks for changed files, labels or comments, which builds"
          + " here do not tell: it never matches",
      ])
  }

  @Test func `every workflow that would not run is an error`() {
    let check = ConfigurationCheck(
      """
      workflows:
        a: {before_run: [_gone]}
        b: {after_run: [b]}
        c: {steps: [bundle::gone]}
      trigger_map:
      - {tag: '*', workflow: nightly}
      """, name: "x.yml")
    #expect(
      check.errors == [
        "x.yml: workflow “a” runs “_gone”, which does not exist",
        "x.yml: workflows run in a circle: “b” → “b”",
        "x.yml:4:15: there is no bundle “gone” below “step_bundles:”",
        "x.yml:6:3: the trigger starts “nightly”, which does not exist",
      ])
  }

  @Test func `what cannot be read is one error`() {
    #expect(
      ConfigurationCheck("include: [a]\nworkflows: {a: {}}", name: "x.yml").errors == [
        "x.yml:1:1: “include” takes other files in, which airlock does not do; write everything"
          + " here"
      ])
  }
}
