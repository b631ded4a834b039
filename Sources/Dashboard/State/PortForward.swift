package import BuildModel

/// A port of a machine that is brought to the person's computer.
package struct PortForward: Sendable, Equatable, Hashable {
  package var build: BuildSlug
  /// As `ssh -L` takes it: `8080:localhost:80`.
  package var text: String

  /// Takes `8080` as well, for the same port on both sides.
  ///
  /// - Returns: nil for what is neither.
  package init?(_ text: String, build: BuildSlug) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    func isPort(_ text: String) -> Bool { Int(text).map { (1...65535).contains($0) } ?? false }
    func isHost(_ text: String) -> Bool {
      text.first?.isLetter == true || text.first?.isNumber == true
        ? text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
        : false
    }
    switch parts.count {
    case 1 where isPort(parts[0]): self.text = "\(parts[0]):localhost:\(parts[0])"
    case 2 where parts.allSatisfy(isPort): self.text = "\(parts[0]):localhost:\(parts[1])"
    case 3 where isPort(parts[0]) && isHost(parts[1]) && isPort(parts[2]): self.text = text
    default: return nil
    }
    self.build = build
  }

  /// The port on this computer.
  package var localPort: String { text.split(separator: ":").first.map(String.init) ?? "" }
}
