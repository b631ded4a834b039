import Foundation

/// Answers of Bitrise's API as its documentation and its own clients record them; what a test is
/// about is changed in them, all other fields stay as they were recorded.
enum Samples {
  static let app = """
    {"slug":"669403bffbe35909","title":"sample","project_type":"ios","provider":"github",
     "repo_owner":"org","repo_slug":"repo","repo_url":"git@github.com:org/repo.git",
     "is_disabled":false,"status":1,"is_public":false,"is_github_checks_enabled":false,
     "project_id":"3f1a","avatar_url":null,
     "owner":{"account_type":"organization","name":"Acme","slug":"e1ec3dea540bcf21"}}
    """

  static let build = """
    {"triggered_at":"2022-08-01T09:20:11Z","started_on_worker_at":"2022-08-01T09:20:15Z",
     "environment_prepare_finished_at":"2022-08-01T09:20:15Z","finished_at":"2022-08-01T09:21:32Z",
     "slug":"104d4527-f6a0-4362-b595-77349ccc1264","status":2,"status_text":"error",
     "abort_reason":null,"is_on_hold":false,"is_processed":true,"is_status_sent":false,
     "branch":"main","build_number":26,"commit_hash":null,"commit_message":null,
     "commit_view_url":null,"tag":null,"triggered_workflow":"primary",
     "triggered_by":"manual-someuser","pipeline_workflow_id":null,"machine_type_id":"g2.4core",
     "stack_identifier":"osx-xcode-13.2.x",
     "original_build_params":{"branch":"main","workflow_id":"primary"},"pull_request_id":0,
     "pull_request_target_branch":null,"pull_request_view_url":null,"credit_cost":4,
     "log_format":null,"rebuildable":true,"utility":false}
    """

  static let me = """
    {"username":"someuser","slug":"5f0c2c1d9a3b4e6f","email":"some@example.com",
     "unconfirmed_email":null,"avatar_url":null,"created_at":"2019-02-07T12:08:36Z",
     "data_id":12,"payment_processor":null,"has_used_organization_trial":false}
    """

  static let trigger = """
    {"status":"ok","message":"webhook processed","slug":"456bg702r45eu099","service":"bitrise",
     "build_slug":"546yw9284a8g1205","build_number":91,
     "build_url":"https://app.bitrise.io/build/546yw9284a8g1205","triggered_workflow":"build_app",
     "results":[{"build_slug":"546yw9284a8g1205","build_number":91,
       "build_url":"https://app.bitrise.io/build/546yw9284a8g1205",
       "triggered_workflow":"build_app","triggered_pipeline":"","status":"ok",
       "message":"webhook processed"}]}
    """

  /// The documentation promises no more of a rebuild's answer than this.
  static let rebuild = """
    {"build_slug":"new-build","build_number":8,"triggered_workflow":"deploy"}
    """

  static let refusedTrigger = """
    {"status":"error","message":"trigger not allowed","slug":"456bg702r45eu099","service":"bitrise"}
    """

  static let summary = """
    {"app_id":"a","build_id":"b","agent_info":{},"cli_info":{},"is_log_archived":true,
     "has_build_environment_setup_logs":true,
     "execution":{"build_environment_setup":{"status":"success",
       "started_at":"2026-05-06T10:00:00Z","finished_at":"2026-05-06T10:00:30Z"},
     "step_bundles":null,"with_groups":null,
     "workflows":[{"uuid":"w","workflow_id":"primary","steps":[]}]}}
    """

  static let step = """
    {"uuid":"s","step_id":"script","title":"Script","version":"1.2.1","status":"failed",
     "status_reason":"","started_at":null,"finished_at":null,"source_code_url":"",
     "latest_version":"1.2.1","step_bundle_uuid":"","errors":[]}
    """

  static let page = """
    <!DOCTYPE html>
    <html><head><title>502 Bad Gateway</title></head><body>token? no.</body></html>
    """

  static let configuration = """
    format_version: '26'
    default_step_lib_source: https://github.com/bitrise-io/bitrise-steplib.git
    workflows:
      primary:
        steps:
        - activate-ssh-key@4:
            title: Activate SSH key
        - git-clone@8:
            title: Git Clone Repository
        - script@1:
            title: Unit tests
            inputs:
            - content: ./test.sh
        - deploy-to-bitrise-io@2:
            title: Deploy to Bitrise.io

    """

  static func fields(_ json: String) -> [String: Any] {
    let value = try? JSONSerialization.jsonObject(with: Data(json.utf8))
    return value as? [String: Any] ?? [:]
  }
}
