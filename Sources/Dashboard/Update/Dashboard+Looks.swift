extension Dashboard {
  /// Takes in what has become of a theme, or of the configuration.
  static func looksChanged(_ state: inout State, _ action: Action) {
    switch action {
    case .themeShown(let name): state.themes.current = name
    case .themeKept(let name, nil): state.say("The theme is \(name) from now on.")
    case .themeKept(let name, let problem?):
      state.report("The theme is \(name) for now; it cannot be written down: \(problem)")
    case .themesListed(let names):
      // All is read anew: what was wrong before is told again if it still is.
      if let told = state.configurationProblem, state.notice?.text == told { state.notice = nil }
      state.configurationProblem = nil
      state.themes.names = names
      guard case .themes(var menu) = state.dialog else { return }
      menu.chosen = min(menu.chosen, max(0, names.count - 1))
      state.dialog = .themes(menu)
    case .keymapChanged(let keymap):
      guard keymap != state.keymap else { return }
      state.keymap = keymap
      state.say("The keys are those of the changed configuration now.")
    case .rescueChanged(let paths):
      // What was asked for by hand stays as it was asked for.
      state.rescuePaths = paths
      state.say(
        paths.isEmpty
          ? "Nothing is fetched by itself any more before a machine closes."
          : "\(paths.joined(separator: " ")) will be fetched when a minute is left.")
    case .themeRefused(let sentence), .configurationRefused(let sentence):
      state.configurationProblem = sentence
      state.report(sentence)
    default: break  // not about looks
    }
  }
}
