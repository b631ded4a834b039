import BuildModel
import Theming

extension AccessPane {
  static func sshLines(
    _ access: RemoteAccess, _ pane: State, _ state: Dashboard.State, _ form: Form
  ) -> [Line] {
    guard let ssh = access.ssh else {
      guard state.facts.service.offer == .pageOnly else {
        return absence(of: access.build, state, form.columns)
      }
      return onPage(state, form.columns) + basis(of: access, form.columns)
    }
    let inside =
      access.connections == 0 ? "nobody" : TimeWords.counted(access.connections, "connection")
    return form.whole(Field(label: "Command", value: ssh.command, role: .link))
      + form.line(
        Field(label: "Address", value: ssh.host), Field(label: "User", value: ssh.username))
      + form.line(
        Field(label: "Port", value: String(ssh.port)), password(ssh.password, pane, state))
      + form.line(
        Field(
          label: "Host key", value: ssh.hostKeyFingerprint ?? "the service does not tell it",
          role: ssh.hostKeyFingerprint == nil ? .warning : .text))
      + form.line(
        Field(label: "Source", value: access.sourceFolder ?? "the login folder"),
        Field(
          label: "Inside", value: access.estimate == nil ? inside : "not told by the service",
          role: access.connections > 0 ? .accent : .text))
      + basis(of: access, form.columns) + others(access, state, form)
      + steps(sshSteps(access, state), state, form)
  }

  /// What to do where a service shows credentials on its website only.
  static func onPage(_ state: Dashboard.State, _ columns: Int) -> [Line] {
    let page = state.keymap.name(of: .openPage)
    return sentence(
      "The machine is open. Its password stands on the build's page only.", .text, columns)
      + sentence(
        "\(page) opens the page. Copy its Remote Access panel, all of it or part by part, and paste"
          + " it here.", .accent, columns)
  }

  /// What an estimated clock rests on.
  static func basis(of access: RemoteAccess, _ columns: Int) -> [Line] {
    access.estimate.map { sentence($0.words, .muted, columns) } ?? []
  }

  /// How long nobody has been inside, and what goes on beside the shell.
  private static func others(
    _ access: RemoteAccess, _ state: Dashboard.State, _ form: Form
  ) -> [Line] {
    var lines: [Line] = []
    if state.solitude.isForgotten(access.build, at: state.facts.now),
      let seconds = state.solitude.seconds(of: access.build, at: state.facts.now)
    {
      lines += sentence(
        "Nobody has been inside for \(TimeWords.spoken((seconds / 60).rounded(.down) * 60));"
          + " \(state.keymap.name(of: .windows)), then \(state.keymap.name(of: .stop)) closes it.",
        .warning, form.columns)
    }
    let ports = state.forwards.filter { $0.build == access.build }
    if !ports.isEmpty {
      let list = ports.map { "localhost:\($0.localPort)" }.joined(separator: ", ")
      lines += form.line(Field(label: "Ports", value: list, role: .accent))
    }
    if let rescue = state.rescues[access.build] {
      lines += form.line(Field(label: "Rescue", value: words(rescue), role: role(rescue)))
    }
    return lines
  }

  private static func words(_ rescue: Rescue) -> String {
    let paths = rescue.paths.joined(separator: " ")
    switch rescue.status {
    case .waiting: return "\(paths), when a minute is left"
    case .underway: return "fetching \(paths) \u{2026}"
    case .done(let folder): return "fetched into \(folder)"
    case .failed(let reason): return reason
    }
  }

  private static func role(_ rescue: Rescue) -> ThemeRole {
    switch rescue.status {
    case .waiting, .underway: .text
    case .done: .success
    case .failed: .error
    }
  }

  private static func sshSteps(_ access: RemoteAccess, _ state: Dashboard.State) -> [String] {
    let (connect, copy) = (state.keymap.name(of: .connect), state.keymap.name(of: .copy))
    let isTold = access.ssh?.hostKeyFingerprint != nil
    // Where the door does not lead there, only our own way in does.
    let place =
      access.estimate == nil
      ? "in the source folder"
      : access.sourceFolder.map { "in the home folder; the source is in \($0)" } ?? "inside"
    return [
      "\(connect) goes in at once and types the password for you. By hand, from anywhere:",
      "Copy the command with \(copy) c, and paste it into another terminal.",
      isTold
        ? "Where it shows the key's fingerprint, compare it with the one above."
        : "It takes whatever key it is shown: nobody has told one to compare it with.",
      "Copy the password with \(copy) p, paste it where it is asked for; nothing appears as you do.",
      "You are \(place). `exit` leaves; the machine stays until its time is over.",
    ]
  }
}
