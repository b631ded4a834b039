/// What every program in a machine finds unless it is told otherwise.
enum MachineEnvironment {
  static let defaultPath = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"
}
