import BuildModel
import Testing

@Suite struct RepositoryAddressTests {
  @Test(arguments: [
    ("https://me:se%40cret@host/a.git", "https://host/a.git", "me:se%40cret"),
    ("https://token@host:8443/a?b=c@d", "https://host:8443/a?b=c@d", "token"),
    ("HTTP://a:b@c@host", "HTTP://host", "a:b@c"),
    ("https://host/a@b", "https://host/a@b", nil), ("https://host", "https://host", nil),
    ("ssh://git@host/a", "ssh://git@host/a", nil), ("git@host:a/b.git", "git@host:a/b.git", nil),
    ("/folder/a@b", "/folder/a@b", nil), ("", "", nil),
  ])
  func `what opens a repository is taken out of its address and put back`(
    text: String, remote: String, access: String?
  ) {
    let address = RepositoryAddress(text)
    #expect(address.remote == remote)
    #expect(address.access == access)
    #expect(RepositoryAddress(remote: remote, access: access).text == text)
  }

  @Test func `what is handed over is no variable, and known again`() {
    let handed = EnvironmentVariable.repositoryAccess("me:secret")
    #expect(handed.repositoryAccess == "me:secret")
    #expect(handed.key.contains(" "))
    #expect(EnvironmentVariable(key: "KEY", value: "v").repositoryAccess == nil)
  }
}
