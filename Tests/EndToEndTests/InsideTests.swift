import Foundation
import TestSupport
import Testing

/// What people do with an open machine besides a shell, with real programs.
@Suite struct InsideTests {
  /// An editor that does what VS Code's remote extension was seen to do.
  ///
  /// It reads its settings, starts a shell over `ssh` with a SOCKS proxy, starts a server in the
  /// machine, and speaks to it through the proxy. Anything that asks for a password fails it.
  private static let standIn = """
    #!/bin/bash
    set -eu
    [ "$1" = --user-data-dir ] && [ "$3" = --folder-uri ]
    config=$(sed -n 's/.*"remote.SSH.configFile" *: *"\\(.*\\)".*/\\1/p' "$2/User/settings.json" | sed 's,\\\\/,/,g')
    rest=${4#vscode-remote://ssh-remote+}; host=${rest%%/*}; path=/${rest#*/}
    unset SSH_ASKPASS DISPLAY AIRLOCK_ASKPASS_SOCKET || true
    proxy=$((20000 + RANDOM % 10000))
    coproc ssh -T -D $proxy -o ConnectTimeout=15 -F "$config" "$host" bash
    cat >&"${COPROC[1]}" <<'REMOTE'
    uname -rsv
    echo "folder: $(pwd)"
    perl -MIO::Socket::INET -e '$| = 1;
    my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1") or die;
    print "listeningOn==", $s->sockport, "==\\n";
    my $c = $s->accept; while (<$c>) { last if /^\\r?$/ }
    print $c "HTTP/1.0 200 OK\\r\\n\\r\\n", join("\\n", glob "*"), "\\n"; close $c'
    echo done
    REMOTE
    while read -r line <&"${COPROC[0]}"; do
      echo "$line" >> "$HOME/editor.log"
      case $line in
        listeningOn==*) port=${line#listeningOn==}; port=${port%==}
          curl -s --socks5-hostname 127.0.0.1:$proxy "http://127.0.0.1:$port/" >> "$HOME/editor.log" ;;
        done) break ;;
      esac
    done
    echo "path: $path" >> "$HOME/editor.log"
    """

  @Test func `an editor, files and commands share one login, and the doctor finds the way in`()
    throws
  {
    let programs = try TemporaryFolder()
    let stand = programs.url.appending(path: "code")
    try Data(Self.standIn.utf8).write(to: stand)
    chmod(stand.path, 0o755)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let home = try AirlockHome(grace: "60s", variables: ["PATH": "\(programs.url.path):\(path)"])
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "echo hello > seen.txt; exit 3")
    try home.run("run", "main", in: project.folder)
    try home.run("wait", "1", in: project.folder)
    try home.run("rebuild", "1", "--remote-access", "--wait", "finished", in: project.folder)

    let doctor = try home.run("doctor", "2", in: project.folder)
    #expect(doctor.status == 0, "\(doctor.output)\(doctor.errors)")
    #expect(doctor.output.contains("SSH-2.0-"))
    #expect(doctor.output.contains("with the password, and the host key SHA256:"))

    let opened = try home.run("code", "2", "--editor", "code", in: project.folder)
    #expect(opened.status == 0, "\(opened.output)\(opened.errors)")
    let log = try String(contentsOf: home.folder.url.appending(path: "editor.log"), encoding: .utf8)
    #expect(log.contains("Linux") && log.contains("path: /bitrise/src"), "\(log)")
    // What the server in the machine showed through the proxy.
    #expect(log.contains("seen.txt"), "\(log)")

    let missing = try home.run("code", "2", "--editor", "zed", in: project.folder)
    #expect(missing.status == 1 && missing.errors.contains("Zed is not installed here"))

    let written = try home.run("case", "2", "--note", "Look at *seen*.", in: project.folder)
    #expect(written.output.contains("# project#2: failed"), "\(written.output)\(written.errors)")
    #expect(written.output.contains("| 1 | Main | failed | 3 |"))
    #expect(written.output.contains("ssh_login"))
    let secret = try home.json(
      try home.run("access", "2", "--json", "--show-secrets", in: project.folder),
      as: [String: Any].self)
    let password = try #require((secret["ssh"] as? [String: Any])?["password"] as? String)
    #expect(!written.output.contains(password))
  }

  @Test func `staying longer adds time where the machine is open, else writes the step`() throws {
    let home = try AirlockHome(grace: "60s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"), script: "exit 3")
    try home.run("run", "main", in: project.folder)
    try home.run("wait", "1", in: project.folder)

    let before = try project.output("status", "--porcelain")
    let shown = try home.run("stay", "1", "90m", "--build-limit", "2h", in: project.folder)
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.contains("+        is_always_run: true"), "\(shown.output)")
    #expect(try project.output("status", "--porcelain") == before)
    let tooLong = try home.run("stay", "1", "90m", "--build-limit", "1h", in: project.folder)
    #expect(tooLong.status == 1 && tooLong.errors.contains("at most 59 min"), "\(tooLong.errors)")
    let applied = try home.run(
      "stay", "1", "2s", "--file", "bitrise.yml", "--apply", in: project.folder)
    #expect(applied.status == 0, "\(applied.errors)")
    try project.git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qam", "Stay")
    try home.run("rebuild", "1", "--remote-access", "--wait", "finished", in: project.folder)
    let log = try home.run("log", "2", in: project.folder).output
    #expect(log.contains("This machine stays open for another"), "\(log)")

    let more = try home.run("stay", "2", "5m", in: project.folder)
    #expect(more.status == 0, "\(more.errors)")
    #expect(more.output.contains("closes in 5:") || more.output.contains("closes in 6:"))
  }
}
