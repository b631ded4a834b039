import ArgumentParser
import BuildClient
import Foundation

/// A failure of a command: one sentence for the person, one status for the script.
struct ProgramError: Error, CustomStringConvertible {
  /// What the process ends with; after sysexits(3) where that has a word for it.
  enum Status: Int32 {
    case failed = 1
    case noSuchThing = 66
    case unreachable = 69
    case noPermission = 77
    case badConfiguration = 78
  }

  let status: Status
  let description: String

  init(_ status: Status, _ sentence: String) {
    self.status = status
    description = sentence
  }

  init(_ error: any Error) {
    switch error {
    case let error as ProgramError: self = error
    case let error as ServiceError:
      switch error.code {
      case .unreachable, .limited: self.init(.unreachable, error.sentence)
      case .unauthorized, .refused(.role): self.init(.noPermission, error.sentence)
      case .notFound: self.init(.noSuchThing, error.sentence)
      case .refused, .notUnderstood, .serverFault: self.init(.failed, error.sentence)
      }
    default: self.init(.failed, "\(error)")
    }
  }
}

extension ParsableCommand {
  /// Runs asynchronous work from a synchronous command and keeps the main thread out of the pool.
  ///
  /// A root command that is asynchronous would take the main thread away from the screen.
  func runBlocking(_ work: @escaping @Sendable () async throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var failure: (any Error)?
    // The semaphore orders the write before the read.
    Task {
      do { try await work() } catch { failure = error }
      done.signal()
    }
    done.wait()
    guard let failure else { return }
    if let code = failure as? ExitCode { throw code }
    let error = ProgramError(failure)
    Output.error("airlock: \(error.description)")
    throw ExitCode(error.status.rawValue)
  }
}
