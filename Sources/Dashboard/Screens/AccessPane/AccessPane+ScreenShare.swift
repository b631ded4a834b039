import BuildModel

extension AccessPane {
  static func screenShareLines(
    _ access: RemoteAccess, _ pane: State, _ state: Dashboard.State, _ form: Form
  ) -> [Line] {
    guard let screen = access.screenShare else {
      return sentence("This machine has no screen to share.", .text, form.columns)
        + sentence(
          access.screenShareUnavailable ?? "The service does not say why.", .muted, form.columns)
        + sentence(
          "\(state.keymap.name(of: .connect)) opens a shell in it instead.", .muted, form.columns)
    }
    return form.whole(Field(label: "Address", value: screen.address, role: .link))
      + form.line(
        Field(label: "User", value: screen.username), password(screen.password, pane, state))
      + (state.facts.service.offer == .pageOnly
        ? basis(of: access, form.columns)
        : sentence(
          "`airlock screen` with the build's number opens a viewer;"
            + " \(state.keymap.name(of: .copy)) copies.", .muted, form.columns))
  }
}
