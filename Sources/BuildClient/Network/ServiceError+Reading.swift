import BuildAPI
import Foundation

extension ServiceError {
  /// What an answer with an error status means to the person who asked.
  ///
  /// - Parameters:
  ///   - body: in any of the shapes that Bitrise's services send, a web page among them.
  ///   - retryAfter: the header of that name: seconds, or a date.
  ///   - now: the service's time.
  init(status: Int, body: Data, retryAfter: String?, name: String, now: Date) {
    let said = Self.message(in: body)
    let words = said.map { " It says: \($0)" } ?? ""
    switch status {
    case 300..<400:
      self.init(.notUnderstood, "\(name) sends elsewhere (status \(status)); check its address.")
    case 401: self.init(.unauthorized, "\(name) does not accept this token.\(words)")
    case 404: self.init(.notFound, said ?? "Not found, or no access to it.")
    case 429:
      let pause = retryAfter.flatMap { Self.pause($0, now: now) }
      let when = pause.map { ", for \($0.components.seconds) s" } ?? ""
      self.init(.limited(retryAfter: pause), "\(name) asks for a pause (status 429)\(when).")
    case 400..<500:
      let code = (try? WireCoding.decoder().decode(ErrorBody.self, from: body))?.code
      self.init(
        .refused(code), said ?? "\(name) refuses (status \(status)).", status: status)
    default:
      let page = Self.isPage(body) ? " It answered with a web page." : words
      self.init(.serverFault, "\(name) failed (status \(status)).\(page)")
    }
  }

  /// Whether a body is a web page, which gateways send in place of an answer.
  static func isPage(_ body: Data) -> Bool {
    let start = String(decoding: body.prefix(256), as: UTF8.self).lowercased()
      .trimmingCharacters(in: .whitespacesAndNewlines)
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
  }

  /// The sentence in an error body: `message`, `error_msg`, `error` or `errors`.
  private static func message(in body: Data) -> String? {
    guard let fields = try? JSONDecoder().decode(Fields.self, from: body) else { return nil }
    let texts = [fields.message, fields.errorMessage, fields.error] + (fields.errors ?? [])
    let said = texts.compactMap { $0 }.first { !$0.isEmpty }
    return said.map { String($0.prefix(500)) }
  }

  private struct Fields: Decodable {
    var message: String?
    var errorMessage: String?
    var error: String?
    var errors: [String]?

    enum CodingKeys: String, CodingKey {
      case message, error, errors
      case errorMessage = "error_msg"
    }

    /// What is there in another shape does not hide the rest.
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      message = try? container.decode(String.self, forKey: .message)
      errorMessage = try? container.decode(String.self, forKey: .errorMessage)
      error = try? container.decode(String.self, forKey: .error)
      errors = try? container.decode([String].self, forKey: .errors)
    }
  }

  private static func pause(_ text: String, now: Date) -> Duration? {
    if let seconds = Int(text.trimmingCharacters(in: .whitespaces)), seconds >= 0 {
      return .seconds(seconds)
    }
    return HTTPDate.date(text).map { .seconds(max(0, $0.timeIntervalSince(now).rounded(.up))) }
  }
}

/// `Tue, 15 Nov 1994 08:12:31 GMT`.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func date(_ text: String) -> Date? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]),
      let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3])
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3 else { return nil }
    var fields = tm()
    fields.tm_year = Int32(truncatingIfNeeded: year - 1900)
    fields.tm_mon = Int32(month)
    fields.tm_mday = Int32(truncatingIfNeeded: day)
    fields.tm_hour = Int32(truncatingIfNeeded: time[0])
    fields.tm_min = Int32(truncatingIfNeeded: time[1])
    fields.tm_sec = Int32(truncatingIfNeeded: time[2])
    return Date(timeIntervalSince1970: TimeInterval(timegm(&fields)))
  }
}
