import BuildAPI
import BuildModel
import Foundation
import Hummingbird

@testable import BuildServer

/// Who may ask for what.
///
/// A new route needs one line in `routes`, and one in `value` of `MatrixStage` where its path
/// names something new.
enum RoleMatrix {
  /// Somebody who asks.
  enum Asker: String, CaseIterable, Sendable {
    case owner, admin
    case platformEngineer = "platform engineer"
    case developer, tester, stranger
    case administrator
    case anonymous, expired, revoked

    var role: Role? {
      switch self {
      case .owner: .owner
      case .admin: .admin
      case .platformEngineer: .platformEngineer
      case .developer: .developer
      case .tester: .tester
      // The service's administrator has no role in the app here.
      case .stranger, .administrator, .anonymous, .expired, .revoked: nil
      }
    }

    var isKnown: Bool { ![.anonymous, .expired, .revoked].contains(self) }
  }

  /// How a request ends.
  enum Ending: String, Sendable {
    case done = "✓"
    /// 403 with the code `role`.
    case refused = "403"
    /// 404: one does not learn that it exists.
    case hidden = "404"
    /// 401.
    case unknown = "401"
  }

  enum Rule: Sendable {
    /// Needs no token.
    case open
    /// Everybody with a token.
    case known
    /// Every role in the app.
    case members
    /// Every role but testers.
    case builders
    /// Owners and admins of the app.
    case managers
    /// Owners of the app.
    case owners
    /// The service's administrators.
    case administrators
    /// Administrators, and owners and admins of any app.
    case auditors

    func ending(for asker: Asker) -> Ending {
      if case .open = self { return .done }
      guard asker.isKnown else { return .unknown }
      let mayManage = asker.role?.mayManageApp ?? false
      switch self {
      case .open, .known: return .done
      case .members: return asker.role == nil ? .hidden : .done
      case .builders:
        return asker.role == nil ? .hidden : asker == .tester ? .refused : .done
      case .managers: return asker.role == nil ? .hidden : mayManage ? .done : .refused
      case .owners: return asker.role == nil ? .hidden : asker == .owner ? .done : .refused
      case .administrators: return asker == .administrator ? .done : .refused
      case .auditors: return mayManage || asker == .administrator ? .done : .refused
      }
    }
  }

  /// One route and who may use it.
  struct Route: Sendable {
    var method: HTTPRequest.Method
    /// Below the base path; where the router has `:build`, a name says what build it is to be.
    var path: String
    var rule: Rule
    /// What is sent; `:fresh` stands for something else each time, `:folder` for a repository that
    /// is no app yet, `:engineer` for the slug of the app's platform engineer.
    var body: String?
    var query: String
    /// What an asker is answered who may.
    var status: Int

    init(
      _ method: HTTPRequest.Method, _ path: String, _ rule: Rule, _ body: String? = nil,
      query: String = "", status: Int = 200
    ) {
      self.method = method
      self.path = path
      self.rule = rule
      self.body = body
      self.query = query
      self.status = status
    }

    var name: String { "\(method) /\(path)" }
  }

  static let routes: [Route] = [
    Route(.get, "archives/:build", .open, query: ":signature"),
    Route(.get, "archives/:build/steps/:index", .open, query: ":signature"),
    Route(.get, "downloads/:leaver/:artifact", .open, query: ":signature"),
    Route(.get, "openapi.json", .open),
    Route(.get, "me", .known),
    Route(.get, "organizations", .known),
    Route(.post, "validate-bitrise-yml", .known, #"{"bitrise_yml":"workflows: {a: {}}"}"#),
    Route(.get, "available-stacks", .known),
    Route(.get, "apps", .known),
    Route(
      .post, "apps/register", .administrators,
      #"{"repo_url":":folder","is_public":false}"#),
    Route(.get, "apps/:app", .members),
    Route(.get, "apps/:app/build-workflows", .members),
    Route(.get, "apps/:app/bitrise.yml", .managers),
    Route(
      .post, "apps/:app/bitrise.yml", .managers,
      #"{"app_config_datastore_yaml":"workflows: {primary: {}}"}"#),
    Route(.get, "apps/:app/bitrise.yml/config", .managers),
    Route(
      .put, "apps/:app/bitrise.yml/config", .managers, #"{"location":"repository"}"#, status: 204),
    Route(.get, "apps/:app/branches", .members),
    Route(.get, "apps/:app/archived-builds", .members, query: "after=0&before=1"),
    Route(.get, "apps/:app/builds/:build/bitrise.yml", .builders),
    Route(.get, "apps/:app/builds/:leaver/artifacts", .members),
    Route(.get, "apps/:app/builds/:leaver/artifacts/:artifact", .members),
    Route(.delete, "apps/:app/builds/:leaver/artifacts/:artifact", .builders),
    Route(.get, "builds", .known),
    Route(.get, "apps/:app/builds", .members),
    Route(
      .post, "apps/:app/builds", .builders, #"{"hook_info":{"type":"bitrise"},"build_params":{}}"#,
      status: 201),
    Route(.get, "apps/:app/builds/:build", .members),
    Route(
      .post, "apps/:app/builds/:build/rebuild", .builders, #"{"is_remote":true}"#, status: 201),
    Route(.post, "apps/:app/builds/:waiting/abort", .builders, "{}"),
    Route(.post, "apps/:app/builds/:waiting/hold", .builders),
    Route(.post, "apps/:app/builds/:held/release", .builders),
    Route(.get, "apps/:app/rolling-builds", .members),
    Route(.post, "apps/:app/rolling-builds", .managers, #"{"enabled":false}"#),
    Route(.delete, "apps/:app", .owners, query: "force=true"),
    Route(.get, "apps/:app/builds/:build/log", .builders),
    Route(.get, "apps/:app/builds/:build/log/summary", .builders),
    Route(.get, "apps/:app/builds/:stepped/log/steps/:step", .builders),
    Route(.get, "apps/:app/builds/:build/remote-access", .builders),
    Route(.post, "apps/:app/builds/:build/remote-access", .builders),
    Route(.delete, "apps/:app/builds/:waiting/remote-access", .builders),
    Route(
      .post, "apps/:app/builds/:waiting/remote-access/extend", .builders, #"{"seconds":60}"#),
    Route(.get, "remote-access", .known),
    Route(.get, "events", .known),
    Route(.get, "users", .administrators),
    Route(.post, "users", .administrators, #"{"username":"u:fresh"}"#, status: 201),
    Route(.delete, "users/:user", .administrators),
    Route(.get, "apps/:app/members", .managers),
    Route(.put, "apps/:app/members/:user", .managers, #"{"role":"manager"}"#),
    Route(.get, "apps/:app/roles/:role", .managers),
    Route(.put, "apps/:app/roles/:role", .managers, #"{"groups":[":engineer"]}"#),
    Route(.get, "tokens", .known),
    Route(.get, "tokens", .administrators, query: "all=true"),
    Route(.post, "tokens", .known, "{}", status: 201),
    Route(.post, "tokens", .administrators, #"{"user":"victim"}"#, status: 201),
    Route(.delete, "tokens/:token", .known),
    Route(.get, "public-keys", .known),
    Route(.post, "public-keys", .known, #"{"key":":publicKey"}"#, status: 201),
    Route(.delete, "public-keys/:key", .known),
    Route(.get, "audit", .auditors),
    Route(.get, "apps/:app/secrets", .managers),
    Route(.post, "apps/:app/secrets", .managers, #"{"name":"S:fresh","value":"v"}"#, status: 201),
    Route(.get, "apps/:app/secrets/:secret", .managers),
    Route(.put, "apps/:app/secrets/:secret", .managers, #"{"value":"w"}"#, status: 204),
    Route(.patch, "apps/:app/secrets/:secret", .managers, #"{"value":"w"}"#),
    Route(.delete, "apps/:app/secrets/:secret", .managers, status: 204),
    Route(.get, "apps/:app/secrets/:secret/value", .managers),
  ]
}
