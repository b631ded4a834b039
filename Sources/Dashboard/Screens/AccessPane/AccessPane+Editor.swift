import BuildModel

extension AccessPane {
  static func editorLines(
    _ access: RemoteAccess, _ state: Dashboard.State, _ form: Form
  ) -> [Line] {
    let folder = access.sourceFolder ?? "the login folder"
    guard let tools = state.tools else {
      return sentence("Looking for an editor here \u{2026}", .muted, form.columns)
    }
    guard let first = tools.editors.first else {
      return sentence(
        "There is no editor here that works over SSH: VS Code, Cursor, Zed or JetBrains Gateway.",
        .warning, form.columns) + steps(editorSteps(access, state), state, form)
    }
    let key = state.keymap.name(of: .launch)
    let password =
      first.usesSystemSSH
      ? "It asks for no password." : "It asks for the password, which is copied for you."
    let number = state.selectedBuild.map { String($0.number) } ?? "BUILD"
    let others = tools.editors.dropFirst().map { "`airlock code \(number) --editor \($0.id)`" }
    return form.line(
      Field(label: "Editor", value: first.name, role: .link),
      Field(label: "Folder", value: folder))
      + sentence(
        "\(key) opens \(first.name) in the machine's folder. \(password)", .text, form.columns)
      + (others.isEmpty
        ? [] : sentence("Also here: \(others.joined(separator: ", ")).", .muted, form.columns))
  }

  private static func editorSteps(_ access: RemoteAccess, _ state: Dashboard.State) -> [String] {
    let copy = state.keymap.name(of: .copy)
    let number = state.selectedBuild.map { String($0.number) } ?? "BUILD"
    return [
      "Install one with its command-line program, then `airlock code \(number)` opens it. By hand:",
      "Copy the ssh_config block with \(copy) x and put it into the file ~/.ssh/config.",
      "In the editor choose \u{201C}Connect to Host\u{201D} (VS Code, Cursor), \u{201C}Open Remote\u{201D} (Zed)"
        + " or \u{201C}SSH Connection\u{201D} (Gateway).",
      "Choose the host airlock-\(access.build); the password is under \(copy) p.",
      "Open the folder \(access.sourceFolder ?? "of the login").",
    ]
  }
}
