/// How far a build has come, in the words of our commands and screens.
package enum BuildStatus: String, Sendable, Codable, CaseIterable {
  case queued
  case running
  case success
  case failed
  case aborted
  case abortedWithSuccess = "aborted-with-success"

  package var isFinished: Bool {
    switch self {
    case .queued, .running: false
    case .success, .failed, .aborted, .abortedWithSuccess: true
    }
  }
}
