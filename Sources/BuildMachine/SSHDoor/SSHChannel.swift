import CLibSSH
import CPseudoTerminal
import Foundation

/// One channel of a client's connection: a session with its process, or a forwarded connection.
///
/// Belongs to its connection's thread. libssh's callbacks only note what happened; nothing is
/// closed or freed before `turn`, because libssh still uses what it calls back for.
final class SSHChannel {
  /// How long a terminal may still have output on its way after its shell has ended.
  static let linger: Duration = .milliseconds(200)

  let handle: ssh_channel
  let session: DoorSession
  /// The connection it is a channel of.
  private(set) weak var connection: SSHConnection?
  private let mailbox: ThreadMailbox
  private let callbacks: UnsafeMutablePointer<ssh_channel_callbacks_struct>

  var terminal: RequestedTerminal?
  var variables: [String: String] = [:]
  /// Makes a socket in the machine through which its programs reach the client's agent, and
  /// returns where it is; set where the client wants that.
  var lendAgent: (() -> String?)?
  var clientHasClosed = false
  /// A connection of the machine's that the client has not taken yet, and how it is asked to.
  private var offer: (descriptor: Int32, ask: (ssh_channel) -> Int32)?
  private var isUnwanted = false
  private var hasStarted = false
  private var isForward = false
  private var hasSentEnd = false
  private var process: (any MachineProcess)?
  private var ending: ProcessEnding?
  private var lingerEnd: ContinuousClock.Instant?
  private var input: ChannelInput?
  private var output: ChannelOutput?
  private var errorOutput: ChannelOutput?

  init(handle: ssh_channel, connection: SSHConnection) {
    self.handle = handle
    self.connection = connection
    session = connection.session
    mailbox = connection.mailbox
    callbacks = .allocate(capacity: 1)
    callbacks.initialize(to: Self.makeCallbacks())
    callbacks.pointee.userdata = Unmanaged.passUnretained(self).toOpaque()
    ssh_set_channel_callbacks(handle, callbacks)
  }

  deinit { callbacks.deallocate() }

  // MARK: Starting

  /// Starts what the client asked for; false where this channel has had its start.
  func start(_ request: SessionRequest) -> Bool {
    guard !hasStarted else { return false }
    hasStarted = true
    do {
      if let terminal { try start(request, on: terminal) } else { try startOnPipes(request) }
    } catch {
      errorOutput = ChannelOutput(descriptor: -1)
      errorOutput?.prepend("\(error)\r\n")
      ending = .exited(127)
    }
    return true
  }

  /// Joins the channel to a connection in the machine, whose descriptor it takes over.
  func forward(to descriptor: Int32) {
    hasStarted = true
    isForward = true
    input = ChannelInput(descriptor: fcntl(descriptor, F_DUPFD_CLOEXEC, 0), end: .shutDown)
    output = ChannelOutput(descriptor: descriptor)
  }

  /// Offers the client a connection of the machine's, whose descriptor it takes over.
  ///
  /// - Parameter ask: asks libssh to open the channel; asked again until it has an answer.
  func offer(_ descriptor: Int32, ask: @escaping (ssh_channel) -> Int32) {
    offer = (descriptor, ask)
  }

  private func start(_ request: SessionRequest, on terminal: RequestedTerminal) throws {
    let process = try launch(
      request, connection: .terminal(rows: terminal.rows, columns: terminal.columns))
    guard let descriptor = process.terminal else { throw MachineError.noDescriptors }
    input = ChannelInput(descriptor: fcntl(descriptor, F_DUPFD_CLOEXEC, 0), end: .keep)
    output = ChannelOutput(descriptor: descriptor)
    if case .shell = request {
      output?.prepend(session.greeting().replacingOccurrences(of: "\n", with: "\r\n"))
    }
  }

  private func startOnPipes(_ request: SessionRequest) throws {
    let pipes = try ProcessPipes()
    defer { pipes.closeTheirs() }
    do {
      _ = try launch(request, connection: pipes.connection)
    } catch {
      pipes.closeOurs()
      throw error
    }
    input = ChannelInput(descriptor: pipes.input.second, end: .close)
    output = ChannelOutput(descriptor: pipes.output.first)
    errorOutput = ChannelOutput(descriptor: pipes.error.first)
  }

  /// Waits for the agent, on the connection's thread: it answers at once or its machine is gone.
  private func launch(
    _ request: SessionRequest, connection: MachineCommand.Connection
  ) throws -> any MachineProcess {
    if let path = lendAgent?() { variables["SSH_AUTH_SOCK"] = path }
    let command = session.command(
      for: request, terminal: terminal, clientVariables: variables, connection: connection)
    let machine = session.machine
    let started = OwnThread.wait { try await machine.start(command) }
    guard let process = try started?.get() else { throw MachineError.machineGone }
    self.process = process
    // The channel is looked up when the news comes, since it may be gone by then.
    let news = ChannelNews(channel: self)
    Task { [mailbox] in
      let ending = await process.ending()
      mailbox.post { news.channel?.ended(ending) }
    }
    return process
  }

  // MARK: What the client tells

  func resize(rows: Int, columns: Int) {
    terminal?.rows = rows
    terminal?.columns = columns
    input?.resize(rows: rows, columns: columns)
  }

  func signal(_ name: String) {
    guard let number = SignalName.number(of: name) else { return }
    process?.signal(number)
  }

  /// The client reads no more, as `head` after its lines.
  func clientStopsReading() {
    output?.discard()
  }

  /// Writes a line to the client's terminal, if they sit at one.
  func announce(_ text: String) {
    guard terminal != nil, hasStarted, ending == nil else { return }
    output?.interject("\r\n\u{7}\(text)\r\n")
  }

  // MARK: Moving

  var interests: [pollfd] {
    let room = self.room
    return [output?.interest(room: room), errorOutput?.interest(room: room), input?.interest]
      .compactMap { $0 }
  }

  /// When to look again although nothing comes.
  var wakeTime: ContinuousClock.Instant? {
    guard let lingerEnd, lingerEnd > .now else { return nil }
    return lingerEnd
  }

  /// Moves what can be moved; false once the channel is over.
  func turn() -> Bool {
    guard !clientHasClosed else { return isForward && hasRestForMachine() }
    if let offer, !isTaken(offer) { return !isUnwanted }
    guard hasStarted else { return true }
    input?.move(receive: receive)
    output?.move(room: { self.room }) { self.send($0, with: ssh_channel_write) }
    errorOutput?.move(room: { self.room }) { self.send($0, with: ssh_channel_write_stderr) }
    return isForward ? turnForward() : turnSession()
  }

  /// Lets go of everything; the channel must not be used afterwards.
  func close() {
    input?.discard()
    output?.discard()
    errorOutput?.discard()
    if ending == nil { process?.signal(SIGHUP) }
    if let offer {
      // libssh would say goodbye to a channel that the client has never had.
      Foundation.close(offer.descriptor)
    } else {
      ssh_channel_close(handle)
    }
    ssh_remove_channel_callbacks(handle, callbacks)
    ssh_channel_free(handle)
  }

  private var room: Int { Int(ssh_channel_window_size(handle)) }

  private func ended(_ ending: ProcessEnding) {
    self.ending = ending
    lingerEnd = ContinuousClock.now + Self.linger
  }

  /// Whether the client has taken what it was offered; forgets what it does not want.
  private func isTaken(_ offer: (descriptor: Int32, ask: (ssh_channel) -> Int32)) -> Bool {
    switch offer.ask(handle) {
    case SSH_OK:
      self.offer = nil
      forward(to: offer.descriptor)
      return true
    case SSH_AGAIN: return false
    default:
      isUnwanted = true
      return false
    }
  }

  /// Passes on what a client sent before it closed, which it often does in one go with its last
  /// words; true while the machine's program has not taken all of it.
  private func hasRestForMachine() -> Bool {
    guard let input else { return false }
    while !input.hasEnded && input.interest == nil { input.move(receive: receive) }
    return !input.hasEnded
  }

  private func turnForward() -> Bool {
    guard let input, let output else { return false }
    if output.hasEnded && !hasSentEnd {
      hasSentEnd = true
      ssh_channel_send_eof(handle)
    }
    return !(input.hasEnded && output.hasEnded)
  }

  private func turnSession() -> Bool {
    guard let ending, isDrained(output), isDrained(errorOutput) else { return true }
    ssh_channel_send_eof(handle)
    switch ending {
    case .exited(let code): ssh_channel_request_send_exit_status(handle, code)
    case .signalled(let number):
      let name = SignalName.name(of: number)
      ssh_channel_request_send_exit_signal(handle, name, 0, "", "")
    }
    return false
  }

  /// A process that ended wrote all of it before; a child that it left behind, and which holds
  /// the other end, does not keep the session.
  private func isDrained(_ output: ChannelOutput?) -> Bool {
    guard let output, !output.hasEnded else { return true }
    guard output.isDry, !output.hasRest else { return false }
    // What went through a terminal is passed on by the kernel a little later.
    guard terminal != nil, let lingerEnd else { return true }
    return ContinuousClock.now >= lingerEnd
  }

  private func send(
    _ bytes: UnsafeRawBufferPointer,
    with write: (ssh_channel, UnsafeRawPointer?, UInt32) -> Int32
  ) -> Int {
    Int(write(handle, bytes.baseAddress, UInt32(bytes.count)))
  }

  private func receive(limit: Int) -> ChannelInput.Received {
    var piece = [UInt8](repeating: 0, count: limit)
    let count = Int(ssh_channel_read_nonblocking(handle, &piece, UInt32(limit), 0))
    if count > 0 { return .bytes(Array(piece.prefix(count))) }
    let mayComeLater =
      count == 0 && ssh_channel_is_eof(handle) == 0 || count == Int(SSH_AGAIN)
    return mayComeLater && !clientHasClosed ? .nothingNow : .nothingEver
  }
}

/// Leads news from elsewhere to a channel, as long as there is one.
private final class ChannelNews: @unchecked Sendable {
  // Made on the connection's thread and read there only: post is read by that thread.
  private(set) weak var channel: SSHChannel?

  init(channel: SSHChannel) { self.channel = channel }
}
