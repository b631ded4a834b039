import BuildModel
import TextSearch
import typealias Foundation.TimeInterval

extension BuildFilter {
  /// Reads `status:failed,aborted branch:main age:<2d -is:remote price`.
  ///
  /// A field whose value is still to come asks for nothing yet.
  package init(_ text: String) throws(Mistake) {
    self.text = text
    terms = []
    for word in Self.words(text) {
      var body = word[...]
      let isNegated = body.count > 1 && (body.first == "!" || body.first == "-")
      if isNegated { body.removeFirst() }
      guard let condition = try Self.condition(String(body)) else { continue }
      terms.append(Term(condition: condition, isNegated: isNegated))
    }
  }

  /// Cut at spaces, but for those between quotes.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  private static func condition(_ word: String) throws(Mistake) -> Condition? {
    if word.first == "#", let number = Double(word.dropFirst()) {
      return .number(Bounds(least: number, most: number))
    }
    guard let colon = word.firstIndex(of: ":"), colon != word.startIndex else {
      return .anywhere(FuzzyPattern(word), text: word)
    }
    let name = word[..<colon].lowercased()
    let value = String(word[word.index(after: colon)...])
    switch name {
    case "status": return try statuses(value)
    case "age": return try bounds(value, name, span).map(Condition.age)
    case "took": return try bounds(value, name, span).map(Condition.duration)
    case "number": return try bounds(value, name) { Double($0) }.map(Condition.number)
    case "is": return try trait(value)
    default:
      guard let field = Field(rawValue: name) else {
        let names = (Field.allCases.map(\.rawValue) + ["age", "is", "number", "status", "took"])
        throw Mistake(
          sentence: "there is no field \(name); there are "
            + names.sorted().joined(separator: ", "))
      }
      guard !value.isEmpty, value != "=" else { return nil }
      let isExact = value.first == "="
      return .field(
        field, Wanted(text: isExact ? String(value.dropFirst()) : value, isExact: isExact))
    }
  }

  private static func statuses(_ value: String) throws(Mistake) -> Condition? {
    var wanted: Set<BuildStatus> = []
    for word in value.lowercased().split(separator: ",") {
      let found = statusWords.filter { $0.0.hasPrefix(word) }
      guard !found.isEmpty else {
        throw Mistake(
          sentence: "there is no status \(word); there are "
            + statusWords.map(\.0).joined(separator: ", "))
      }
      for (_, statuses) in found { wanted.formUnion(statuses) }
    }
    return wanted.isEmpty ? nil : .statuses(wanted)
  }

  private static let statusWords: [(String, Set<BuildStatus>)] = [
    ("aborted", [.aborted, .abortedWithSuccess]), ("failed", [.failed]),
    ("finished", Set(BuildStatus.allCases.filter(\.isFinished))),
    ("passed", [.success, .abortedWithSuccess]), ("queued", [.queued]), ("running", [.running]),
    ("success", [.success, .abortedWithSuccess]),
  ]

  private static func trait(_ value: String) throws(Mistake) -> Condition? {
    guard !value.isEmpty else { return nil }
    let found = Trait.allCases.filter { $0.rawValue.hasPrefix(value.lowercased()) }
    guard let trait = found.first else {
      throw Mistake(
        sentence: "is: takes " + Trait.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return .trait(trait)
  }

  private static func bounds(
    _ value: String, _ name: String, _ read: (String) -> Double?
  ) throws(Mistake) -> Bounds? {
    let sign = value.first.flatMap { "<>".contains($0) ? $0 : nil }
    let figure = sign == nil ? value : String(value.dropFirst())
    guard !figure.isEmpty else { return nil }
    guard let amount = read(figure) else {
      let example = name == "number" ? "number:>120" : "\(name):<2d or \(name):>5m"
      throw Mistake(
        sentence: "\(figure) is no \(name == "number" ? "number" : "time"); like \(example)")
    }
    // Nobody means the whole number itself by more than it; times are not that exact.
    let step = name == "number" ? 1.0 : 0
    switch sign {
    case ">": return Bounds(least: amount + step)
    case "<": return Bounds(most: amount - step)
    default: return name == "number" ? Bounds(least: amount, most: amount) : Bounds(most: amount)
    }
  }

  /// `90`, `30s`, `5m`, `2h`, `3d`, `1w`; nil for anything else.
  private static func span(_ text: String) -> TimeInterval? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let last = text.last, let unit = units[last] else { return Double(text) }
    return Double(text.dropLast()).map { $0 * unit }
  }
}
