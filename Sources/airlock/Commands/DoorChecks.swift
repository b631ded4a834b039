import BuildModel
import Foundation
import Workstation

/// Tries the way into a machine step by step, and stops at the first that fails.
struct DoorChecks: Sendable {
  let access: RemoteAccess
  /// When the service was asked and had answered, by our own clock.
  let asked: Date
  let answered: Date

  func run(directories: Directories) async -> [Check] {
    var checks = [clock, window]
    guard checks.allSatisfy(\.isGood), let ssh = access.ssh else { return checks }
    let place = "\(ssh.host):\(ssh.port)"
    do {
      let answer = try DoorProbe.knock(host: ssh.host, port: ssh.port)
      let time = Int((answer.seconds * 1000).rounded(.up))
      checks.append(Check(name: "network", isGood: true, words: "\(place), in \(time) ms"))
      checks.append(banner(answer.banner))
    } catch {
      checks.append(
        Check(
          name: "network", isGood: false,
          words: "\(error) A firewall or a proxy may stand between; the service may listen on its"
            + " own computer only."))
    }
    guard checks.allSatisfy(\.isGood) else { return checks }
    return checks + [await login(directories)]
  }

  /// How far our clock is from the service's, as far as one answer tells.
  private var clock: Check {
    let travel = answered.timeIntervalSince(asked)
    let skew = access.serverTime.timeIntervalSince(asked.addingTimeInterval(travel / 2))
    let words =
      "\(abs(skew) < max(1, travel) ? "agrees with" : "is \(Int(abs(skew))) s off")"
      + " the service's; airlock counts by the service's"
    return Check(name: "clock", isGood: true, words: words)
  }

  private var window: Check {
    switch access.state {
    case .opening:
      Check(name: "window", isGood: false, words: "opening; try again in a moment")
    case .open: Check(name: "window", isGood: true, words: "open while the build runs")
    case .closing(let deadline):
      Check(
        name: "window", isGood: true,
        words: "open for \(WindowText.clock(deadline.timeIntervalSince(access.serverTime)))")
    case .closed(let reason, let at):
      Check(
        name: "window", isGood: false,
        words: "closed at \(WindowText.hour(at)). \(reason.sentence) `airlock rebuild BUILD"
          + " --remote-access` opens another.")
    }
  }

  private func banner(_ banner: String?) -> Check {
    guard let banner else {
      return Check(
        name: "banner", isGood: false, words: "somebody listens there and says nothing for 5 s")
    }
    let isSSH = banner.hasPrefix("SSH-2.0-")
    return Check(
      name: "banner", isGood: isSSH,
      words: isSSH ? banner : "\"\(banner)\" is not SSH; something else listens there")
  }

  /// Logs in, with the host key pinned.
  private func login(_ directories: Directories) async -> Check {
    let name = "login"
    do {
      let door = try SSHSession(access, directories: directories)
      defer { door.end() }
      let result = await ProgramRun.run(
        door.program, door.arguments(command: ["true"], complaints: true),
        environment: door.environment)
      guard result?.status == 0 else {
        return Check(
          name: name, isGood: false,
          words: door.lastComplaint ?? "ssh ended with status \(result?.status ?? -1)")
      }
      let key = access.ssh?.hostKeyFingerprint.map { "and the host key \($0)" }
      return Check(
        name: name, isGood: true,
        words: "with the password, \(key ?? "and the host key that was seen first")")
    } catch {
      return Check(name: name, isGood: false, words: ProgramError(error).description)
    }
  }
}
