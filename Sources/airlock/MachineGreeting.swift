import BuildAPI
import BuildClient
import BuildModel
import BuildRunner
import Foundation

/// Tells what our own service's machines tell by themselves at the start of a shell, for those of
/// a service whose machines do not.
///
/// It is printed here and never sent into the machine: there a shell would read it.
struct MachineGreeting: Sendable {
  let client: BuildClient
  /// Nobody waits longer for it, in seconds; what is known by then is told.
  var patience = 3.0

  func text(_ build: Build, _ access: RemoteAccess) async -> String {
    await withTaskGroup(of: Greeting?.self) { group in
      group.addTask { await whole(build, access) }
      group.addTask {
        try? await NetworkThreads.pause(.seconds(patience))
        return nil
      }
      let first = await group.next().flatMap(\.self)
      group.cancelAll()
      return (first ?? Self.short(build, access)).text
    }
  }

  private func whole(_ build: Build, _ access: RemoteAccess) async -> Greeting {
    async let configuration = try? client.configuration(of: build.app, build.slug)
    // Which part of the log is which step's is read in the log itself, there.
    _ = try? await client.logPart(build.app, build.slug, after: .max)
    var greeting = Self.short(build, access)
    greeting.steps = (try? await client.steps(build.app, build.slug)) ?? []
    guard let failed = Greeting.failedStep(of: greeting.steps) else { return greeting }
    if let text = await configuration {
      greeting.command = Self.command(of: failed, workflow: build.workflow, in: text)
    }
    let end = try? await StepLog(client: client).end(of: build, failed, lines: 40)
    greeting.lastLines = ConsoleBoxes.without(end ?? []).suffix(5)
    return greeting
  }

  private static func short(_ build: Build, _ access: RemoteAccess) -> Greeting {
    Greeting(
      appTitle: build.appTitle, number: build.number, workflow: build.workflow, steps: [],
      sourceFolder: access.sourceFolder ?? "the home folder",
      door: door(RemoteAccessBody(access, app: build.app)))
  }

  private static func door(_ body: RemoteAccessBody) -> String {
    body.state == .closing
      ? "The door \(WindowText.state(body))." : "The door is \(WindowText.state(body))."
  }

  /// What the step runs, by the configuration that the build ran with.
  private static func command(of step: Step, workflow: String, in text: String) -> [String] {
    guard let configuration = try? Configuration.parse(text, name: "bitrise.yml"),
      let plan = try? WorkflowPlan(configuration, workflow: workflow)
    else { return [] }
    return plan.script(of: step)
  }
}

/// The frames that Bitrise's command line draws around each step's output.
enum ConsoleBoxes {
  /// The lines that a step itself wrote, without those of white space.
  static func without(_ lines: [String]) -> [String] {
    var inner = lines.filter { !$0.allSatisfy(\.isWhitespace) }
    // What follows the last frame's upper edge is its foot; a step's own lines may look like one.
    let foot = inner.suffix(8)
    if let edge = foot.firstIndex(where: isEdge),
      foot[edge...].allSatisfy({ isEdge($0) || $0.hasPrefix("|") || isArrow($0) })
    {
      inner.removeSubrange(edge...)
    }
    return inner
  }

  private static func isEdge(_ line: String) -> Bool {
    line.hasPrefix("+--") && line.hasSuffix("+")
  }

  /// Between two steps stands an arrow of its own.
  private static func isArrow(_ line: String) -> Bool {
    line.trimmingCharacters(in: .whitespaces) == "\u{25BC}"
  }
}
