import ArgumentParser
import BuildModel
import Foundation

struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user",
    abstract: "The people who may use the build service, and what they may do.",
    discussion: "For administrators of the service; roles, for owners and admins of an app too.",
    subcommands: [Add.self, List.self, Remove.self, SetRole.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a user; `airlock token new --user NAME` then lets them in.")

    @Argument(help: "What to call them.")
    var name: String

    @Flag(help: "Let them manage the service itself.")
    var admin = false

    func run() throws {
      try runBlocking {
        let user = try await Session.open().client.addUser(name, isAdmin: admin)
        Output.line("Added \(user.username)\(user.isAdmin ? ", an administrator" : "").")
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the users and their roles.")

    @Flag(help: "Print an array as JSON.")
    var json = false

    func run() throws {
      try runBlocking {
        let users = try await Session.open().client.users()
        if json { return try Output.json(users) }
        var table = TextTable(["USER", "SERVICE", "ROLES"])
        for user in users {
          let roles = user.apps.map { "\($0.title): \($0.role.title)" }
          table.add([
            user.username, user.isAdmin ? "administrator" : "-",
            roles.isEmpty ? "-" : roles.joined(separator: ", "),
          ])
        }
        for line in table.lines { Output.line(line) }
      }
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a user, with all tokens; they are cut off at once.")

    @Argument(help: "The user's name.")
    var name: String

    @Option(help: "Who gets the apps that nobody else owns.")
    var giveAppsTo: String?

    func run() throws {
      try runBlocking {
        let client = try await Session.open().client
        try await client.removeUser(name, givingAppsTo: giveAppsTo)
        Output.line("Removed \(name).")
      }
    }
  }

  struct SetRole: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "role", abstract: "Give a user a role in an app.")

    enum Word: String, ExpressibleByArgument, CaseIterable {
      case owner, admin
      case platformEngineer = "platform-engineer"
      case developer, tester, none

      var role: Role? {
        switch self {
        case .owner: .owner
        case .admin: .admin
        case .platformEngineer: .platformEngineer
        case .developer: .developer
        case .tester: .tester
        case .none: nil
        }
      }
    }

    @Argument(help: "The user's name.")
    var name: String

    @Option(help: "The app's title or slug, where it is not the current folder's.")
    var app: String?

    @Argument(help: "What they shall be; none takes their role away.")
    var role: Word

    func run() throws {
      try runBlocking {
        let session = try await Session.open()
        let app = try await session.app(self.app)
        try await session.client.setRole(role.role, of: name, in: app.slug)
        Output.line(
          role.role.map { "\(name) is \($0.title) in \(app.title)." }
            ?? "\(name) has no role in \(app.title).")
      }
    }
  }
}
