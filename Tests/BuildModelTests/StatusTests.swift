import BuildModel
import Testing

@Suite struct StatusTests {
  @Test func `a build is finished in four ways`() {
    #expect(
      BuildStatus.allCases.filter(\.isFinished) == [
        .success, .failed, .aborted, .abortedWithSuccess,
      ])
  }

  @Test func `a step fails its build in four ways`() {
    #expect(
      StepStatus.allCases.filter(\.failsBuild) == [
        .failed, .preparationFailed, .abortedWithTimeout, .abortedWithNoOutput,
      ])
  }

  @Test func `only a step that waits or runs is not finished`() {
    #expect(StepStatus.allCases.filter { !$0.isFinished } == [.pending, .running])
  }

  @Test func `statuses go over the wire in Bitrise's words`() {
    #expect(
      StepStatus.allCases.map(\.rawValue) == [
        "pending", "running", "success", "failed", "failed_skippable", "skipped",
        "skipped_with_run_if", "preparation_failed", "aborted_with_custom_timeout",
        "aborted_with_no_output", "aborted",
      ])
  }

  @Test func `testers see builds and no more`() {
    #expect(Role.allCases.filter { !$0.mayUseRemoteAccess } == [.tester])
    #expect(Role.allCases.filter { !$0.mayRunBuilds } == [.tester])
  }
}
