import Foundation

/// Apps and builds of a made-up account: old ones that are made when they are asked for, and
/// scripted ones that go on.
struct World: Sendable {
  let appCount: Int
  let oldBuildCount: Int
  /// The newest last.
  var scripted: [ScriptedBuild] = []
  let bornAt: Date
  private var lastNumber = 0

  init(apps: Int, builds: Int, bornAt: Date) {
    appCount = max(1, apps)
    oldBuildCount = builds
    self.bornAt = bornAt
    lastNumber = builds / max(1, apps) + 1
  }

  // MARK: Apps

  func appSlug(_ app: Int) -> String {
    String(repeating: "0", count: 16 - hex(app + 1).count) + hex(app + 1)
  }

  func app(_ slug: String) -> Int? {
    guard slug.count == 16, let number = Int(slug, radix: 16), (1...appCount).contains(number)
    else { return nil }
    return number - 1
  }

  /// Mostly that of the repository, as on the real one.
  func appTitle(_ app: Int) -> String {
    app % 10 == 7 ? "Project No. \(app + 1)" : repository(app)
  }

  private func repository(_ app: Int) -> String { "project-\(app + 1)" }

  func appFields(_ app: Int) -> [String: Any] {
    var fields = Samples.fields(Samples.app)
    fields["slug"] = appSlug(app)
    fields["title"] = appTitle(app)
    fields["repo_slug"] = repository(app)
    fields["repo_url"] = "git@github.com:acme/\(repository(app)).git"
    return fields
  }

  // MARK: Builds

  /// The place of a build in the list of all: scripted ones first, newest first.
  enum Place {
    case scripted(Int)
    case old(Int)
  }

  var count: Int { scripted.count + oldBuildCount }

  func place(at index: Int) -> Place {
    index < scripted.count
      ? .scripted(scripted.count - 1 - index) : .old(index - scripted.count)
  }

  func find(_ slug: String) -> Place? {
    if let index = scripted.firstIndex(where: { $0.slug == slug }) { return .scripted(index) }
    guard slug.hasPrefix("01d00000-0000-4000-8000-"), let index = Int(slug.suffix(12), radix: 16),
      index < oldBuildCount
    else { return nil }
    return .old(index)
  }

  func index(of place: Place) -> Int {
    switch place {
    case .scripted(let index): scripted.count - 1 - index
    case .old(let index): index + scripted.count
    }
  }

  func slug(_ place: Place) -> String {
    switch place {
    case .scripted(let index): scripted[index].slug
    case .old(let index):
      "01d00000-0000-4000-8000-" + String(repeating: "0", count: 12 - hex(index).count) + hex(index)
    }
  }

  func app(of place: Place) -> Int {
    switch place {
    case .scripted(let index): scripted[index].app
    case .old(let index): index % appCount
    }
  }

  func number(of place: Place) -> Int {
    switch place {
    case .scripted(let index): scripted[index].number
    case .old(let index): max(1, (oldBuildCount - 1 - index) / appCount + 1)
    }
  }

  func status(of place: Place, _ now: Date) -> Int {
    switch place {
    case .scripted(let index): scripted[index].status(now)
    case .old(let index): index % 3 == 0 ? 2 : 1
    }
  }

  func fields(_ place: Place, _ now: Date) -> [String: Any] {
    guard case .old(let index) = place else {
      guard case .scripted(let index) = place else { return [:] }
      return scripted[index].fields(now)
    }
    var fields = Samples.fields(Samples.build)
    let finished = bornAt.addingTimeInterval(-60 * Double(index + 1))
    fields["slug"] = slug(place)
    fields["build_number"] = number(of: place)
    fields["status"] = status(of: place, now)
    fields["status_text"] = status(of: place, now) == 1 ? "success" : "error"
    for (field, ago) in [
      ("triggered_at", 80.0), ("started_on_worker_at", 75), ("finished_at", 0),
      ("environment_prepare_finished_at", 70),
    ] {
      fields[field] = SimulatedTime.text(finished.addingTimeInterval(-ago))
    }
    fields["commit_message"] = "Change number \(oldBuildCount - index)"
    fields["commit_hash"] = hex(0x1000_0000 + index)
    fields["branch"] = ["main", "develop", "feature/login"][index % 3]
    return fields
  }

  mutating func add(_ make: (Int) -> ScriptedBuild) -> ScriptedBuild {
    lastNumber += 1
    let build = make(lastNumber)
    scripted.append(build)
    return build
  }

  private func hex(_ number: Int) -> String { String(number, radix: 16) }
}
