import Foundation

extension AccessPaste {
  /// Far more than a whole panel has.
  private static let mostBytes = 16 << 10

  /// Takes a paste apart: one command, one field, or all that a page shows, in any order.
  ///
  /// What cannot be a part of remote access is passed over among other lines; what claims to be
  /// one and is not makes the whole paste refused.
  package static func read(_ text: String) throws(PasteRefusal) -> AccessPaste {
    guard text.utf8.count <= mostBytes else {
      throw PasteRefusal("That is too much to be remote access; copy its panel only.")
    }
    try refuseSteering(text)
    var reader = PanelReader()
    let lines = text.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    for line in lines { try reader.take(line, isAlone: lines.count == 1) }
    try reader.finish()
    guard !reader.paste.isEmpty else {
      throw PasteRefusal(
        "Nothing in this is a part of remote access: paste the ssh command, the password, the"
          + " screen's address, or the whole panel.")
    }
    return reader.paste
  }

  /// Characters that steer a terminal, or hide how a text really reads.
  private static func refuseSteering(_ text: String) throws(PasteRefusal) {
    for scalar in text.unicodeScalars {
      let isSteering =
        switch scalar.value {
        case 0x09, 0x0a, 0x0d: false
        case 0..<0x20, 0x7f..<0xa0: true
        case 0x00ad, 0x034f, 0x061c, 0x115f...0x1160, 0x17b4...0x17b5, 0x180b...0x180f: true
        case 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0x3164, 0xfe00...0xfe0f: true
        case 0xfeff, 0xffa0, 0xfff0...0xfffb, 0xe0000...0xe0fff: true
        default: false
        }
      guard !isSteering else {
        let code = String(scalar.value, radix: 16, uppercase: true)
        throw PasteRefusal(
          "The paste holds the invisible character U+\(code); copy it from the page once more.")
      }
    }
  }
}

/// Reads the lines of a panel one after the other, with what its labels say of the next one.
private struct PanelReader {
  private enum Label { case password, user, address, host, port }
  private enum Section { case ssh, screen }

  private(set) var paste = AccessPaste()
  private var section = Section.ssh
  private var label: Label?
  private var host: String?
  /// Words without a label that could be a password.
  private var candidates: Set<String> = []

  private static let sections: [(words: [String], section: Section)] = [
    (["ssh", "visual studio code", "vs code", "vscode"], .ssh),
    (["screen share", "screenshare", "screen sharing", "screenshare (vnc)", "vnc"], .screen),
  ]

  private static let labels: [String: Label] = [
    "password": .password, "username": .user, "user": .user, "user name": .user,
    "address": .address, "url": .address, "host": .host, "hostname": .host, "port": .port,
  ]

  mutating func take(_ line: String, isAlone: Bool) throws(PasteRefusal) {
    if try takeCommand(line) { return }
    let lowered = line.lowercased()
    let head = lowered.hasSuffix(":") ? String(lowered.dropLast()) : lowered
    if let found = Self.sections.first(where: { $0.words.contains(head) }) {
      section = found.section
      label = nil
    } else if let label = Self.labels[head] {
      self.label = label
    } else if let (label, value) = Self.labelled(line) {
      try put(value, label)
    } else if let label, !line.contains(where: \.isWhitespace) {
      try put(line, label)
    } else {
      try takeWord(line, isAlone: isAlone)
    }
  }

  /// Takes the one word that can only be the password, where none was called so.
  mutating func finish() throws(PasteRefusal) {
    guard paste.ssh != nil, paste.password == nil, candidates.count == 1,
      let word = candidates.first
    else { return }
    var part = AccessPaste()
    part.password = try PastedPart.password(word)
    try add(part)
  }

  /// A command line, or an address that says what it is; answers whether it was one.
  private mutating func takeCommand(_ line: String) throws(PasteRefusal) -> Bool {
    var text = line
    for prompt in ["$ ", "% ", "> ", "Command: ", "Command:\t", "Command\t", "SSH: "]
    where text.hasPrefix(prompt) {
      text = text.dropFirst(prompt.count).trimmingCharacters(in: .whitespaces)
    }
    let lowered = text.lowercased()
    if lowered.hasPrefix("ssh ") || lowered.hasPrefix("ssh://") {
      let words = try Self.words(text)
      section = .ssh
      try add(PastedCommand.ssh(lowered.hasPrefix("ssh://") ? ["ssh"] + words : words))
    } else if lowered.hasPrefix("bitrise :remote") || lowered.hasPrefix("bitrise remote") {
      try add(PastedCommand.remote(Self.words(text)))
    } else if lowered.hasPrefix("vnc://") {
      section = .screen
      try add(PastedCommand.screen(text))
    } else if lowered.contains("://"), !lowered.contains(" ") {
      throw PasteRefusal(
        "\(PastedPart.visible(text)) is no way into a machine; those begin with ssh or vnc://.")
    } else {
      return false
    }
    label = nil
    return true
  }

  /// `Password: abc`, and the same with a tab.
  private static func labelled(_ line: String) -> (Label, String)? {
    guard let end = line.firstIndex(where: { $0 == ":" || $0 == "\t" }),
      let label = labels[line[..<end].lowercased().trimmingCharacters(in: .whitespaces)]
    else { return nil }
    let value = line[line.index(after: end)...].trimmingCharacters(in: .whitespaces)
    return value.isEmpty || value.contains(where: \.isWhitespace) ? nil : (label, value)
  }

  /// A word without a label: by its looks.
  private mutating func takeWord(_ line: String, isAlone: Bool) throws(PasteRefusal) {
    guard !line.contains(where: \.isWhitespace) else { return }
    if isAlone, line.contains("@") { return try add(PastedCommand.ssh(["ssh", "--", line])) }
    if line.contains(":") {
      guard isAlone || line.contains(".") else { return }
      guard let address = try PastedPart.address(line) else { return }
      return try put(address)
    }
    let isHexadecimal =
      line.utf8.count == 20 && line.allSatisfy { $0.isHexDigit && !$0.isUppercase }
    guard isHexadecimal || isAlone else {
      if line.utf8.count >= 8, line.contains(where: \.isNumber) { candidates.insert(line) }
      return
    }
    if isAlone, line.hasPrefix("-") {
      throw PasteRefusal("\(PastedPart.visible(line)) is an option, no part of remote access.")
    }
    try put(line, .password)
  }

  private mutating func put(_ value: String, _ label: Label) throws(PasteRefusal) {
    self.label = nil
    var part = AccessPaste()
    switch (label, section) {
    case (.password, .ssh): part.password = try PastedPart.password(value)
    case (.password, .screen): part.screenPassword = try PastedPart.password(value)
    case (.user, .ssh): part.username = try PastedPart.username(value)
    case (.user, .screen): part.screenUsername = try PastedPart.username(value)
    case (.address, _):
      guard let address = try PastedPart.address(value) else {
        host = try PastedPart.host(value)
        return
      }
      return try put(address)
    case (.host, _):
      host = try PastedPart.host(value)
      return
    case (.port, _):
      guard let host else { return }
      return try put(AccessPaste.Address(host: host, port: try PastedPart.port(value)))
    }
    try add(part)
  }

  /// Bitrise shows only the screen's address without a command around it.
  private mutating func put(_ address: AccessPaste.Address) throws(PasteRefusal) {
    label = nil
    var part = AccessPaste()
    part.screen = address
    try add(part)
  }

  /// One paste tells each thing once, or the same each time.
  private mutating func add(_ part: AccessPaste) throws(PasteRefusal) {
    try agree(paste.ssh?.text, part.ssh?.text, "two addresses for ssh")
    try agree(paste.username, part.username, "two users")
    try agree(paste.password, part.password, "two passwords")
    try agree(paste.screen?.text, part.screen?.text, "two addresses of a screen")
    try agree(paste.screenPassword, part.screenPassword, "two passwords of the screen")
    paste.add(part)
    if paste.password == nil, let password = paste.screenPassword {
      // Bitrise has one for both ways in.
      paste.password = password
    }
  }

  private func agree(
    _ first: String?, _ second: String?, _ what: String
  ) throws(PasteRefusal) {
    guard let first, let second, first != second else { return }
    throw PasteRefusal("The paste holds \(what) that differ; copy the panel of one build.")
  }

  /// A command line in words; a page shows none with anything that a shell would act on.
  private static func words(_ text: String) throws(PasteRefusal) -> [String] {
    var words: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      var word = word
      for quote in ["\"", "'"] where word.count >= 2 && word.hasPrefix(quote) {
        if word.hasSuffix(quote) { word = word.dropFirst().dropLast() }
      }
      if let odd = word.first(where: { "\"'`\\$;|&<>(){}*?!~^#".contains($0) }),
        // A password may hold any of them where it is a word of its own.
        !(words.last == "--password" || word.hasPrefix("--password=")
          || words.last == "-p" && words.first == "bitrise")
      {
        throw PasteRefusal(
          "The command holds \"\(odd)\", which a shell would act on; paste it as the page shows it."
        )
      }
      words.append(String(word))
    }
    return words
  }
}
