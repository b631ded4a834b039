import Foundation
import GRDB
import Synchronization
import TestSupport

/// The folder of one run: a home, a data folder, and a repository whose builds are short.
final class Place: Sendable {
  static let grace = 3.0

  private static let workflows = """
    workflows:
      quick:
        steps:
        - script@1: {title: Say, inputs: [{content: 'echo line 1; echo line 2; echo line 3'}]}
      steady:
        steps:
        - script@1:
            title: Count
            inputs:
            - content: for n in $(seq 1 40); do echo "line $n"; sleep 0.05; done
        - script@1: {title: Fail, inputs: [{content: 'echo line 41; exit 3'}]}
        - script@1:
            title: Always
            is_always_run: true
            inputs: [{content: 'sleep 0.2; echo line 42'}]
      loud:
        steps:
        - script@1:
            title: Flood
            inputs:
            - content: |
                seq -f 'line %.0f of very many that come so fast that nobody reads them all' 1 20000
                sleep 0.3
                seq -f 'line %.0f of very many that come so fast that nobody reads them all' 20001 30000
        - script@1: {title: Rest, inputs: [{content: 'sleep 0.4; echo line 30001'}]}

    """
  /// How many numbered lines the log of a whole build holds.
  static let lines = ["quick": 3, "steady": 42, "loud": 30001]

  let folder: URL
  private let isOurs: Bool
  var data: URL { folder.appending(path: "data") }
  var repository: String { folder.appending(path: "repository").path }

  init(_ path: String?) throws {
    isOurs = path == nil
    folder =
      path.map { URL(filePath: $0) }
      ?? FileManager.default.temporaryDirectory.appending(path: "torture-\(getpid())")
    try FileManager.default.createDirectory(
      atPath: repository, withIntermediateDirectories: true)
    try Data(Self.workflows.utf8).write(to: URL(filePath: repository + "/bitrise.yml"))
    for arguments in [
      ["init", "-q", "-b", "main"], ["add", "-A"],
      ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "First"],
    ] {
      let status = try runToEnd(
        ["/usr/bin/env", "git", "-C", repository] + arguments, environment: environment,
        output: "/dev/null")
      guard status == 0 else { throw Complaint("git \(arguments) failed") }
    }
  }

  var environment: [String: String] {
    ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder.path, "LANG": "C.UTF-8"]
  }

  func remove() {
    if isOurs { try? FileManager.default.removeItem(at: folder) }
  }

  /// The numbers of living processes in whose arguments or environment a text stands.
  func processes(with text: String, in file: String = "cmdline") -> [pid_t] {
    let mark = Data(text.utf8)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { number in
      guard number != getpid(),
        let data = try? Data(contentsOf: URL(filePath: "/proc/\(number)/\(file)"))
      else { return false }
      return data.range(of: mark) != nil
    }
  }

  /// What must not be there once all builds have ended and the service with them.
  func checkForLeftOvers(_ ledger: Ledger) {
    for process in processes(with: data.path) {
      ledger.complain("process \(process) of the data folder still runs")
    }
    for process in processes(with: "AIRLOCK_STEP=", in: "environ") {
      guard let text = try? String(contentsOfFile: "/proc/\(process)/environ", encoding: .utf8),
        ledger.builds.contains(where: { text.contains("AIRLOCK_STEP=\($0)") })
      else { continue }
      ledger.complain("process \(process) of a step still runs")
    }
    let spools = data.appending(path: "builds")
    let known = Set(ledger.builds.map(\.rawValue))
    for name in (try? FileManager.default.contentsOfDirectory(atPath: spools.path)) ?? [] {
      if !known.contains(name) { ledger.complain("the folder \(name) is of no build") }
      for trace in ["machine", "socket", "reserve"] {
        let path = spools.appending(path: "\(name)/\(trace)").path
        if FileManager.default.fileExists(atPath: path) { ledger.complain("\(path) is left") }
      }
    }
    do {
      let database = try DatabaseQueue(path: data.appending(path: "airlock.sqlite").path)
      let faults = try database.read { database in
        try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
          + (try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map(\.description))
      }
      for fault in faults { ledger.complain("the database is broken: \(fault)") }
    } catch { ledger.complain("the database cannot be read: \(error)") }
  }
}

struct Complaint: Error, CustomStringConvertible {
  let description: String
  init(_ sentence: String) { description = sentence }
}
