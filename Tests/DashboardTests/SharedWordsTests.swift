import BuildModel
import Testing

@testable import Dashboard

/// Builds that were told one by one share their words.
struct SharedWordsTests {
  /// A build as an answer brings it, each word a copy.
  private func told(_ number: Int) -> Build {
    func copy(_ text: String) -> String { String(decoding: Array(text.utf8), as: UTF8.self) }
    var build = Scenes.build(number, .failed, workflow: "w", minutesAgo: Double(number))
    build.appTitle = copy("a title that is long enough for the heap")
    build.branch = copy("feature/one-of-the-long-names-of-branches")
    return build
  }

  private func place(_ text: String?) -> UnsafePointer<UInt8>? {
    text?.utf8.withContiguousStorageIfAvailable { $0.baseAddress } ?? nil
  }

  @Test func `however builds come to be known, their words lie in memory once`() {
    var shelf = BuildShelf()
    shelf.setNewest([told(1), told(2)], next: "more")
    shelf.addOlder([told(3)], next: nil)
    shelf.add([told(4)])
    shelf.insert(told(5))
    shelf.insert(told(1))
    #expect(shelf.builds.count == 5)
    let (one, another) = (told(8), told(9))
    #expect(place(one.appTitle) != place(another.appTitle))
    withExtendedLifetime((one, another)) {}
    #expect(Set(shelf.builds.map { place($0.appTitle) }).count == 1)
    #expect(Set(shelf.builds.map { place($0.branch) }).count == 1)
  }

  @Test func `a build says the same as before`() {
    var words = SharedWords()
    #expect(words.sharing(told(1)) == told(1))
    #expect(words.sharing(told(2)) == told(2))
  }
}
