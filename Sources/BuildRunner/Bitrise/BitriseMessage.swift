import BuildModel
import Foundation

/// One line that Bitrise's command writes with `--output-format json`.
enum BitriseMessage: Equatable {
  /// A text with its line ends, as the console would show it.
  case log(String)
  /// What will run.
  case started([PlannedStep])
  case stepStarted(StepStart)
  case stepFinished(StepEnd)
  /// An event that tells us nothing.
  case other

  struct PlannedStep: Equatable, Decodable {
    var uuid: String
    var stepID: String

    enum CodingKeys: String, CodingKey {
      case uuid
      case stepID = "step_id"
    }
  }

  struct StepStart: Equatable, Decodable {
    var uuid: String
    var title: String?
    var id: String?
    var version: String?
    var collection: String?
    var toolkit: String?
  }

  struct StepEnd: Equatable, Decodable {
    struct Fault: Equatable, Decodable {
      var code: Int?
      var message: String?
    }

    var uuid: String
    var status: String
    var statusReason: String?
    var title: String?
    var milliseconds: Int?
    var errors: [Fault]?
    var isLast: Bool?

    enum CodingKeys: String, CodingKey {
      case uuid, status, title, errors
      case statusReason = "status_reason"
      case milliseconds = "run_time_in_ms"
      case isLast = "last_step"
    }
  }

  /// Nil where the line is none of these; then it is meant for people.
  init?(_ line: some Collection<UInt8>) {
    guard line.first == UInt8(ascii: "{") else { return nil }
    let data = Data(line)
    let decoder = JSONDecoder()
    do {
      let head = try decoder.decode(Head.self, from: data)
      switch (head.type, head.eventType) {
      case ("log", _):
        let message = try decoder.decode(Log.self, from: data)
        self = .log(message.painted)
      case ("event", "bitrise_started"?):
        let plan = try decoder.decode(Event<Plan>.self, from: data).content
        self = .started(plan.executionPlan.flatMap { $0.steps ?? [] })
      case ("event", "step_started"?):
        self = .stepStarted(try decoder.decode(Event<StepStart>.self, from: data).content)
      case ("event", "step_finished"?):
        self = .stepFinished(try decoder.decode(Event<StepEnd>.self, from: data).content)
      case ("event", _): self = .other
      default: return nil
      }
    } catch {
      return nil
    }
  }

  private struct Head: Decodable {
    var type: String
    var eventType: String?

    enum CodingKeys: String, CodingKey {
      case type
      case eventType = "event_type"
    }
  }

  private struct Event<Content: Decodable>: Decodable {
    var content: Content
  }

  private struct Plan: Decodable {
    struct Workflow: Decodable { var steps: [PlannedStep]? }
    var executionPlan: [Workflow]

    enum CodingKeys: String, CodingKey { case executionPlan = "execution_plan" }
  }

  private struct Log: Decodable {
    var level: String?
    var message: String

    /// In the colour that the console gives its level.
    var painted: String {
      let colours = ["error": 31, "warn": 33, "info": 34, "done": 32, "debug": 35]
      guard let colour = level.flatMap({ colours[$0] }), !message.isEmpty else { return message }
      let body = message.hasSuffix("\n") ? String(message.dropLast()) : message
      return "\u{1b}[\(colour);1m\(body)\u{1b}[0m" + (body.count < message.count ? "\n" : "")
    }
  }
}
