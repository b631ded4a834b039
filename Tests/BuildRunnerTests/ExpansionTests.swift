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
        DeclaredVariable(key: "A", value: "$HOME/a"),
        DeclaredVariable(key: "B", value: "$A/b"),
        DeclaredVariable(key: "A", value: "$A+"),
        DeclaredVariable(key: "RAW", value: "$A", options: .init(isExpand: false)),
        DeclaredVariable(key: "B", value: "", options: .init(skipIfEmpty: true)),
        DeclaredVariable(key: "GONE", value: "soon"),
        DeclaredVariable(key: "GONE", value: "", options: .init(isUnset: true)),
      ])
    #expect(values == ["HOME": "/h", "A": "/h/a+", "B": "/h/a/b", "RAW": "$A"])
  }
}
