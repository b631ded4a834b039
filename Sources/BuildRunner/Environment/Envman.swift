import BuildModel

/// The program by which steps hand variables to the steps after them.
///
/// Bitrise's steps call `envman add --key KEY --value VALUE`. Ours is some shell in the machine
/// which notes each call in a file; the runner reads that file after every step.
struct Envman {
  static let store = "variables"
  static let program = "envman"
  /// More than all steps of a build have reason to pass on at once.
  private static let limit = 4 << 20

  let scratch: Scratch

  /// Puts the program into the machine.
  init(scratch: Scratch) throws {
    self.scratch = scratch
    _ = try scratch.put(EnvmanScript.text, as: Self.program, mode: 0o755)
  }

  /// Where the program lies, for `PATH`.
  var folder: String { scratch.inside }

  /// What the program finds its files by.
  var variables: [String: String] {
    [
      "ENVMAN_ENVSTORE_PATH": scratch.inside + "/" + Self.store,
      "AIRLOCK_SENSITIVE_PATH": scratch.inside + "/" + SensitiveNotes.file,
    ]
  }

  /// Takes what was noted since the last call, in order.
  func collect() throws -> [DeclaredVariable] {
    guard let bytes = try scratch.take(Self.store, limit: Self.limit) else { return [] }
    var fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }[...]
    var variables: [DeclaredVariable] = []
    while fields.count >= 4 {
      let note = Array(fields.prefix(4))
      fields = fields.dropFirst(4)
      guard let variable = Self.variable(of: note) else { continue }
      // As with Bitrise's, a later value takes the place of an earlier one, unless appended.
      if !note[3].contains("a"), let place = variables.firstIndex(where: { $0.key == note[1] }) {
        variables[place] = variable
      } else {
        variables.append(variable)
      }
    }
    return variables
  }

  /// A note is what was done, the key, the value, and letters for the options.
  private static func variable(of note: [String]) -> DeclaredVariable? {
    let (act, key, value, letters) = (note[0], note[1], note[2], note[3])
    guard !key.isEmpty, !key.contains("=") else { return nil }
    var variable = DeclaredVariable(key: key, value: value)
    variable.options.isUnset = act == "unset" ? true : nil
    variable.options.isExpand = letters.contains("n") ? false : nil
    variable.options.isSensitive = letters.contains("s") ? true : nil
    variable.options.skipIfEmpty = letters.contains("k") ? true : nil
    return variable
  }
}

extension [DeclaredVariable] {
  /// What a step has handed on, under the names that its entry gives its outputs.
  func renamed(by outputs: [DeclaredVariable]) -> [DeclaredVariable] {
    map { variable in
      guard let output = outputs.last(where: { $0.key == variable.key }) else { return variable }
      var variable = variable
      if !output.value.isEmpty { variable.key = output.value }
      if output.isSensitive { variable.options.isSensitive = true }
      return variable
    }
  }
}
