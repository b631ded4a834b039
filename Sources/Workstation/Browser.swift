/// The person's browser.
package struct Browser: Sendable {
  private let environment: [String: String]

  package init(environment: [String: String]) { self.environment = environment }

  /// Hands an address to it.
  ///
  /// - Returns: what went wrong, in a sentence that holds the address.
  package func open(_ address: String) async -> String? {
    guard let program = program else {
      return "No browser can be started here; the page is \(address)"
    }
    let result = await ProgramRun.run(program, [address], environment: environment)
    guard let result else { return "\(program) cannot be started; the page is \(address)" }
    return result.status == 0
      ? nil : "\(program) ended with status \(result.status); the page is \(address)"
  }

  /// The one the person names, else what the desktop offers; on a computer that is only reached
  /// by ssh a desktop's program would open a window that nobody sees.
  private var program: String? {
    if let named = environment["BROWSER"], !named.isEmpty,
      let path = ProgramSearch.path(of: named, environment: environment)
    {
      return path
    }
    #if os(macOS)
      return environment["SSH_CONNECTION"] == nil ? "/usr/bin/open" : nil
    #else
      let hasDesktop = ["DISPLAY", "WAYLAND_DISPLAY"].contains {
        !(environment[$0] ?? "").isEmpty
      }
      return hasDesktop ? ProgramSearch.path(of: "xdg-open", environment: environment) : nil
    #endif
  }
}
