/// Command lines as a page shows them, read without ever being run.
enum PastedCommand {
  /// `ssh …`, with whatever may stand in one that only leads to a machine.
  static func ssh(_ words: [String]) throws(PasteRefusal) -> AccessPaste {
    var paste = AccessPaste()
    var destination: String?
    var port: Int?
    var rest = words.dropFirst()
    var takesOptions = true
    while let word = rest.popFirst() {
      if takesOptions, word == "--" {
        takesOptions = false
      } else if takesOptions, word.hasPrefix("-") {
        let option = try self.option(word, &rest)
        switch option.name {
        case "p": port = try PastedPart.port(option.value)
        case "l": paste.username = try PastedPart.username(option.value)
        default: try harmless(option.value)
        }
      } else if destination == nil {
        destination = word
      } else {
        throw PasteRefusal(
          "The ssh command goes on with \(PastedPart.visible(word)) after the host, which would"
            + " run there; paste it as the page shows it.")
      }
    }
    guard let destination else { throw PasteRefusal("The ssh command names no host.") }
    try read(destination, into: &paste)
    if let port {
      let host = paste.ssh?.host ?? ""
      if let own = paste.ssh?.port, own != 22, own != port {
        throw PasteRefusal("The ssh command names two ports, \(own) and \(port).")
      }
      paste.ssh = AccessPaste.Address(host: host, port: port)
    }
    paste.username = paste.username ?? AccessPaste.usualUsername
    return paste
  }

  /// `-p 22` and `-p22` alike.
  private static func option(
    _ word: String, _ rest: inout ArraySlice<String>
  ) throws(PasteRefusal) -> (name: Character, value: String) {
    let letters = word.dropFirst()
    guard let name = letters.first, "plo".contains(name) else {
      throw PasteRefusal(
        "The ssh command has the option \(PastedPart.visible(word)), which airlock does not take"
          + " from a paste.")
    }
    if letters.count > 1 { return (name, String(letters.dropFirst())) }
    guard let value = rest.popFirst() else {
      throw PasteRefusal("The option \(word) of the ssh command has no value.")
    }
    return (name, value)
  }

  /// The two options that Bitrise's pages show; airlock pins the host key and sets neither.
  private static func harmless(_ option: String) throws(PasteRefusal) {
    let parts = option.split(separator: "=", maxSplits: 1).map { $0.lowercased() }
    guard parts.count == 2, ["stricthostkeychecking", "userknownhostsfile"].contains(parts[0]),
      ["no", "accept-new", "yes", "ask", "/dev/null"].contains(parts[1])
    else {
      throw PasteRefusal(
        "The ssh command sets \(PastedPart.visible(option)), which airlock does not take from a"
          + " paste.")
    }
  }

  /// `user@host`, `user:password@host`, `user@host:port` or `ssh://…`.
  private static func read(
    _ destination: String, into paste: inout AccessPaste
  ) throws(PasteRefusal) {
    var text = Substring(destination)
    if text.hasPrefix("ssh://") {
      text = text.dropFirst(6)
      if text.hasSuffix("/") { text = text.dropLast() }
    }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, let last = parts.last else {
      throw PasteRefusal(
        "\(PastedPart.visible(destination)) has more than one \"@\": it hides where it leads.")
    }
    if parts.count == 2 {
      let user = parts[0].split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = try PastedPart.username(String(user[0]))
      if let other = paste.username, other != name {
        throw PasteRefusal("The ssh command names two users, \(other) and \(name).")
      }
      paste.username = name
      if user.count == 2 { paste.password = try PastedPart.password(String(user[1])) }
    }
    if let address = try PastedPart.address(String(last)) {
      paste.ssh = address
    } else {
      paste.ssh = AccessPaste.Address(host: try PastedPart.host(String(last)), port: 22)
    }
  }

  /// `bitrise :remote auto --host H --port P --user U --password W`.
  static func remote(_ words: [String]) throws(PasteRefusal) -> AccessPaste {
    var values: [String: String] = [:]
    var rest = words.dropFirst(2)
    if let method = rest.first, !method.hasPrefix("-") {
      guard ["auto", "vscode", "code"].contains(method) else {
        throw PasteRefusal("`bitrise :remote` has no \(PastedPart.visible(method)).")
      }
      rest = rest.dropFirst()
    }
    let names = ["-H": "--host", "-P": "--port", "-U": "--user", "-p": "--password"]
    while let word = rest.popFirst() {
      let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(String.init)
      let name = names[pair[0]] ?? pair[0]
      guard names.values.contains(name) else {
        throw PasteRefusal("`bitrise :remote` has no option \(PastedPart.visible(pair[0])).")
      }
      guard values[name] == nil else {
        throw PasteRefusal("`bitrise :remote` has \(name) twice.")
      }
      guard let value = pair.count == 2 ? pair[1] : rest.popFirst() else {
        throw PasteRefusal("The option \(name) of `bitrise :remote` has no value.")
      }
      values[name] = value
    }
    var paste = AccessPaste()
    guard let host = values["--host"], let port = values["--port"] else {
      throw PasteRefusal("`bitrise :remote` needs --host and --port.")
    }
    paste.ssh = AccessPaste.Address(
      host: try PastedPart.host(host), port: try PastedPart.port(port))
    paste.username = try values["--user"].map(PastedPart.username) ?? AccessPaste.usualUsername
    if let password = values["--password"] { paste.password = try PastedPart.password(password) }
    return paste
  }

  /// `vnc://user:password@host:port`, percent-encoded as addresses are.
  static func screen(_ text: String) throws(PasteRefusal) -> AccessPaste {
    var rest = text.dropFirst("vnc://".count)
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    guard !rest.contains(where: { "/?#\\".contains($0) }) else {
      throw PasteRefusal("\(shown(text)) has more than an address in it.")
    }
    let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, let last = parts.last else {
      throw PasteRefusal("\(shown(text)) has more than one \"@\": it hides where it leads.")
    }
    var paste = AccessPaste()
    if parts.count == 2 {
      let user = parts[0].split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      if !user[0].isEmpty { paste.screenUsername = try PastedPart.username(try decoded(user[0])) }
      if user.count == 2 { paste.screenPassword = try PastedPart.password(try decoded(user[1])) }
    }
    if let address = try PastedPart.address(String(last)) {
      paste.screen = address
    } else {
      paste.screen = AccessPaste.Address(host: try PastedPart.host(String(last)), port: 5900)
    }
    return paste
  }

  /// An address without what stands before its last `@`, which may be a password.
  private static func shown(_ text: String) -> String {
    PastedPart.visible("vnc://" + (text.split(separator: "@").last.map(String.init) ?? ""))
  }

  private static func decoded(_ text: Substring) throws(PasteRefusal) -> String {
    guard let decoded = String(text).removingPercentEncoding else {
      throw PasteRefusal("The address of the screen is not encoded as addresses are.")
    }
    return decoded
  }
}
