/// The step that keeps a build's machine open: it waits, says so now and then, and can be ended.
///
/// It runs although steps before it failed, no-output limits do not end it, and a person inside
/// the machine ends it early by making a file.
package struct StayStep: Sendable, Equatable {
  /// How long it stays, in seconds; above 0.
  package var seconds: Int
  /// Stay only where a step has failed, so that a build that passes does not wait.
  package var onlyIfFailed: Bool
  /// What ends it early once it exists; a path in the machine of plain letters.
  package var stopFile = "/tmp/airlock-leave"
  /// The longest time without a word, in seconds.
  package var heartbeat = 30

  package init(seconds: Int, onlyIfFailed: Bool) {
    precondition(seconds > 0, "nobody stays for no time")
    self.seconds = seconds
    self.onlyIfFailed = onlyIfFailed
  }

  /// The step's title, which a build's list of steps shows.
  package var title: String { Self.titleBegin + Self.words(seconds) }

  /// What all of these steps are recognised by.
  static let titleBegin = "Stay open for "

  /// What the step runs, in bash.
  package var script: String {
    """
    # Written by airlock. To end it early, inside the machine: touch \(stopFile)
    rm -f \(stopFile)
    end=$((SECONDS + \(seconds)))
    said=$((SECONDS - \(heartbeat)))
    while [ "$SECONDS" -lt "$end" ] && [ ! -e \(stopFile) ]; do
      if [ $((SECONDS - said)) -ge \(heartbeat) ]; then
        echo "This machine stays open for another $((end - SECONDS)) s; to end it: touch \(stopFile)"
        said=$SECONDS
      fi
      sleep 1
    done
    """
  }

  /// The step as lines of YAML, an entry of a list of steps; without newlines.
  ///
  /// - Parameter indent: how many spaces stand before the entry's dash.
  package func lines(indent: Int = 0) -> [String] {
    var lines = ["- script@1:", "    title: \(title)", "    is_always_run: true"]
    if onlyIfFailed { lines.append("    run_if: .IsBuildFailed") }
    lines += ["    no_output_timeout: 0", "    inputs:", "    - content: |"]
    lines += script.split(separator: "\n").map { "        \($0)" }
    let margin = String(repeating: " ", count: indent)
    return lines.map { margin + $0 }
  }

  /// A time in words: `90 min`, `45 s`.
  static func words(_ seconds: Int) -> String {
    seconds % 60 == 0
      ? "\(seconds / 60) min"
      : seconds < 60
        ? "\(seconds) s"
        : "\(seconds / 60) min \(seconds % 60) s"
  }
}
