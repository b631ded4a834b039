import BuildModel

extension AccessPane {
  static func sshLines(
    _ access: RemoteAccess, _ pane: State, _ state: Dashboard.State, _ form: Form
  ) -> [Line] {
    guard let ssh = access.ssh else {
      if state.facts.service.offer == .pageOnly {
        return onPage(state, form.columns) + basis(of: access, form.columns)
      }
      return sentence("Asking the service for the way in \u{2026}", .muted, form.columns)
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
      + basis(of: access, form.columns)
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
}
