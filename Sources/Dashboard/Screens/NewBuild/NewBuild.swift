package import BuildModel
package import TerminalSurface

/// Which workflow of which app to run.
package enum NewBuild {
  package struct State: Sendable, Equatable {
    package var offers = Offers.loading
    package var chosen = 0
    /// What it runs with, as far as this dialogue asks.
    package var parameters = RunParameters()

    package init() {}

    /// What Enter would run.
    package var start: Start? {
      guard case .loaded(let entries) = offers, entries.indices.contains(chosen) else { return nil }
      return entries[chosen].start
    }
  }

  package enum Offers: Sendable, Equatable {
    case loading
    case loaded([Entry])
    /// The service did not tell; the sentence is for the person.
    case refused(String)
  }

  /// A workflow that can be run, or why an app has none to choose.
  package struct Entry: Sendable, Equatable {
    package enum Offer: Sendable, Equatable {
      case workflow(String)
      /// Something to be put right first.
      case problem(String)
      case forbidden(String)
    }

    package var app: App
    package var offer: Offer

    package var start: Start? {
      guard case .workflow(let workflow) = offer else { return nil }
      return Start(app: app.slug, appTitle: app.title, workflow: workflow)
    }
  }

  /// A build that has been asked for.
  package struct Start: Sendable, Equatable {
    package var app: AppSlug
    package var appTitle: String
    package var workflow: String

    /// How it is called in a sentence: `sample (checkout)`.
    package var name: String { "\(appTitle) (\(workflow))" }
  }

  package enum Outcome: Sendable, Equatable {
    case undecided
    case run(Start)
    /// It is to be said first what it runs with.
    case ask(Start)
    /// Why a key does nothing here: the whole sentence.
    case explained(String)
    case reload
    case closed
  }

  /// Only Enter runs: never the key that opened the dialogue, however long it is held down.
  package static func update(
    _ state: inout State, _ key: Key, keymap: Keymap, service: ServiceFacts, page: Int
  ) -> Outcome {
    let command = keymap.command(for: key)
    if command == .reload {
      state.offers = .loading
      return .reload
    }
    if let motion = command.flatMap(Motion.init) {
      guard case .loaded(let entries) = state.offers else { return .undecided }
      state.chosen = motion.moved(from: state.chosen, in: entries.indices, page: page)
      return .undecided
    }
    switch key.name {
    case .escape, .character("q"): return .closed
    case .character("a"): return changeRemoteAccess(&state, service, keymap)
    case .character("t"): return changeStack(&state, service)
    case .character("e"): return state.start.map(Outcome.ask) ?? explanation(state)
    case .enter: return state.start.map(Outcome.run) ?? explanation(state)
    default: return .undecided
    }
  }

  private static func explanation(_ state: State) -> Outcome {
    guard case .loaded(let entries) = state.offers, entries.indices.contains(state.chosen) else {
      return .undecided
    }
    switch entries[state.chosen].offer {
    case .workflow: return .undecided
    case .problem(let sentence), .forbidden(let sentence): return .explained(sentence)
    }
  }

  /// Puts what the service told in, and the choice back among it.
  package static func take(
    _ state: inout State, _ apps: [AppWorkflows], _ dashboard: Dashboard.State
  ) {
    let entries = entries(apps, dashboard)
    state.offers = .loaded(entries)
    state.chosen = min(state.chosen, max(0, entries.count - 1))
  }

  /// The nearest app's rows first: the current folder's, else the selected build's.
  static func entries(_ apps: [AppWorkflows], _ state: Dashboard.State) -> [Entry] {
    let near = [state.facts.service.here, state.selectedBuild?.app].compactMap { $0 }
      .first { slug in apps.contains { $0.app.slug == slug } }
    let ordered = apps.filter { $0.app.slug == near } + apps.filter { $0.app.slug != near }
    return ordered.flatMap { entries($0, role: state.facts.service.roles[$0.app.slug]) }
  }

  private static func entries(_ workflows: AppWorkflows, role: Role?) -> [Entry] {
    let app = workflows.app
    if let role, !role.mayRunBuilds {
      let reason = role.refusal(of: "run builds", app: app.title)
      return [Entry(app: app, offer: .forbidden(reason))]
    }
    if let problem = workflows.problem { return [Entry(app: app, offer: .problem(problem))] }
    guard !workflows.workflows.isEmpty else {
      return [Entry(app: app, offer: .problem("Its bitrise.yml has no workflow to run."))]
    }
    return workflows.workflows.map { Entry(app: app, offer: .workflow($0)) }
  }
}
