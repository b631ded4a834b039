package import Foundation

/// Reading from programs without holding up the threads that all tests share.
extension FileHandle {
  /// What comes next; empty at the end.
  package func nextData() async -> Data {
    await onOwnThread { $0.availableData }
  }

  /// Everything until the end.
  package func allData() async throws -> Data {
    try await onOwnThread { handle in Result { try handle.readToEnd() ?? Data() } }.get()
  }

  private func onOwnThread<Value: Sendable>(
    _ work: @escaping @Sendable (FileHandle) -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: work(self)) }
    }
  }
}
