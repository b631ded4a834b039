import Yams

/// Decides what a step's name and inputs make it do.
struct StepWork {
  let reader: NodeReader

  func work(
    of step: inout ConfiguredStep, reference: StepReference, at node: Node
  ) throws -> ConfiguredStep.Work {
    switch (reference.kind, step.id) {
    case (.library, "script"): return try script(&step, at: node)
    case (.library, "git-clone"):
      return .alreadyDone("Nothing to do: airlock has put the source into the machine already.")
    case (.library, "activate-ssh-key"):
      return .alreadyDone("Nothing to do: airlock clones outside the machine, with your own keys.")
    case (.path, _): return .local(try local(reference, at: node))
    default: return .foreign(Self.refusal(of: reference, at: step.place))
    }
  }

  /// Why airlock cannot run a step.
  static func refusal(
    of reference: StepReference, at place: ConfigurationPlace
  ) -> ConfigurationError {
    let name = reference.text.shortened
    return switch reference.kind {
    case .containerGroup:
      place.fault(
        "“with” runs its steps in containers, which airlock does not; write them as steps of"
          + " the workflow")
    case .git:
      place.fault(
        "step “\(name)” lies in a repository of its own, which airlock does not fetch; copy it"
          + " into your source and write “path::”")
    case .library, .path:
      place.fault(
        "step “\(name)” needs Bitrise's public step library, which airlock does not use;"
          + " write it as a “script” step")
    }
  }

  private func script(_ step: inout ConfiguredStep, at node: Node) throws -> ConfiguredStep.Work {
    func input(_ name: String) -> String? { step.inputs.last { $0.key == name }?.value }
    guard let content = input("content") else {
      throw reader.fault("step “\(step.title)” needs the input “content”", at: node)
    }
    let script = ConfiguredStep.Script(
      content: content, runner: input("runner_bin"), workingFolder: input("working_dir"))
    // Not a variable as well: a long script would be too long for one.
    step.inputs.removeAll { $0.key == "content" }
    return .script(script)
  }

  /// The folder in plain names, so that no path leads out of the source.
  private func local(_ reference: StepReference, at node: Node) throws -> ConfiguredStep.LocalStep {
    var folder: [String] = []
    for part in reference.id.split(separator: "/", omittingEmptySubsequences: true) {
      if part == "." { continue }
      if part != ".." {
        folder.append(String(part))
      } else if folder.popLast() == nil {
        throw reader.fault("step “\(reference.text.shortened)” lies outside the source", at: node)
      }
    }
    guard !reference.id.hasPrefix("/"), !reference.id.hasPrefix("~"),
      !reference.id.utf8.contains(0)
    else {
      throw reader.fault(
        "step “\(reference.text.shortened)” must be a folder of the source, such as"
          + " “path::./steps/hello”", at: node)
    }
    return ConfiguredStep.LocalStep(folder: folder)
  }
}
