/// Finds many texts in a stream of bytes at once, each byte looked at about once.
///
/// This is Aho and Corasick's automaton: a tree of all texts in which every state also knows the
/// longest of its endings that begins a text. So no output, however it is made, costs more than
/// two steps a byte.
final class SecretMatcher: @unchecked Sendable {
  // Unchecked, because the arrays below are bare memory; it is written in `init` only.

  typealias State = Int32
  static let root: State = 0

  /// How many bytes of a text a state stands for: so many of the last ones may be a secret's.
  private let depths: UnsafeMutableBufferPointer<Int32>
  /// The length of the longest text that ends in a state; 0 where none does.
  private let lengths: UnsafeMutableBufferPointer<Int32>
  private let fallbacks: UnsafeMutableBufferPointer<State>
  /// The byte that leads to a state, its first child and the next child of its parent.
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let children: UnsafeMutableBufferPointer<State>
  private let siblings: UnsafeMutableBufferPointer<State>
  /// The children of the root by their byte; most of all output never gets past it.
  private let rootChildren: UnsafeMutableBufferPointer<State>

  /// - Parameter texts: none of them empty.
  init(_ texts: some Collection<[UInt8]>) {
    let room = texts.reduce(1) { $0 + $1.count }
    func memory<Element>(_ count: Int, _ value: Element) -> UnsafeMutableBufferPointer<Element> {
      let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: count)
      memory.initialize(repeating: value)
      return memory
    }
    depths = memory(room, 0)
    lengths = memory(room, 0)
    fallbacks = memory(room, 0)
    bytes = memory(room, 0)
    children = memory(room, 0)
    siblings = memory(room, 0)
    rootChildren = memory(256, 0)
    var count: State = 1
    for text in texts {
      var state = Self.root
      for byte in text { state = child(of: state, byte) ?? add(byte, to: state, &count) }
      lengths[Int(state)] = Int32(text.count)
    }
    setFallbacks(count)
  }

  deinit {
    for memory in [depths, lengths, fallbacks, children, siblings, rootChildren] {
      memory.deallocate()
    }
    bytes.deallocate()
  }

  func depth(of state: State) -> Int { Int(depths[Int(state)]) }

  /// How many of the last bytes are a text; 0 for none.
  func matchLength(in state: State) -> Int { Int(lengths[Int(state)]) }

  /// The first place at or after `start` whose byte begins a text.
  func start(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var place = start
    while place < bytes.count, rootChildren[Int(bytes[place])] == 0 { place += 1 }
    return place
  }

  func next(_ state: State, _ byte: UInt8) -> State {
    var state = state
    while state != Self.root {
      var child = children[Int(state)]
      while child != 0 {
        if bytes[Int(child)] == byte { return child }
        child = siblings[Int(child)]
      }
      state = fallbacks[Int(state)]
    }
    return rootChildren[Int(byte)]
  }

  /// The state that goes on as this one does, with the least that must be remembered.
  ///
  /// Nothing follows the end of the longest text; only its endings may begin another.
  func settled(_ state: State) -> State {
    var state = state
    while state != Self.root, children[Int(state)] == 0 { state = fallbacks[Int(state)] }
    return state
  }

  // MARK: Making it

  private func child(of state: State, _ byte: UInt8) -> State? {
    if state == Self.root {
      let child = rootChildren[Int(byte)]
      return child == 0 ? nil : child
    }
    var child = children[Int(state)]
    while child != 0, bytes[Int(child)] != byte { child = siblings[Int(child)] }
    return child == 0 ? nil : child
  }

  private func add(_ byte: UInt8, to state: State, _ count: inout State) -> State {
    let new = count
    count += 1
    bytes[Int(new)] = byte
    depths[Int(new)] = depths[Int(state)] + 1
    siblings[Int(new)] = children[Int(state)]
    children[Int(state)] = new
    if state == Self.root { rootChildren[Int(byte)] = new }
    return new
  }

  /// Level by level, so that what a state falls back to is complete before the state is.
  private func setFallbacks(_ count: State) {
    var queue: [State] = [Self.root]
    queue.reserveCapacity(Int(count))
    var place = 0
    while place < queue.count {
      let state = queue[place]
      place += 1
      var child = children[Int(state)]
      while child != 0 {
        let fallback =
          state == Self.root ? Self.root : next(fallbacks[Int(state)], bytes[Int(child)])
        fallbacks[Int(child)] = fallback
        // A text that ends in the state itself is longer than any that its ending holds.
        if lengths[Int(child)] == 0 { lengths[Int(child)] = lengths[Int(fallback)] }
        queue.append(child)
        child = siblings[Int(child)]
      }
    }
  }
}
