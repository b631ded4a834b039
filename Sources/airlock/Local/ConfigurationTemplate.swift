import Dashboard
import TerminalSurface

/// The configuration with every setting at its default, each behind a comment sign.
///
/// Lines of explanation begin with `# `, settings with `#` alone, so that a reader, and a test, can
/// tell them apart.
enum ConfigurationTemplate {
  static var text: String { head + keys }

  private static let head = """
    # The configuration of airlock. Take the sign # off a line to change its setting; an open
    # dashboard takes over what changes, and `airlock config check` says what is wrong.

    # How the dashboard looks: a theme's name (T in the dashboard shows them all), `auto` for dark
    # or light as the terminal is, or a pair of your own choice: {dark: nord, light: paper}.
    # Themes of your own are files in the folder themes/ beside this one.
    #theme: auto

    # Whether clicks and the wheel are the dashboard's; false leaves them to the terminal.
    #mouse: true

    # The build service of this computer; counts from its next start (`airlock service stop`).
    #local:
    # How long a machine stays open after its build.
    #  grace: 10m
    # How long a failed build's machine stands by, frozen, to be opened as it failed; 0 for none.
    #  keep_failed: 10m

    # The kinds of machine that builds can ask for; the first is for those that ask for none.
    # Without any there is `linux`, and others where their parts are there; as an example:
    #
    #   stacks:
    #     linux:
    #       network: user
    #       limits: {memory: 2G, cpus: 2, processes: 500, disk: 10G, open_files: 1024}
    #     jammy: {driver: podman, image: docker.io/library/ubuntu:22.04}

    # Which public keys of yours open the machines that you ask for: `mine` for those in ~/.ssh, or
    # their paths; without this none is brought along. As an example:
    #
    #   access: {public_keys: mine}
    #
    # The ways into machines; these two count at once, in a dashboard that is open, too.
    #access:
    # Where `s` opens a shell: `beside` the dashboard where that is in tmux, a `window` also where
    # kitty, WezTerm or iTerm2 can open one, or `here` in its place.
    #  connect: beside
    # What is fetched from a machine by itself when a minute is left: paths from its source folder.
    #  rescue: []

    # Each action of the dashboard and its keys; [] for none.
    #keys:

    """

  private static var keys: String {
    Command.allCases.map { command in
      let keys = Keymap.standard.keys(for: command).map { "\"\($0.label)\"" }
      return "# \(command.title)\n#  \(command.settingName): [\(keys.joined(separator: ", "))]\n"
    }.joined()
  }
}
