import BuildModel
import Testing

@Suite struct PublicKeyTests {
  private static let key =
    "AAAAC3NzaC1lZDI1NTE5AAAAIKZ6RqqeHUJ/r5Myzzx9htRXmS71r14Ptc734cE9/3bk"

  @Test func `a line of a pub file is a key with a comment`() throws {
    let key = try PublicKey("ssh-ed25519 \(Self.key) me at home\n")
    #expect(key.comment == "me at home")
    #expect(key.line == "ssh-ed25519 \(Self.key)")
  }

  @Test(arguments: [
    ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", PublicKeyError.isPrivate), ("", .isNone),
    ("ssh-ed25519", .isNone), ("ssh-ed25519 AAAA", .isNone), ("ssh-rsa \(key)", .isNone),
    ("ssh-ed25519 \(key)\nssh-ed25519 \(key)", .isNone),
    ("ssh-dss \(key)", .isOfUnknownType("ssh-dss")),
    ("command=\"x\" ssh-ed25519 \(key)", .isNone),
  ])
  func `what is no key is refused with a reason`(text: String, error: PublicKeyError) {
    #expect(throws: error) { try PublicKey(text) }
  }
}
