import BuildAPI
import BuildDatabase
import BuildModel
import Crypto
import Foundation

/// The part of a configuration that a build runs, to be known again.
struct RunConfiguration {
  let digest: String

  init(_ text: String) { digest = SHA256.hash(data: Data(text.utf8)).hexadecimal }
}

/// How a new build stands to earlier ones.
extension Intake {
  /// The priority that was asked for, else the workflow's own.
  static func priority(
    _ asked: Int?, _ workflow: String, _ digest: ConfigurationDigest
  ) -> Int { asked ?? digest.priorities[workflow] ?? 0 }

  /// Whether a configuration differs from the one that a build ran; nil where that is not known.
  func changed(_ configuration: RunConfiguration, since original: Build?) async throws -> Bool? {
    guard let original,
      let digest = try await parts.store.configurationDigest(of: original.slug)
    else { return nil }
    return digest != configuration.digest
  }

  /// What there is to say of a build, for its log and for whoever asked for it.
  static func notes(on build: Build, _ outdated: [OutdatedBuild]) -> [String] {
    var notes: [String] = []
    if let original = build.rebuildOf, let changed = build.configurationChanged {
      notes.append("configuration: \(changed ? "changed since" : "as in") build #\(original)")
    }
    return notes
      + outdated.map { old in
        old.isOpen
          ? "rolling builds: build #\(old.number) goes on, because its machine is open"
          : "rolling builds: build #\(old.number) is aborted, because this one is newer"
      }
  }

  /// Aborts the builds whose place a new one takes, but none that somebody may be inside.
  func replace(_ outdated: [OutdatedBuild], by build: Build) async {
    let place =
      build.pullRequestID.map { "pull request \($0)" } ?? "branch \(build.branch ?? "")"
    for old in outdated where !old.isOpen {
      do {
        guard let stored = try await parts.store.build(old.slug) else { continue }
        try await parts.foreman.abort(
          stored.build,
          reason:
            "Rolling builds: build #\(build.number) of \(build.workflow) on \(place) is newer.")
      } catch is Refusal {
        continue  // It has finished meanwhile.
      } catch {
        parts.configuration.logger.error("cannot abort the outdated build \(old.slug): \(error)")
      }
    }
  }
}
