import BuildAPI
import Foundation
import Hummingbird
import Synchronization
import Testing

@testable import BuildServer

@Suite struct RoleMatrixTests {
  @Test(arguments: RoleMatrix.routes.indices)
  func `every role is let do what it may and nothing else`(index: Int) async throws {
    let route = RoleMatrix.routes[index]
    var line = route.name + (route.query.isEmpty || route.query == ":signature" ? "" : "?…")
    if route.body?.contains("victim") == true { line += " for another" }
    var cells = [line]
    let shared = try await MatrixStage()
    for asker in RoleMatrix.Asker.allCases {
      // What an owner may do to an app leaves nothing for those who ask after them.
      let stage = if case .owners = route.rule { try await MatrixStage() } else { shared }
      let response = try await stage.ask(route, as: asker)
      let expected = route.rule.ending(for: asker)
      let status = response.status.code
      switch expected {
      case .done: #expect(status == route.status, "\(route.name) as \(asker)")
      case .refused, .hidden, .unknown:
        #expect("\(status)" == expected.rawValue, "\(route.name) as \(asker)")
      }
      if expected == .refused {
        #expect(try await response.text().contains(#""code":"role""#), "\(route.name) as \(asker)")
      }
      cells.append(status == route.status ? RoleMatrix.Ending.done.rawValue : "\(status)")
    }
    Self.printed.withLock { table in
      table[index] = cells
      guard table.count == RoleMatrix.routes.count else { return }
      Self.write(table.sorted { $0.key < $1.key }.map(\.value))
    }
  }

  @Test func `the matrix has every route that the service answers to, and no other`()
    async throws
  {
    let bench = try await Bench()
    let known = Set(
      buildRouter(bench.parts).routes.map { Self.withoutNames("\($0.method) \($0.path)") })
    let listed = Set(
      RoleMatrix.routes.map { Self.withoutNames("\($0.method) \(Paths.base)/\($0.path)") })
    #expect(known.subtracting(listed).isEmpty, "routes without a line in RoleMatrix.routes")
    #expect(listed.subtracting(known).isEmpty, "lines of RoleMatrix.routes without a route")
  }

  /// A path's parameters are called by what stands there, not as in the router.
  private static func withoutNames(_ route: String) -> String {
    route.replacing(/:[a-z]+|\{[^}]*\}/, with: ":")
  }

  /// The table, for whoever wants to read it, once all of it is there.
  private static let printed = Mutex<[Int: [String]]>([:])

  private static func write(_ rows: [[String]]) {
    let all = [[""] + RoleMatrix.Asker.allCases.map(\.rawValue)] + rows
    let widths = all[0].indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    for row in all {
      print(
        zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
          .joined(separator: "  "))
    }
  }
}

extension Response {
  /// The whole body.
  fileprivate func text() async throws -> String {
    let paper = Paper()
    try await body.write(paper)
    return paper.text.text
  }
}
