/// Checks of single words of a paste; each throws a sentence that shows what is wrong.
enum PastedPart {
  /// A name, an IPv4 address, or an IPv6 address with or without brackets.
  static func host(_ text: String) throws(PasteRefusal) -> String {
    let shown = visible(text)
    if text.hasPrefix("-") {
      throw PasteRefusal("The host \(shown) begins with \"-\": ssh would take it for an option.")
    }
    try plain(text, "The host")
    if text.contains(":") || text.hasPrefix("[") { return try address6(text) }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    let isSound =
      text.utf8.count <= 253
      && labels.allSatisfy { label in
        !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
          && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
      }
    guard isSound else { throw PasteRefusal("\(shown) is no name of a host.") }
    // `127.1`, `0x7f000001` and `2130706433` are addresses to a resolver, and to nobody else.
    guard labels.last?.first?.isNumber == true else { return text.lowercased() }
    let numbers = labels.map { $0.allSatisfy(\.isNumber) && $0.count <= 3 ? Int($0) : nil }
    let isAddress =
      numbers.count == 4 && numbers.allSatisfy { $0.map { $0 <= 255 } ?? false }
      && labels.allSatisfy { $0 == "0" || !$0.hasPrefix("0") }
    guard isAddress else {
      throw PasteRefusal("\(shown) is a number in disguise, no host.")
    }
    return text
  }

  private static func address6(_ text: String) throws(PasteRefusal) -> String {
    var inner = Substring(text)
    if inner.hasPrefix("["), inner.hasSuffix("]") { inner = inner.dropFirst().dropLast() }
    let isSound =
      inner.count >= 2 && inner.count <= 39 && inner.filter { $0 == ":" }.count >= 2
      && inner.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    guard isSound else { throw PasteRefusal("\(visible(text)) is no address of a host.") }
    return inner.lowercased()
  }

  static func port(_ text: String) throws(PasteRefusal) -> Int {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.count <= 5,
      let port = Int(text), (1...65535).contains(port)
    else { throw PasteRefusal("\(visible(text)) is no port; a port is between 1 and 65535.") }
    return port
  }

  static func username(_ text: String) throws(PasteRefusal) -> String {
    if text.hasPrefix("-") {
      throw PasteRefusal(
        "The user \(visible(text)) begins with \"-\": ssh would take it for an option.")
    }
    try plain(text, "The user")
    let isSound =
      !text.isEmpty && text.utf8.count <= 32 && text.first?.isNumber == false
      && text.allSatisfy { $0.isLetter || $0.isNumber || "_.-".contains($0) }
    guard isSound else { throw PasteRefusal("\(visible(text)) is no name of a user.") }
    return text
  }

  /// The sentence of a refusal never holds it.
  static func password(_ text: String) throws(PasteRefusal) -> String {
    guard (1...128).contains(text.utf8.count) else {
      throw PasteRefusal("The password is empty or longer than 128 characters.")
    }
    guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw PasteRefusal(
        "The password has a character that is on no plain keyboard; copy it once more.")
    }
    return text
  }

  /// `host:port`, or nil for what has no port.
  static func address(_ text: String) throws(PasteRefusal) -> AccessPaste.Address? {
    let parts: (host: Substring, port: Substring)
    if text.hasPrefix("["), let end = text.lastIndex(of: "]") {
      let rest = text[text.index(after: end)...]
      guard rest.hasPrefix(":") else { return nil }
      parts = (text[...end], rest.dropFirst())
    } else {
      let pieces = text.split(separator: ":", omittingEmptySubsequences: false)
      guard pieces.count == 2 else { return nil }
      parts = (pieces[0], pieces[1])
    }
    return AccessPaste.Address(
      host: try host(String(parts.host)), port: try port(String(parts.port)))
  }

  /// Letters of other alphabets look like ours, and lead elsewhere.
  private static func plain(_ text: String, _ what: String) throws(PasteRefusal) {
    guard let odd = text.unicodeScalars.first(where: { !$0.isASCII }) else { return }
    let code = String(odd.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
    throw PasteRefusal(
      "\(what) \(visible(text)) has the character U+\(padded), which only looks like a plain one.")
  }

  /// A piece of a paste as it may stand in a sentence: short, and without what could steer.
  static func visible(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(60).map { scalar in
      scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7f
        || scalar.properties.isAlphabetic ? String(scalar) : "?"
    }
    return "\"" + scalars.joined() + (text.unicodeScalars.count > 60 ? "…" : "") + "\""
  }
}
