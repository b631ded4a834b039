import Foundation
import Testing

@testable import BuildAPI

/// Holds the description, which the service's own tests hold its answers to, to what Bitrise
/// published of its API: names and types, read off its description of 2026-08-19.
@Suite struct BitriseContractTests {
  struct Definition: CustomTestStringConvertible, Sendable {
    var name: String
    /// The shape of ours that stands for it.
    var shape: String
    /// Members by their type.
    var members: [String: String]
    var testDescription: String { name }
  }

  @Test(arguments: [
    Definition(
      name: "v0.AppResponseItemModel", shape: "App",
      members: [
        "boolean": "is_disabled is_github_checks_enabled is_public", "integer": "status",
        "object": "owner",
        "string":
          "avatar_url project_id project_type provider repo_owner repo_slug repo_url slug title",
      ]),
    Definition(
      name: "v0.OwnerAccountResponseModel", shape: "Owner",
      members: ["string": "account_type name slug"]),
    Definition(
      name: "v0.BuildResponseItemModel", shape: "Build",
      members: [
        "boolean": "is_on_hold is_processed is_status_sent rebuildable utility",
        "integer": "build_number credit_cost pull_request_id status",
        "object": "original_build_params",
        "string": """
        abort_reason branch commit_hash commit_message commit_view_url \
        environment_prepare_finished_at finished_at log_format machine_type_id \
        pipeline_workflow_id pull_request_target_branch pull_request_view_url slug \
        stack_identifier started_on_worker_at status_text tag triggered_at triggered_by \
        triggered_workflow
        """,
      ]),
    Definition(
      name: "v0.BuildListAllResponseItemModel", shape: "Build", members: ["object": "repository"]),
    Definition(
      name: "v0.PagingResponseModel", shape: "Paging",
      members: ["integer": "page_item_limit total_item_count", "string": "next"]),
    Definition(
      name: "service.StandardErrorRespModel", shape: "Refusal", members: ["string": "message"]),
    Definition(
      name: "service.ProxyErrorRespModel", shape: "ProxiedRefusal",
      members: ["string": "error_msg"]),
    Definition(
      name: "v0.BuildTriggerRespModel", shape: "Triggered",
      members: [
        "array": "results", "integer": "build_number",
        "string": "build_slug build_url message service slug status triggered_workflow",
      ]),
    Definition(
      name: "v0.ArtifactListElementResponseModel", shape: "ListedArtifact",
      members: [
        "boolean": "is_public_page_enabled", "integer": "file_size_bytes",
        "object": "artifact_meta intermediate_file_info", "string": "artifact_type slug title",
      ]),
    Definition(
      name: "v0.ArtifactResponseItemModel", shape: "Artifact",
      members: [
        "boolean": "is_public_page_enabled", "integer": "file_size_bytes",
        "object": "artifact_meta intermediate_file_info",
        "string": "artifact_type expiring_download_url public_install_page_url slug title",
      ]),
    Definition(
      name: "v0.UserProfileDataModel", shape: "User",
      members: [
        "boolean": "has_used_organization_trial", "integer": "data_id",
        "string": "avatar_url created_at email payment_processor slug unconfirmed_email username",
      ]),
    Definition(
      name: "service.dto.StackInfo", shape: "Stack",
      members: [
        "integer": "os_version",
        "string": "description id os removal-date stack-report status title",
      ]),
    Definition(
      name: "service.dto.ValidateBitriseYMLRespModel", shape: "Validation",
      members: ["array": "errors warnings"]),
    Definition(
      name: "v0.BitriseYMLConfigGetResponse", shape: "ConfigurationLocation",
      members: ["string": "location"]),
    Definition(
      name: "v0.BuildAbortParams", shape: "Abort",
      members: [
        "boolean": "abort_with_success skip_git_status_report skip_notifications",
        "string": "abort_reason",
      ]),
  ]) func `a shape has every member of Bitrise's, of the same type`(definition: Definition) throws {
    let properties = try #require(OpenAPIDocument.schemas[definition.shape]?["properties"])
    for (type, names) in definition.members {
      for name in names.split(separator: " ").map(String.init) {
        let types = Self.types(of: try #require(properties[name], "\(name) is missing"))
        #expect(types.subtracting(["null"]) == [type], "\(name)")
      }
    }
  }

  private static func types(of schema: JSONValue) -> Set<String> {
    switch (schema["type"], schema["anyOf"], schema["$ref"]) {
    case (.text(let type), _, _): [type]
    case (.list(let types), _, _): types.reduce(into: []) { $0.formUnion(word($1)) }
    case (_, .list(let choices), _): choices.reduce(into: []) { $0.formUnion(types(of: $1)) }
    default: ["object"]
    }
  }

  private static func word(_ value: JSONValue) -> Set<String> {
    if case .text(let text) = value { [text] } else { [] }
  }

  @Test(arguments: [
    ("app-list", "get /apps", "sort_by next limit title project_type", 200),
    ("app-create", "post /apps/register", "", 200),
    ("app-show", "get /apps/{app-slug}", "", 200),
    ("app-config-datastore-show", "get /apps/{app-slug}/bitrise.yml", "", 200),
    ("app-config-create", "post /apps/{app-slug}/bitrise.yml", "", 200),
    ("app-setup-bitrise-yml-config-get", "get /apps/{app-slug}/bitrise.yml/config", "", 200),
    ("app-setup-bitrise-yml-config-update", "put /apps/{app-slug}/bitrise.yml/config", "", 204),
    ("branch-list", "get /apps/{app-slug}/branches", "", 200),
    ("build-workflow-list", "get /apps/{app-slug}/build-workflows", "", 200),
    (
      "build-list", "get /apps/{app-slug}/builds",
      "sort_by branch workflow commit_message trigger_event_type pull_request_id build_number"
        + " after before status is_pipeline_build next limit", 200
    ),
    ("build-trigger", "post /apps/{app-slug}/builds", "", 201),
    ("build-show", "get /apps/{app-slug}/builds/{build-slug}", "", 200),
    ("build-abort", "post /apps/{app-slug}/builds/{build-slug}/abort", "", 200),
    ("artifact-list", "get /apps/{app-slug}/builds/{build-slug}/artifacts", "next limit", 200),
    (
      "artifact-show", "get /apps/{app-slug}/builds/{build-slug}/artifacts/{artifact-slug}",
      "download", 200
    ),
    (
      "artifact-delete", "delete /apps/{app-slug}/builds/{build-slug}/artifacts/{artifact-slug}",
      "", 200
    ),
    ("build-bitrise-yml-show", "get /apps/{app-slug}/builds/{build-slug}/bitrise.yml", "", 200),
    ("build-log", "get /apps/{app-slug}/builds/{build-slug}/log", "", 200),
    ("available-stacks-list", "get /available-stacks", "", 200),
    ("build-list-all", "get /builds", "owner_slug is_on_hold status next limit", 200),
    ("user-profile", "get /me", "", 200),
    ("org-list", "get /organizations", "", 200),
    ("validate-bitrise-yml", "post /validate-bitrise-yml", "app_slug", 200),
  ]) func `an operation is where Bitrise has it, and takes what it takes`(
    id: String, place: String, query: String, status: Int
  ) throws {
    let operation = try #require(Contract.operations.first { $0.id == id })
    #expect("\(operation.method.rawValue) \(operation.path)" == place)
    #expect(operation.answers.map(\.status).contains(status))
    let known = Set(operation.query.map(\.name))
    #expect(known.isSuperset(of: query.split(separator: " ").map(String.init)))
  }

  @Test func `parameters on which nothing depends are shown again, secrets are not`() throws {
    let names = """
      base_repository_url branch branch_dest branch_dest_repo_owner branch_repo_owner \
      build_request_slug commit_hash commit_message diff_url head_repository_url machine_type_id \
      pipeline_id pull_request_author pull_request_head_branch pull_request_merge_branch \
      pull_request_repository_url pull_request_unverified_merge_branch stack tag workflow_id
      """.split(separator: " ").map(String.init)
    var sent = Dictionary(uniqueKeysWithValues: names.map { ($0, JSONValue.text("x \($0)")) })
    sent["commit_paths"] = [["added": ["a"], "modified": [], "removed": []]]
    sent["pull_request_id"] = "17"
    sent["priority"] = 5
    sent["skip_git_status_report"] = true
    sent["environments"] = [["key": "A", "value": "1"]]
    var kept = sent
    kept["pull_request_id"] = 17
    sent["secrets"] = [["key": "PASSWORD", "value": "swordfish"]]
    sent["anything_else"] = 1
    let params = try WireCoding.decoder().decode(
      BuildParams.self, from: WireCoding.encoder().encode(sent))
    let back = try JSONDecoder().decode(
      JSONValue.self, from: WireCoding.encoder().encode(params))
    #expect(back == .object(kept))
    #expect(params.pullRequestID == 17)
    #expect(params.branchDest == "x branch_dest")
  }
}
