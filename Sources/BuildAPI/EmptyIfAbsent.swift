/// A text that reads as empty where a service sends `null` or leaves it out.
@propertyWrapper
package struct EmptyIfAbsent: Sendable, Equatable, Codable {
  package var wrappedValue: String

  package init(wrappedValue: String) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

/// A list that reads as empty where a service sends `null` or leaves it out.
@propertyWrapper
package struct NoneIfAbsent<Item: Codable & Sendable & Equatable>: Sendable, Equatable, Codable {
  package var wrappedValue: [Item]

  package init(wrappedValue: [Item]) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode([Item].self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension KeyedDecodingContainer {
  // Found by the synthesised decoders in place of the standard ones, which insist on the key.
  package func decode(_ type: EmptyIfAbsent.Type, forKey key: Key) throws -> EmptyIfAbsent {
    try decodeIfPresent(type, forKey: key) ?? EmptyIfAbsent(wrappedValue: "")
  }

  package func decode<Item>(
    _ type: NoneIfAbsent<Item>.Type, forKey key: Key
  ) throws -> NoneIfAbsent<Item> {
    try decodeIfPresent(type, forKey: key) ?? NoneIfAbsent(wrappedValue: [])
  }
}
