import BuildModel
import Foundation

/// A program that runs containers, and what it calls things.
package enum ContainerEngine: String, Sendable {
  case podman
  case docker

  var missing: String {
    self == .podman
      ? "The program podman is missing: install the package podman."
      : "The program docker is missing: install the package docker.io."
  }

  /// A question that only an engine which can run containers answers.
  var question: [String] {
    self == .podman
      ? ["info", "--format", "{{.Host.OS}}"] : ["version", "--format", "{{.Server.Version}}"]
  }

  /// The words for a network.
  func network(_ mode: NetworkMode) -> String {
    switch (mode, self) {
    case (.nothing, _): "none"
    case (.host, _): "host"
    case (.userMode, .podman): "slirp4netns:allow_host_loopback=false"
    case (.userMode, .docker): "bridge"
    }
  }

  /// What a machine has by that network.
  func outcome(_ mode: NetworkMode) -> MachineNetwork {
    switch (mode, self) {
    case (.nothing, _): .nothing(reason: nil)
    case (.host, _): .host
    case (.userMode, .podman): .userMode(program: UserModeNetwork.program, remark: nil)
    case (.userMode, .docker):
      .userMode(
        program: "docker",
        remark: "What listens on all of this computer's addresses is within reach.")
    }
  }

  /// Makes a sentence of what the program has complained.
  func sentence(for complaint: String) -> String {
    let lines = complaint.split(separator: "\n").map(String.init)
    let line = lines.last { $0.contains("rror") } ?? lines.last ?? "it told no reason"
    // Docker names the image and the reason on lines of their own.
    let image = lines.first { $0.hasPrefix("Unable to find image") }.map { "\($0); " } ?? ""
    let reason = line.trimmingCharacters(in: CharacterSet(charactersIn: " .?!"))
    return "\(rawValue) cannot run the machine's container: \(image)\(reason)."
  }
}
