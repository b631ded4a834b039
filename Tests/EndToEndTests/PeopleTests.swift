import Foundation
import TestSupport
import Testing

/// Two people and one service: what one gives the other, and what is remembered of it.
@Suite struct PeopleTests {
  /// Somebody with a token, logged in to the other's service as `team`.
  private static func invite(
    _ name: String, to server: AirlockHome
  ) throws -> AirlockHome {
    #expect(try server.run("user", "add", name).status == 0)
    let made = try server.run("token", "new", "--user", name, "--name", "laptop")
    #expect(made.status == 0)
    let lines = made.output.split(separator: "\n")
    #expect(lines.count == 1 && made.errors.isEmpty)
    let guest = try AirlockHome(grace: "5s")
    let login = try guest.run(
      "login", "team", "--url", try server.serviceAddress(), input: made.output)
    #expect(login.status == 0, "\(login.errors)")
    return guest
  }

  @Test func `a guest does what the role allows, until the token is revoked, and all is written`()
    throws
  {
    let server = try AirlockHome(grace: "60s")
    defer { server.end() }
    let project = try GitProject(
      in: server.folder.url.appending(path: "project"), script: "echo built; exit 3")
    #expect(try server.run("run", "main", in: project.folder).status == 0)
    _ = try server.run("log", "--follow", "1", in: project.folder)
    let kim = try Self.invite("kim", to: server)

    #expect(try kim.run("show", "project#1").status == 66)
    #expect(try server.run("user", "role", "kim", "--app", "project", "tester").status == 0)
    #expect(try kim.run("builds").output.contains("project#1"))
    #expect(try kim.run("log", "1").status == 77)
    #expect(try kim.run("rebuild", "1", "--remote-access").status == 77)
    #expect(try kim.run("user", "role", "kim", "--app", "project", "owner").status == 77)

    #expect(try server.run("user", "role", "kim", "--app", "project", "developer").status == 0)
    let rebuilt = try kim.run("rebuild", "1", "--remote-access", "--wait", "open")
    #expect(rebuilt.status == 0, "\(rebuilt.errors)")
    #expect(try kim.run("ssh", "2", "--", "true").status == 0)
    #expect(try kim.run("close", "2").status == 0)
    #expect(try kim.run("secret", "list", "--app", "project").status == 77)

    let tokens = try server.json(
      try server.run("token", "list", "--user", "kim", "--json"), as: [[String: Any]].self)
    let id = try #require(tokens.first?["id"] as? String)
    #expect(tokens.first?["label"] as? String == "laptop")
    #expect(try server.run("token", "revoke", id).status == 0)
    #expect(try kim.run("builds").status == 77)
    #expect(try server.run("user", "remove", "kim").status == 0)

    let audit = try server.json(
      try server.run("audit", "--app", "project", "--json", in: project.folder),
      as: [[String: Any]].self)
    let told = audit.map { "\($0["username"] as? String ?? "-") \($0["event"] as? String ?? "")" }
    for line in [
      "kim refused", "kim remote_access_asked", "- window_opened", "kim credentials_read",
      "- ssh_login", "- ssh_logout", "kim closing_asked", "kim window_closed",
    ] { #expect(told.contains(line), "\(line) is missing in \(told)") }
    let login = try #require(audit.first { $0["event"] as? String == "ssh_login" })
    #expect((login["address"] as? String)?.hasPrefix("127.0.0.1:") == true)
    #expect(login["build_number"] as? Int == 2)
    // Newest last.
    let ids = audit.compactMap { $0["id"] as? Int }
    #expect(ids == ids.sorted() && ids.count == audit.count)
  }

  @Test func `a secret goes from a pipe into a build, and nobody sees it on the way`() throws {
    let home = try AirlockHome(grace: "5s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"),
      script: "echo \"it is [$KEY], of ${#KEY} letters\"")
    let set = try home.run("secret", "set", "KEY", in: project.folder, input: "hunter two\n")
    #expect(set.status == 0, "\(set.errors)")
    #expect(!set.output.contains("hunter"))
    #expect(try home.run("run", "main", in: project.folder).status == 0)
    let log = try home.run("log", "--follow", "1", in: project.folder).output
    #expect(log.contains("it is [[REDACTED]], of 10 letters"), "\(log)")
    let list = try home.run("secret", "list", in: project.folder).output
    #expect(list.contains("KEY") && !list.contains("hunter"))
    #expect(try home.run("secret", "remove", "KEY", in: project.folder).status == 0)
    #expect(try home.run("secret", "remove", "KEY", in: project.folder).status == 66)
    #expect(try home.run("run", "main", in: project.folder).status == 0)
    let without = try home.run("log", "--follow", "2", in: project.folder).output
    #expect(without.contains("it is [], of 0 letters"))
  }
}
