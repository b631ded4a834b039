import BuildModel

extension AccessPane {
  static func sshLines(
    _ access: RemoteAccess, _ pane: State, _ state: Dashboard.State, _ form: Form
  ) -> [Line] {
    guard let ssh = access.ssh else {
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
        Field(label: "Inside", value: inside, role: access.connections > 0 ? .accent : .text))
  }
}
