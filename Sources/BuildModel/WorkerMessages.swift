package import struct Foundation.Date
package import typealias Foundation.TimeInterval

/// What happened to a build, as its worker tells it.
///
/// Reports are numbered from 1 and spooled before they are told, so a service that was away
/// reads what it missed.
package struct WorkerReport: Sendable, Equatable, Codable {
  package var sequence: Int
  package var at: Date
  package var news: WorkerNews

  package init(sequence: Int, at: Date, news: WorkerNews) {
    self.sequence = sequence
    self.at = at
    self.news = news
  }
}

package enum WorkerNews: Sendable, Equatable, Codable {
  /// The worker runs and has read its order.
  case started
  /// The machine stands and the source lies in it.
  case prepared(isolation: Isolation, commitHash: String?, commitMessage: String?)
  /// The steps the workflow will run, in order.
  case planned([Step])
  case stepChanged(Step)
  /// What the build leaves behind, as it lies in the spool; told before `finished`.
  case artifactsKept([Artifact])
  /// The build's last word; its window may still be open.
  case finished(BuildStatus, failureReason: String?, abortReason: String?)
  case windowChanged(AccessWindow)
  /// The build has failed and its machine stands by for somebody to open it.
  case machineKept(until: Date)
  case connectionsChanged(Int)
  case visitorEntered(Visitor)
  case visitorLeft(Visitor)
  /// Told at most once a minute for each address, with the number of tries since.
  case visitorRefused(Visitor, tries: Int)
  /// After too many wrong passwords, none from the visitor's address is looked at for a while.
  case visitorShutOut(Visitor, seconds: Int)
  /// The machine is gone and the worker is about to end.
  case ended
}

/// What a worker tells a listening service and writes nowhere: secrets, and what will pass.
package enum WorkerWhisper: Sendable, Equatable, Codable {
  case door(
    SSHCredentials, screen: ScreenShareCredentials?, sourceFolder: String, buildLimitAt: Date)
  /// The step that runs now is ended after so many seconds without output; nil: it is not.
  case noOutputLimit(seconds: Int?)
  /// The log now holds this many chunks.
  case logGrown(chunks: Int)
}

/// A line of the worker's side of the conversation.
package enum WorkerMessage: Sendable, Equatable, Codable {
  case report(WorkerReport)
  case whisper(WorkerWhisper)
}

/// A line of the service's side of the conversation.
package enum WorkerOrder: Sendable, Equatable, Codable {
  /// Tell every report numbered above this, then all that follow. The first line of each talk.
  case follow(after: Int)
  case abort(reason: String?, withSuccess: Bool)
  case closeWindow(AccessWindow.ClosedReason)
  case extendWindow(seconds: TimeInterval)
  /// Open a window on a build that has none: one that runs, or a kept machine's.
  ///
  /// With the public keys of the one who asks; nil where they are not known.
  case openWindow(publicKeys: [String]?)
  /// What an order with `hasSecrets` waits for; they stand in no file.
  case secrets([EnvironmentVariable])
}
