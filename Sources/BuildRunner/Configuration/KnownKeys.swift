import Yams

/// The keys that Bitrise knows in one place of a configuration.
///
/// airlock carries out some of them only; the others describe things to editors. A key that is
/// neither is passed over as Bitrise does, but where it looks like a slip of the fingers, people
/// want to hear of it.
struct KnownKeys {
  private let keys: [String]

  private init(_ keys: String) { self.keys = keys.split(separator: " ").map(String.init) }

  static let configuration = KnownKeys(
    """
    format_version default_step_lib_source project_type title summary description app meta \
    trigger_map pipelines stages workflows step_bundles include tools tool_config services \
    containers
    """)
  static let app = KnownKeys("title summary description status_report_name envs")
  static let workflow = KnownKeys(
    """
    title summary description triggers status_report_name before_run after_run envs steps \
    priority tools meta
    """)
  static let bundle = KnownKeys(
    """
    title summary description run_if inputs envs execution_container service_containers steps
    """)
  static let step = KnownKeys(
    """
    title summary description website source_code_url support_url published_at source executables \
    asset_urls host_os_tags project_type_tags type_tags dependencies toolkit deps \
    is_requires_admin_user is_always_run is_skippable run_if timeout no_output_timeout meta \
    execution_container service_containers inputs outputs
    """)
  static let options = KnownKeys(
    """
    title description summary category value_options is_required is_dont_change_value is_template \
    is_sensitive is_expand skip_if_empty unset meta
    """)
  static let trigger = KnownKeys(
    """
    type enabled pipeline workflow push_branch commit_message changed_files tag \
    pull_request_source_branch pull_request_target_branch draft_pull_request_enabled \
    pull_request_label pull_request_comment pattern is_pull_request_allowed
    """)

  /// Warns of a key that is nearly one of these.
  func check(_ entry: NodeReader.Entry, in what: String, _ reader: NodeReader) {
    guard !keys.contains(entry.key), entry.key.utf8.count <= 60, !reader.notes.isFull,
      let near = keys.first(where: { Self.isNear(entry.key, $0) })
    else { return }
    reader.warn(
      "“\(entry.key)” in \(what) is no key and is ignored; is “\(near)” meant?",
      at: entry.keyNode)
  }

  /// Whether at most two letters are wrong, missing or too many, and most are right.
  private static func isNear(_ text: String, _ key: String) -> Bool {
    let (left, right) = (Array(text.utf8), Array(key.utf8))
    let allowed = right.count <= 5 ? 1 : 2
    guard abs(left.count - right.count) <= allowed else { return false }
    var row = Array(0...right.count)
    for (number, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = number + 1
      for place in right.indices {
        let replaced = diagonal + (right[place] == letter ? 0 : 1)
        diagonal = row[place + 1]
        row[place + 1] = min(replaced, row[place] + 1, row[place + 1] + 1)
      }
    }
    return row[right.count] <= allowed
  }
}
