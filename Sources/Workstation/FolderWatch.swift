import Foundation

/// Tells when something in a few folders changes, without looking again and again.
package final class FolderWatch: Sendable {
  #if os(Linux)
    private let descriptor: Int32
  #else
    private let sources: [any DispatchSourceFileSystemObject]
  #endif

  /// - Parameters:
  ///   - folders: those that are not there are left out.
  ///   - changed: called on a thread of the watch's own, also for a part of a change: what is being
  ///     written may not be whole yet.
  package init(_ folders: [String], _ changed: @escaping @Sendable () -> Void) {
    #if os(Linux)
      let descriptor = inotify_init1(Int32(IN_CLOEXEC))
      self.descriptor = descriptor
      guard descriptor >= 0 else { return }
      let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE)
      for folder in folders { _ = inotify_add_watch(descriptor, folder, events) }
      let thread = Thread {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
          let count = read(descriptor, &buffer, buffer.count)
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { return }
          changed()
        }
      }
      thread.stackSize = 256 << 10
      thread.start()
    #else
      let queue = DispatchQueue(label: "airlock.folder-watch")
      sources = folders.compactMap { folder in
        let descriptor = open(folder, O_EVTONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let source = DispatchSource.makeFileSystemObjectSource(
          fileDescriptor: descriptor, eventMask: [.write, .rename, .delete], queue: queue)
        source.setEventHandler(handler: changed)
        source.setCancelHandler { close(descriptor) }
        source.resume()
        return source
      }
    #endif
  }
}
