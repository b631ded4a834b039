import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import Hummingbird

extension Request {
  /// Longer parts of messages are not looked for.
  private static let longestMessage = 500

  /// The filter in the query, in Bitrise's words.
  func buildFilter() throws -> BuildFilter {
    var filter = BuildFilter()
    filter.workflow = query("workflow")
    filter.branch = query("branch")
    filter.commitMessage = try commitMessage()
    filter.number = try query("build_number", as: Int.self, "a whole number")
    filter.after = try time("after")
    filter.before = try time("before")
    filter.statuses = try statuses()
    filter.isOnHold = try query("is_on_hold", as: Bool.self, "true or false")
    filter.trigger = try word(
      "trigger_event_type", "push, pull-request or tag", BuildFilter.Trigger.init(rawValue:))
    filter.pullRequest = try pullRequest()
    let order = try word("sort_by", "created_at or running_first", ListOrder.init(rawValue:))
    filter.isRunningFirst = order == .runningFirst
    // There are no pipelines here, so no build is part of one.
    if try query("is_pipeline_build", as: Bool.self, "true or false") == true {
      filter.statuses = []
    }
    return filter
  }

  func requiredTime(_ name: String) throws -> Date {
    guard let time = try time(name) else {
      throw Refusal(.badRequest, "\(name) is missing: a time in seconds since 1970.")
    }
    return time
  }

  private enum ListOrder: String {
    case created = "created_at"
    case runningFirst = "running_first"
  }

  private func time(_ name: String) throws -> Date? {
    try query(name, as: Int.self, "a time in seconds since 1970")
      .map { Date(timeIntervalSince1970: Double($0)) }
  }

  private func statuses() throws -> Set<BuildStatus>? {
    let what = "a number from 0 to 4"
    guard let number = try query("status", as: Int.self, what) else { return nil }
    let statuses = Set(BuildStatus.allCases.filter { $0.wireNumber == number })
    guard !statuses.isEmpty else {
      throw Refusal(.badRequest, "status must be \(what), not \(number).")
    }
    return statuses
  }

  private func pullRequest() throws -> Int? {
    let range = PullRequestNumber.range
    let what = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let number = try query("pull_request_id", as: Int.self, what) else { return nil }
    guard range.contains(number) else {
      throw Refusal(.badRequest, "pull_request_id must be \(what), not \(number).")
    }
    return number
  }

  private func commitMessage() throws -> String? {
    guard let text = query("commit_message") else { return nil }
    guard text.count <= Self.longestMessage else {
      throw Refusal(
        .badRequest,
        "commit_message must be a part of at most \(Self.longestMessage) characters.")
    }
    return text
  }

  /// A query parameter that must be one of a few words.
  private func word<Word>(
    _ name: String, _ what: String, _ word: (String) -> Word?
  ) throws -> Word? {
    guard let text = query(name) else { return nil }
    guard let word = word(text) else {
      throw Refusal(.badRequest, "\(name) must be \(what), not \"\(text)\".")
    }
    return word
  }
}
