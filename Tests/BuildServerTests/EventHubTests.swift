import BuildAPI
import BuildModel
import Testing

@testable import BuildServer

@Suite struct EventHubTests {
  private static let app = AppSlug(rawValue: "a1")

  private static func log(_ chunks: Int) -> EventBody {
    .log(build: BuildSlug(rawValue: "b1"), app: app, chunks: chunks)
  }

  @Test func `a listener reads on from the number it knows`() throws {
    let hub = EventHub(boot: "boot")
    #expect(hub.events(after: 0) == [])
    for chunks in 1...3 { try hub.publish(Self.log(chunks), of: Self.app) }
    #expect(hub.events(after: 0)?.map(\.number) == [1, 2, 3])
    #expect(hub.events(after: 2)?.map(\.number) == [3])
    #expect(hub.events(after: 3) == [])
  }

  @Test func `what is forgotten, or was never told, cannot be read on from`() throws {
    let hub = EventHub(boot: "boot", capacity: 4)
    for chunks in 1...20 { try hub.publish(Self.log(chunks), of: Self.app) }
    #expect(hub.events(after: 1) == nil)
    #expect(hub.events(after: 16)?.map(\.number) == [17, 18, 19, 20])
    #expect(hub.events(after: 21) == nil)
  }

  @Test func `an id belongs to one run of the service`() {
    let hub = EventHub(boot: "boot")
    #expect(hub.number(hub.id(7)) == 7)
    #expect(hub.number("other-7") == nil)
    #expect(hub.number("boot") == nil)
    #expect(hub.number("boot-x") == nil)
    #expect(hub.number("") == nil)
  }

  @Test(.timeLimit(.minutes(1))) func `a listener is woken, once for several events`()
    async throws
  {
    let hub = EventHub(boot: "boot")
    var wakeUps = hub.wakeUps().makeAsyncIterator()
    try hub.publish(Self.log(1), of: Self.app)
    try hub.publish(Self.log(2), of: Self.app)
    #expect(await wakeUps.next() != nil)
    #expect(hub.events(after: 0)?.count == 2)
  }
}
