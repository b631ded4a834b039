/// Which page of a list is wanted.
package struct PageRequest: Sendable, Equatable {
  package var limit: Int
  /// The slug of the page's first item; nil for the list's beginning.
  package var next: String?

  package init(limit: Int = 50, next: String? = nil) {
    self.limit = limit
    self.next = next
  }
}

/// One page of a list, with where the next one begins.
package struct StoredPage<Item: Sendable>: Sendable {
  package var items: [Item]
  /// How many items all pages have together.
  package var total: Int
  /// The slug of the next page's first item; nil on the last page.
  package var next: String?
}

extension StoredPage: Equatable where Item: Equatable {}

/// A cursor that names no item of the list.
package struct UnknownCursor: Error, Sendable, Equatable {
  package let next: String
}

extension StoredPage {
  /// Cuts a page out of a whole list.
  init(cutting all: [Item], _ page: PageRequest, slug: (Item) -> String) throws {
    var first = all.startIndex
    if let next = page.next {
      guard let found = all.firstIndex(where: { slug($0) == next }) else {
        throw UnknownCursor(next: next)
      }
      first = found
    }
    let end = first + min(all.count - first, page.limit)
    items = Array(all[first..<end])
    total = all.count
    next = end < all.endIndex ? slug(all[end]) : nil
  }
}
