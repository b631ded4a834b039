import Foundation
package import TerminalSurface

/// How well one colour can be read on another, from 1 to 21, by the definition of WCAG 2.
package func contrast(_ one: RGB, _ other: RGB) -> Double {
  func luminance(_ color: RGB) -> Double {
    func linear(_ part: Int) -> Double {
      let value = Double(part) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  }
  let (a, b) = (luminance(one), luminance(other))
  return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}
