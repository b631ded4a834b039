import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird
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

  @Test func `what is taken to be told is taken once`() throws {
    let hub = EventHub(boot: "boot")
    #expect(hub.takeNews() == [])
    for chunks in 1...3 { try hub.publish(Self.log(chunks), of: Self.app) }
    #expect(hub.takeNews()?.map(\.number) == [1, 2, 3])
    #expect(hub.takeNews() == [])
  }

  @Test func `an event is written once, as it goes over the wire`() throws {
    let hub = EventHub(boot: "boot")
    try hub.publish(Self.log(7), of: Self.app)
    #expect(
      hub.events(after: 0)?.first.map { String(buffer: $0.text) } == """
        id: boot-1
        event: log
        data: {"app_slug":"a1","build_slug":"b1","chunks":7}


        """)
  }

  @Test func `who comes when the service ends is let go at once`() async {
    let hub = EventHub(boot: "boot")
    let early = hub.listen(as: UserSlug(rawValue: "u1"))
    hub.close()
    #expect(await early.take() == nil)
    #expect(await hub.listen(as: UserSlug(rawValue: "u1")).take() == nil)
    #expect(hub.listeners.isEmpty)
  }
}
