import BuildModel

/// What a command that changes or opens something prints with `--json`: the build, and what was
/// done, as one object.
struct ActOutput: Encodable {
  /// One value of it.
  enum Value: Encodable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, Equatable
  {
    case text(String?)
    case number(Int)
    case flag(Bool)
    case list([String])

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .flag(let flag): try container.encode(flag)
      case .list(let list): try container.encode(list)
      }
    }
  }

  private var values: [String: Value]

  /// - Parameters:
  ///   - act: the command's name.
  ///   - more: what else there is to say, by names in snake_case.
  init(_ act: String, _ build: Build, _ more: [String: Value] = [:]) {
    values = more
    values["act"] = .text(act)
    values["app"] = .text(build.appTitle)
    values["number"] = .number(build.number)
    values["build_slug"] = .text(build.slug.rawValue)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }
}
