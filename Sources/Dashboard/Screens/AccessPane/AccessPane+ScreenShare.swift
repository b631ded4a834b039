import BuildModel

extension AccessPane {
  static func screenShareLines(
    _ access: RemoteAccess, _ pane: State, _ state: Dashboard.State, _ form: Form
  ) -> [Line] {
    guard let screen = access.screenShare else {
      // A page may show one that nobody has told us of.
      let headline =
        state.facts.isPageOnly(access.build)
        ? "The way to this machine's screen is not known here."
        : "This machine has no screen to share."
      return sentence(headline, .text, form.columns)
        + sentence(
          access.screenShareUnavailable ?? "The service does not say why.", .muted, form.columns)
        + sentence(
          "\(state.keymap.name(of: .connect)) opens a shell in it instead.", .muted, form.columns)
    }
    return form.whole(Field(label: "Address", value: screen.address, role: .link))
      + form.line(
        Field(label: "User", value: screen.username), password(screen.password, pane, state))
      + basis(of: access, form.columns) + viewer(state, form)
      + steps(screenSteps(screen, state), state, form)
  }

  private static func viewer(_ state: Dashboard.State, _ form: Form) -> [Line] {
    guard let tools = state.tools else {
      return sentence("Looking for a viewer here \u{2026}", .muted, form.columns)
    }
    let copy = state.keymap.name(of: .copy)
    guard let viewer = tools.viewer else {
      return sentence(
        "There is no VNC viewer here, or no screen for one; install tigervnc-viewer.", .warning,
        form.columns)
    }
    let password =
      viewer.asksForPassword
      ? "It asks for the password: \(copy) V copies it." : "It asks for no password."
    return sentence(
      "\(state.keymap.name(of: .launch)) opens \(viewer.name). \(password)", .text, form.columns)
  }

  private static func screenSteps(
    _ screen: ScreenShareCredentials, _ state: Dashboard.State
  ) -> [String] {
    let copy = state.keymap.name(of: .copy)
    return [
      "With a viewer of your own, on this computer:",
      "macOS: in the Finder choose Go, Connect to Server, and type vnc://\(screen.address).",
      "Linux: `vncviewer \(screen.address.replacing(":", with: "::"))`, or Remmina with the"
        + " protocol VNC and \(screen.address).",
      "Windows: TigerVNC Viewer or RealVNC Viewer, with the server \(screen.address).",
      "Type the user \(screen.username) where it is asked for; \(copy) V copies the password.",
    ]
  }
}
