import BuildMachine
import BuildModel
import Foundation
import Testing

/// What a door tells of those who come.
@Suite(
  .enabled(if: SSHVisitor.toolsAreThere(), "OpenSSH's client is installed"),
  .enabled("bubblewrap works here", bubblewrapWorks))
struct SSHVisitTests {
  @Test func `coming, going and wrong passwords are told with the address`() async throws {
    var visits: AsyncStream<DoorVisit>?
    try await withVisitor { visitor, door, _ in
      visits = door.visits
      _ = try await visitor.ssh("true", password: "wrong")
      _ = try await visitor.ssh("true")
      _ = try await visitor.ssh("true")
    }
    var told: [DoorVisit] = []
    for await visit in try #require(visits) { told.append(visit) }
    let kinds = told.map { visit in
      switch visit {
      case .entered: "entered"
      case .left: "left"
      case .refused: "refused"
      case .shutOut: "shut out"
      }
    }
    #expect(kinds.sorted() == ["entered", "entered", "left", "left", "refused"])
    #expect(kinds.first == "refused")
    let visitors = told.map { visit in
      switch visit {
      case .entered(let visitor), .left(let visitor), .refused(let visitor),
        .shutOut(let visitor, _):
        visitor
      }
    }
    #expect(visitors.allSatisfy { $0.address == "127.0.0.1" && $0.method == "password" })
    // Each connection has a port of its own, by which its end is known.
    #expect(Set(visitors.map(\.port)).count == 3)
  }

  @Test func `who is inside when the door closes has left`() async throws {
    try await withVisitor { visitor, door, _ in
      async let stay = visitor.ssh("exec sleep 100")
      var told = 0
      for await visit in door.visits {
        told += 1
        switch visit {
        case .entered: door.close()
        case .left: #expect(told == 2)
        case .refused, .shutOut: Issue.record("nobody was refused")
        }
      }
      #expect(told == 2)
      let outcome = try await stay
      #expect(outcome.status == 255)
    }
  }
}
