import ArgumentParser
import BuildMachine
import BuildServer
import Foundation
import Logging
import ServiceLifecycle

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run a build service until it is stopped.",
    discussion: """
      Prints one line, `listening on http://…`, when it answers. Its user's token is in the file \
      `token` of the data folder. Builds that run and machines that are open outlive the service; \
      the next one on the same folder finds them again.
      """)

  @Option(help: "Address and port to listen on; port 0 lets the system choose.")
  var listen = "127.0.0.1:0"

  @Option(help: "The folder to keep everything in.")
  var data: String?

  @Option(help: "Seconds a machine stays open after its build.")
  var grace = 600.0

  @Option(help: "How many builds run at once; 0 for as many as there are processors.")
  var slots = 0

  @Option(
    help: """
      How much memory machines may have together, by their stacks' limits, like 16G, or unlimited; \
      builds wait for it as for slots. By default this computer's.
      """)
  var machineMemory: KeptBytes?

  @Option(help: "How many machines of failed builds stand by at most; the oldest go first.")
  var keepAtMost = 20

  @Option(
    help: """
      How long a build is kept after its end, like 90d or 12h, or unlimited. An app's newest build \
      always stays, and so does one that runs or whose machine is open.
      """)
  var keepBuildsFor = KeptTime(seconds: 200 * 86400)

  @Option(
    help: """
      How much the logs and artifacts of ended builds may take, like 20G or 500M, or unlimited; \
      the oldest go first. The same builds stay as with --keep-builds-for.
      """)
  var keepBytes = KeptBytes(bytes: 10 << 30)
  @Option(help: "Seconds after which a build that still runs is ended.")
  var buildTimeLimit = 5400.0

  @Option(
    help: "Seconds without output after which a step is ended that sets no limit of its own.")
  var noOutputLimit: Int?

  @Option(
    help: "Minutes that the machine of a failed build without remote access stands by, shut.")
  var keepFailed = 0.0

  @Option(
    help: ArgumentHelp(
      "The file whose `stacks` are the kinds of machine here; without one, those that work.",
      valueName: "file"))
  var stacks: String?

  @OptionGroup(title: "Access windows")
  var windows: WindowOptions

  @Option(help: .hidden)
  var idle: Double?

  @Option(help: .hidden)
  var log: String?

  func validate() throws {
    guard grace > 0, grace.isFinite else {
      throw ValidationError("--grace takes seconds above 0, not \(grace).")
    }
    guard keepAtMost >= 0 else { throw ValidationError("--keep-at-most cannot be below 0.") }
    guard slots >= 0 else { throw ValidationError("--slots cannot be below 0.") }
    guard buildTimeLimit > 0, buildTimeLimit.isFinite else {
      throw ValidationError("--build-time-limit takes seconds above 0, not \(buildTimeLimit).")
    }
    guard noOutputLimit.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--no-output-limit takes whole seconds above 0.")
    }
    guard keepFailed >= 0, keepFailed.isFinite else {
      throw ValidationError("--keep-failed takes minutes, 0 for none, not \(keepFailed).")
    }
    _ = try address()
  }

  func run() throws {
    // Nothing that the service or its workers write is for anybody else.
    umask(0o077)
    // A limit on the size of files is an error to us, not an end.
    signal(SIGXFSZ, SIG_IGN)
    ControlGroupPlace.prepare()
    try runBlocking {
      let folder = data.map { URL(filePath: $0).standardizedFileURL } ?? Directories.current.data
      let reader = ConfigurationReader(folder: folder)
      var configuration = ServiceConfiguration(
        dataFolder: folder, worker: URL(filePath: Executables.worker),
        readConfiguration: reader.read, describe: ConfigurationReader.describe,
        inspectRepository: reader.inspect)
      configuration.validate = ConfigurationReader.validate
      (configuration.host, configuration.port) = try address()
      configuration.grace = grace
      if slots > 0 { configuration.slots = slots }
      if let machineMemory { configuration.machineMemory = machineMemory.bytes }
      configuration.mostKept = keepAtMost
      configuration.buildTimeLimit = buildTimeLimit
      configuration.noOutputLimit = noOutputLimit
      configuration.keepFailed = keepFailed * 60
      configuration.windowPolicy = try windows.policy()
      configuration.extensionsOutlastTimeLimit = windows.extendBeyondBuildLimit
      configuration.keeping.age = keepBuildsFor.seconds
      configuration.keeping.bytes = keepBytes.bytes
      if let stacks {
        configuration.stacks = try Settings.stacks(in: URL(filePath: stacks))
      } else {
        configuration.stacks = await StackDefaults.workingHere(data: folder)
      }
      configuration.idleLimit = idle.map { .seconds($0) }
      let log = self.log.map { ServiceLog(path: $0) }
      configuration.logger = Logger(label: "airlock") {
        ServiceLogHandler(StreamLogHandler.standardError(label: $0), file: log)
      }
      configuration.logger.logLevel = .notice
      let record = ServiceRecord(folder: folder, graceSeconds: grace)
      configuration.onReady = { url in
        do {
          try record.write(url: url)
        } catch {
          Output.error("airlock: \(error)")
          // Nobody would find a service that was started for its user alone.
          if idle != nil { Foundation.exit(ProgramError.Status.failed.rawValue) }
        }
        Output.line("listening on \(url.absoluteString)")
        // From here on nobody reads what is said; the file keeps it.
        log?.takeOutput()
      }
      let service = try BuildService(configuration)
      defer { record.remove() }
      try await writeToken(of: service, in: folder)
      try await serve(service, logger: configuration.logger)
    }
  }

  private func serve(_ service: BuildService, logger: Logger) async throws {
    var group = ServiceGroupConfiguration(
      services: [
        .init(
          service: service, successTerminationBehavior: .gracefullyShutdownGroup,
          failureTerminationBehavior: .cancelGroup)
      ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    // A listener that does not let go must not keep the service from ending.
    group.maximumGracefulShutdownDuration = .seconds(2)
    try await ServiceGroup(configuration: group).run()
  }

  /// Keeps the token of an earlier run while it is good.
  private func writeToken(of service: BuildService, in folder: URL) async throws {
    let file = folder.appending(path: "token")
    if let token = try? String(contentsOf: file, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines), !token.isEmpty,
      try await service.isValid(token: token)
    {
      return
    }
    let name = NSUserName().isEmpty ? "local" : NSUserName()
    try PrivateFile.write(
      Data(try await service.makeToken(for: name, isAdmin: true).utf8), to: file)
  }

  private func address() throws -> (String, Int) {
    guard let colon = listen.lastIndex(of: ":"),
      let port = Int(listen[listen.index(after: colon)...]), (0...65535).contains(port),
      colon != listen.startIndex
    else { throw ValidationError("--listen takes address:port, like 127.0.0.1:0, not \(listen).") }
    return (String(listen[..<colon]), port)
  }
}

/// Tells other processes of the user where the service is.
struct ServiceRecord: Sendable {
  let folder: URL
  let graceSeconds: Double

  var url: URL { folder.appending(path: "service.json") }

  func write(url address: URL) throws {
    let record = LocalService.Record(
      url: address, process: getpid(), startedAt: Date(), graceSeconds: graceSeconds)
    try PrivateFile.write(JSONEncoder().encode(record), to: url)
  }

  /// Takes the record away if it is still this process's.
  func remove() {
    guard let data = try? Data(contentsOf: url),
      let record = try? JSONDecoder().decode(LocalService.Record.self, from: data),
      record.process == getpid()
    else { return }
    try? FileManager.default.removeItem(at: url)
  }
}
