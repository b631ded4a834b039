import BuildModel

/// How logs grow, told without a flood.
extension Foreman {
  /// Tells that a log has grown, at most ten times a second for each build.
  func logGrown(of build: BuildSlug, to chunks: Int) async {
    guard let app = attended[build] else { return }
    guard growing[build] == nil else {
      growing[build]?.chunks = chunks
      return
    }
    growing[build] = LogGrowth(app: app, chunks: chunks, told: chunks)
    errand.yield(.tellLog(build))
    await herald.logGrown(of: build, in: app, to: chunks)
  }

  /// Tells what has come since, until nothing has.
  func tellLog(of build: BuildSlug) async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(100))
      guard let growth = growing[build], growth.chunks > growth.told else { break }
      growing[build]?.told = growth.chunks
      await herald.logGrown(of: build, in: growth.app, to: growth.chunks)
    }
    growing[build] = nil
  }
}
