import Foundation
import TestSupport
import Testing

/// Somebody who uses a service that another person runs.
@Suite struct TeamTests {
  @Test func `whoever has a token logs in to a service elsewhere and uses it by name`() throws {
    let server = try AirlockHome(grace: "5s", driver: "process")
    defer { server.end() }
    #expect(try server.run("builds").status == 0)
    let address = try server.serviceAddress()
    let token = try String(
      contentsOf: server.data.appending(path: "token"), encoding: .utf8)

    let visitor = try AirlockHome(grace: "5s")
    let refused = try visitor.run("login", "team", "--url", address, input: "wrong\n")
    #expect(refused.status == 77)
    #expect(try visitor.run("connection", "use", "team").status != 0)

    let login = try visitor.run("login", "team", "--url", address, input: token)
    #expect(login.status == 0, "\(login.errors)")
    #expect(!login.output.contains(token) && !login.errors.contains(token))
    #expect(try visitor.run("builds").output == server.run("builds").output)
    // Nothing of the visitor's own was started.
    #expect(visitor.servicePID == nil)

    let list = try visitor.run("connection", "list").output
    #expect(list.contains("* ") && list.contains("team") && list.contains(address))
    #expect(!list.contains(token))
    #expect(try visitor.run("builds", "--connection", "nowhere").status == 66)
    #expect(try visitor.run("logout").status == 0)
    #expect(try visitor.run("builds", "--connection", "team").status == 66)
  }
}
