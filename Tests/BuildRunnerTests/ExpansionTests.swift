import BuildModel
import Testing

@testable import BuildRunner

@Suite struct ExpansionTests {
  @Test(arguments: [
    ("$A", "1"), ("${A}2", "12"), ("$AB", ""), ("x$A/y${B}z", "x1/ytwoz"), ("100$", "100$"),
    ("$ A", "$ A"), ("${", "${"), ("é$Bü", "étwoü"), ("$A$B", "1two"), ("$-", "$-"),
  ])
  func `names are replaced as Bitrise does`(text: String, expected: String) {
    #expect(Expansion.expand(text, in: ["A": "1", "B": "two"]) == expected)
  }

  @Test func `each variable sees those before it`() {
    let values = Expansion.environment(
      ["HOME": "/h"],
      adding: [
        EnvironmentVariable(key: "A", value: "$HOME/a"),
        EnvironmentVariable(key: "B", value: "$A/b"),
        EnvironmentVariable(key: "A", value: "$A+"),
        EnvironmentVariable(key: "RAW", value: "$A", isExpand: false),
      ])
    #expect(values == ["HOME": "/h", "A": "/h/a+", "B": "/h/a/b", "RAW": "$A"])
  }
}
