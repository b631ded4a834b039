import BuildModel
import Foundation
import Testing

/// Services and workers of different versions live side by side while one is upgraded.
@Suite struct BuildOrderTests {
  @Test func `an order of an earlier service is read, with nothing it did not know`() throws {
    let text = """
      {"build":"b","number":3,"app":"a","appTitle":"Sample","repository":"/r","workflow":"test",
       "configuration":"workflows: {}","configurationName":"bitrise.yml","environment":[],
       "stack":"linux","buildURL":"","isRemote":true,"grace":600,"timeLimit":5400}
      """
    let order = try JSONDecoder().decode(BuildOrder.self, from: Data(text.utf8))
    #expect(
      order
        == BuildOrder(
          build: BuildSlug(rawValue: "b"), number: 3, app: AppSlug(rawValue: "a"),
          appTitle: "Sample", repository: "/r", workflow: "test", configuration: "workflows: {}",
          isRemote: true))
  }

  @Test func `an order of a later service is read without what is new in it`() throws {
    let order = BuildOrder(
      build: BuildSlug(rawValue: "b"), number: 3, app: AppSlug(rawValue: "a"),
      appTitle: "Sample", repository: "/r", workflow: "test", configuration: "",
      hasSecrets: true, noOutputLimit: 9, hold: 60, longestExtension: 86400, keepFailed: 600,
      original: .init(number: 2, commitHash: "abc"), notes: ["one"])
    let data = try JSONEncoder().encode(order)
    #expect(try JSONDecoder().decode(BuildOrder.self, from: data) == order)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    object["from_the_future"] = ["anything": 1]
    let later = try JSONSerialization.data(withJSONObject: object)
    #expect(try JSONDecoder().decode(BuildOrder.self, from: later) == order)
  }
}
