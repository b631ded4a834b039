/// A flag that reads as false where an earlier program did not write it.
@propertyWrapper
package struct FalseIfAbsent: Sendable, Equatable, Codable {
  package var wrappedValue: Bool

  package init(wrappedValue: Bool) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(Bool.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension KeyedDecodingContainer {
  /// Found by the synthesised decoders in place of the standard one, which insists on the key.
  package func decode(_ type: FalseIfAbsent.Type, forKey key: Key) throws -> FalseIfAbsent {
    try decodeIfPresent(type, forKey: key) ?? FalseIfAbsent(wrappedValue: false)
  }
}

/// A flag that reads as true where an earlier program did not write it.
@propertyWrapper
package struct TrueIfAbsent: Sendable, Equatable, Codable {
  package var wrappedValue: Bool

  package init(wrappedValue: Bool) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(Bool.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension KeyedDecodingContainer {
  /// Found by the synthesised decoders in place of the standard one, which insists on the key.
  package func decode(_ type: TrueIfAbsent.Type, forKey key: Key) throws -> TrueIfAbsent {
    try decodeIfPresent(type, forKey: key) ?? TrueIfAbsent(wrappedValue: true)
  }
}
