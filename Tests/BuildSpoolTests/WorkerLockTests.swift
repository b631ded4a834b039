import BuildSpool
import Foundation
import Testing

@Suite struct WorkerLockTests {
  @Test func `only one worker at a time holds a folder`() throws {
    let spool = try TestSpool()
    #expect(!WorkerLock.isHeld(in: spool.folder))
    var first = try WorkerLock.take(in: spool.folder)
    #expect(first != nil)
    #expect(WorkerLock.isHeld(in: spool.folder))
    #expect(try WorkerLock.take(in: spool.folder) == nil)
    first = nil
    #expect(!WorkerLock.isHeld(in: spool.folder))
    #expect(try WorkerLock.take(in: spool.folder) != nil)
  }

  @Test func `a lock that a process inherited lives as long as the process`() throws {
    let spool = try TestSpool()
    var lock = try WorkerLock.take(in: spool.folder)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.standardInput = try FileHandle(
      fileDescriptor: #require(lock).descriptor, closeOnDealloc: false)
    let output = Pipe()
    process.standardOutput = output
    process.arguments = ["-c", "echo ready; exec sleep 100"]
    try process.run()
    #expect(output.fileHandleForReading.availableData == Data("ready\n".utf8))
    lock = nil
    #expect(WorkerLock.isHeld(in: spool.folder))
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(!WorkerLock.isHeld(in: spool.folder))
  }
}
