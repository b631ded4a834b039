import BuildModel

/// Every build by what lists ask for, in 20 bytes each, so that any list is one short walk over
/// memory.
///
/// A value: who has a copy keeps looking at the builds as they were.
struct BuildIndex: Sendable {
  /// The number of the last change that is in the index.
  var change: Int64
  private var blocks = IdBlocks(empty: IndexBlock.empty)
  private var groups: [BuildGroup] = []
  private var groupNumbers: [BuildGroup: UInt32] = [:]
  private var apps = Names()
  private var workflows = Names()
  private var branches = Names()

  init(change: Int64) { self.change = change }

  /// Adds a build, or notes what has become of it.
  mutating func put(_ build: ListedBuild) {
    let group = BuildGroup(
      app: apps.number(adding: build.app), workflow: workflows.number(adding: build.workflow),
      status: build.status, trigger: build.trigger, isOnHold: build.isOnHold)
    let branch = build.branch.map { branches.number(adding: $0) } ?? 0
    let number = number(adding: group)
    blocks.change(build.id) { block, place in
      block.put(
        at: place, group: number, branch: branch, pullRequest: build.pullRequest,
        time: build.triggeredAt)
    }
  }

  mutating func remove(_ id: Int64) {
    blocks.changeIfKnown(id) { block, place in block.remove(at: place) }
  }

  /// A walk over the builds that pass the filter and are of these apps and in this set.
  func scan(for filter: BuildFilter, apps: Set<String>?, among ids: IdSet?) -> IndexScan {
    var scan = IndexScan(
      blocks: blocks.blocks, firstBlock: blocks.first, isWanted: wantedGroups(filter, apps))
    scan.ids = ids
    scan.after = filter.after?.column
    scan.before = filter.before?.column
    scan.pullRequest = filter.pullRequest.flatMap(UInt32.init(exactly:))
    scan.branch = filter.branch.flatMap(branches.number)
    let asksForUnknown =
      (filter.pullRequest != nil && scan.pullRequest == nil)
      || (filter.branch != nil && scan.branch == nil)
    if asksForUnknown { scan.isWanted = [] }
    return scan
  }

  /// For each group's number, whether its builds pass the filter, as far as groups tell.
  private func wantedGroups(_ filter: BuildFilter, _ apps: Set<String>?) -> [UInt8] {
    let wantedApps = apps.map { Set($0.compactMap(self.apps.number)) }
    let workflow = filter.workflow.map { workflows.number(of: $0) }
    var wanted: [UInt8] = [0]
    wanted.reserveCapacity(groups.count + 1)
    for group in groups {
      let passes =
        workflow.map { $0 == group.workflow } ?? true
        && filter.statuses?.contains(group.status) ?? true
        && filter.trigger.map { $0 == group.trigger } ?? true
        && filter.isOnHold.map { $0 == group.isOnHold } ?? true
        && wantedApps?.contains(group.app) ?? true
      wanted.append(passes ? 1 : 0)
    }
    return wanted.contains(1) ? wanted : []
  }

  private mutating func number(adding group: BuildGroup) -> UInt32 {
    if let number = groupNumbers[group] { return number }
    groups.append(group)
    let number = UInt32(groups.count)
    groupNumbers[group] = number
    return number
  }
}
