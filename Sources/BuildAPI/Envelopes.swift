/// `{"data": …}` around one object.
package struct Envelope<Content: Codable & Sendable>: Codable, Sendable {
  package var data: Content
  package init(data: Content) { self.data = data }
}

/// `{"data": […], "paging": {…}}` around one page of a list.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
  package var data: [Item]
  package var paging: Paging

  package init(data: [Item], paging: Paging) {
    self.data = data
    self.paging = paging
  }
}

/// Where a page stands in its list.
package struct Paging: Codable, Sendable, Equatable {
  /// Where `limit` is left out, and the most it may be.
  package static let mostItems = 50
  /// The same for archived builds.
  package static let mostArchivedItems = 1000

  package var totalItemCount: Int
  package var pageItemLimit: Int
  /// The cursor of the next page; left out on the last one.
  package var next: String?

  package init(totalItemCount: Int, pageItemLimit: Int, next: String?) {
    self.totalItemCount = totalItemCount
    self.pageItemLimit = pageItemLimit
    self.next = next
  }

  enum CodingKeys: String, CodingKey {
    case totalItemCount = "total_item_count"
    case pageItemLimit = "page_item_limit"
    case next
  }
}

/// A refusal: `{"message": …}` as Bitrise's, with our `code` beside it.
package struct ErrorBody: Codable, Sendable, Equatable {
  package var message: String
  package var code: RefusalCode?

  package init(message: String, code: RefusalCode? = nil) {
    self.message = message
    self.code = code
  }
}

/// The same where Bitrise answers through another of its services: its clients look for `error_msg`.
package struct ProxyErrorBody: Codable, Sendable, Equatable {
  package var errorMessage: String
  package var message: String
  package var code: RefusalCode?

  package init(_ error: ErrorBody) {
    errorMessage = error.message
    message = error.message
    code = error.code
  }

  enum CodingKeys: String, CodingKey {
    case errorMessage = "error_msg"
    case message, code
  }
}

/// Why something was refused, for programs (design.md section 5).
package enum RefusalCode: String, Codable, Sendable, CaseIterable {
  case role
  case notFinished = "not_finished"
  case notRemote = "not_remote"
  case windowClosed = "window_closed"
  case limit
  case stack
}
