/// Amounts of data in words.
package enum SizeWords {
  /// `812 B`, `4.2 kB`, `17 MB`, `1.1 GB`.
  package static func text(_ bytes: Int) -> String {
    guard bytes >= 1000 else { return "\(bytes) B" }
    var amount = Double(bytes)
    var unit = ""
    for next in ["kB", "MB", "GB", "TB"] where amount >= 999.5 || unit.isEmpty {
      amount /= 1000
      unit = next
    }
    guard amount < 9.95 else { return "\(Int(amount.rounded())) \(unit)" }
    let tenths = Int((amount * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(unit)"
  }
}
