import BuildDatabase
import BuildModel
import Foundation
import Testing

@Suite struct BuildNumberTests {
  @Test func `builds count from one within each app`() async throws {
    let sample = try await SampleStore()
    _ = try await sample.store.register(.sample("a2"), owner: sample.user.slug)
    #expect(try await sample.insert("b1").number == 1)
    #expect(try await sample.insert("b2").number == 2)
    #expect(try await sample.insert("c1", app: "a2").number == 1)
  }

  @Test func `a build whose order cannot be written leaves its number free`() async throws {
    struct FullDisk: Error {}
    let sample = try await SampleStore()
    let build = Build(
      slug: BuildSlug(rawValue: "b1"), app: sample.app.slug, appTitle: "", number: 0,
      status: .queued, workflow: "primary", triggeredAt: .noon)
    await #expect(throws: FullDisk.self) {
      _ = try await sample.store.insertBuild(build, parameters: "{}") { build, _ in
        #expect(build.number == 1)
        throw FullDisk()
      }
    }
    #expect(try await sample.build("b1") == nil)
    #expect(try await sample.insert("b2").number == 1)
  }

  @Test func `builds that are asked for at once get different numbers`() async throws {
    let sample = try await SampleStore()
    let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
      for place in 1...40 {
        group.addTask { try await sample.insert("b\(place)").number }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(numbers.sorted() == Array(1...40))
  }

  @Test func `a build of no app is refused`() async throws {
    let sample = try await SampleStore()
    await #expect(throws: StoreError.self) { try await sample.insert("b1", app: "nowhere") }
  }
}
