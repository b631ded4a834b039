import ArgumentParser
import BuildModel

/// What besides the clock closes the machines of a service, or keeps them open.
struct WindowOptions: ParsableArguments {
  @Option(
    help: """
      Close a machine that nobody has come into this long after its build, like 3m; by itself it \
      stays open for the whole grace.
      """)
  var closeUnvisited: String?

  @Option(
    help: "Keep a machine open while somebody is inside, this much beyond its end at most.")
  var stayWhileInside: String?

  @Flag(help: "Let `extend` and --hold reach beyond the time at which the build would be ended.")
  var extendBeyondBuildLimit = false

  func validate() throws { _ = try policy() }

  /// Nil where nothing is wished for.
  func policy() throws -> WindowPolicy? {
    let unvisited = try closeUnvisited.map {
      try TimeSpan.wholeSeconds($0, "--close-unvisited")
    }
    let stay = try stayWhileInside.map { try TimeSpan.wholeSeconds($0, "--stay-while-inside") }
    guard unvisited != nil || stay != nil else { return nil }
    return WindowPolicy(
      unvisitedLimit: unvisited.map(Double.init), stayLimit: stay.map(Double.init))
  }
}
