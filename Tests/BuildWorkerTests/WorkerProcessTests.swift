import Testing

/// The tests with workers as real child processes.
///
/// One after the other: each starts a dozen processes, and some measure time.
@Suite(.serialized, .timeLimit(.minutes(1))) enum WorkerProcessTests {}
