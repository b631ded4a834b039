import BuildModel
import Foundation

extension ServiceConfiguration {
  /// Bytes that a machine of a stack may use; 0 where nothing bounds it.
  func memory(of stack: StackName) -> Int {
    stacks.first { $0.name == stack }?.limits?.memory ?? 0
  }

  /// Lets a machine stay open longer, or says how much too much was asked for.
  ///
  /// - Parameters:
  ///   - used: seconds that were added before.
  ///   - name: what the wish is called in the request.
  func checkExtension(by seconds: Int, used: TimeInterval, _ name: String) throws {
    let left = Double(longestExtension) - used
    guard Double(seconds) > left else { return }
    let sum =
      used > 0
      ? "\(longestExtension) - \(Self.text(used)) used before = \(Self.text(max(0, left)))"
      : "\(longestExtension)"
    throw Refusal(
      .badRequest,
      "\(name) is \(seconds), and a machine can stay open beyond its grace by at most"
        + " \(sum) seconds.", code: .limit)
  }

  private static func text(_ seconds: TimeInterval) -> String { "\(Int(seconds.rounded(.down)))" }
}
