import BuildModel
import TestSupport
import Testing

@Suite struct AccessPasteTests {
  private static let secret = "0123456789abcdef0123"

  private func ssh(_ host: String, _ port: Int, _ user: String = "vagrant") -> AccessPaste {
    var paste = AccessPaste()
    paste.ssh = AccessPaste.Address(host: host, port: port)
    paste.username = user
    return paste
  }

  @Test(arguments: [
    "ssh -o StrictHostKeyChecking=no vagrant@1.tcp.ngrok.io -p 12345",
    "ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null vagrant@1.tcp.ngrok.io -p 12345",
    "ssh -p 12345 vagrant@1.tcp.ngrok.io", "ssh -p12345 -l vagrant 1.TCP.ngrok.io",
    "ssh vagrant@1.tcp.ngrok.io:12345", "ssh://vagrant@1.tcp.ngrok.io:12345/",
    "  $ ssh -oStrictHostKeyChecking=no 'vagrant@1.tcp.ngrok.io' -p 12345\n",
    "Command: ssh vagrant@1.tcp.ngrok.io -p 12345", "vagrant@1.tcp.ngrok.io:12345",
  ]) func `an ssh command is understood, old and new`(text: String) throws {
    let paste = try AccessPaste.read(text)
    #expect(paste == ssh("1.tcp.ngrok.io", 12345))
    #expect(paste.missing == [.password])
  }

  @Test(arguments: [
    "bitrise :remote vscode --host 5.tcp.ngrok.io --port 28985 --user vagrant --password \(secret)",
    "bitrise :remote auto -p \(secret) -U vagrant -P 28985 -H 5.tcp.ngrok.io",
    "bitrise :remote code --password=\(secret) --host=5.tcp.ngrok.io --port=28985",
  ]) func `the plugin's line holds everything`(text: String) throws {
    var wanted = ssh("5.tcp.ngrok.io", 28985)
    wanted.password = Self.secret
    let paste = try AccessPaste.read(text)
    #expect(paste == wanted)
    #expect(paste.missing.isEmpty)
    #expect(paste.sshCredentials?.password == Self.secret)
  }

  @Test func `a password alone and an address alone are parts of the rest`() throws {
    var paste = try AccessPaste.read("ssh vagrant@5.tcp.ngrok.io -p 28985")
    paste.add(try AccessPaste.read(Self.secret + "\n"))
    paste.add(try AccessPaste.read("3.tcp.ngrok.io:20438"))
    #expect(paste.missing.isEmpty)
    #expect(paste.screenCredentials?.address == "3.tcp.ngrok.io:20438")
    #expect(paste.screenCredentials?.password == Self.secret)
    paste.turnAddressRound()
    #expect(paste.ssh?.port == 20438)
  }

  @Test func `beside a command the one word that can be a password is it`() throws {
    let command = "ssh vagrant@h.io -p 1\n"
    #expect(try AccessPaste.read(command + "Zq7-kL9.x2").password == "Zq7-kL9.x2")
    #expect(try AccessPaste.read(command + "Zq7-kL9.x2\nAb8-kL9.x2").password == nil)
    #expect(try AccessPaste.read(command + "Instructions").password == nil)
  }

  @Test func `the address of a screen is decoded`() throws {
    let paste = try AccessPaste.read("vnc://vagrant:p%40ss%3Aword@3.tcp.ngrok.io:20438")
    #expect(paste.screenPassword == "p@ss:word")
    #expect(paste.screen?.text == "3.tcp.ngrok.io:20438")
    #expect(try AccessPaste.read("vnc://[fe80::1]").screen?.text == "[fe80::1]:5900")
  }

  @Test func `the panel of today is understood as it is copied at once`() throws {
    let paste = try AccessPaste.read(
      """
      Remote Access
      Available while build is running and for 10 minutes after it finishes.
      Visual Studio Code
      SSH
      Screen share
      brew install bitrise
      bitrise plugin install https://github.com/bitrise-io/bitrise-remote-access-cli.git
      bitrise :remote vscode --host 5.tcp.ngrok.io --port 28985 --user vagrant --password \(Self.secret)
      SSH
      Command
      ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null vagrant@5.tcp.ngrok.io -p 28985
      Password
      \(Self.secret)
      Screen share
      URL
      3.tcp.ngrok.io:20438
      Username
      vagrant
      Password
      \(Self.secret)
      """)
    var wanted = ssh("5.tcp.ngrok.io", 28985)
    wanted.password = Self.secret
    wanted.screen = AccessPaste.Address(host: "3.tcp.ngrok.io", port: 20438)
    wanted.screenUsername = "vagrant"
    wanted.screenPassword = Self.secret
    #expect(paste == wanted)
  }

  @Test func `the panel of old is understood, with labels before the values`() throws {
    let paste = try AccessPaste.read(
      """
      SSH:
      Command: ssh -o StrictHostKeyChecking=no vagrant@1.tcp.ngrok.io -p 10001
      Password:\t\(Self.secret)
      Screenshare (VNC):
      Address: 1.tcp.ngrok.io:10002
      Username: vagrant
      Password: \(Self.secret)
      """)
    #expect(paste.ssh?.port == 10001)
    #expect(paste.screen?.port == 10002)
    #expect(paste.password == Self.secret)
  }

  @Test(arguments: [
    ("ssh -oProxyCommand=sh vagrant@h -p 1", "ProxyCommand"),
    ("ssh -o ProxyCommand=sh vagrant@h -p 1", "ProxyCommand"),
    ("ssh -F /tmp/x vagrant@h -p 1", "-F"), ("ssh -L 1:h:2 vagrant@h", "-L"),
    ("ssh -- -oProxyCommand=id -p 1", "-"), ("ssh vagrant@-oProxyCommand=id -p 1", "option"),
    ("ssh -l -oProxyCommand=id host", "option"), ("-oProxyCommand=id", "option"),
    ("ssh vagrant@h -p 22 rm", "rm"), ("ssh vagrant@h -p 22; rm -rf x", "shell"),
    ("ssh vagrant@$(id) -p 22", "shell"), ("ssh vagrant@h@evil.example -p 22", "@"),
    ("ssh vagrant@h -p 0", "port"), ("ssh vagrant@h -p 65536", "port"),
    ("ssh vagrant@h -p +22", "port"), ("ssh vagrant@h:1 -p 2", "two ports"),
    ("ssh vagrant@1.tcp.ngrоk.io -p 1", "U+043E"), ("ssh vagrаnt@h -p 1", "U+0430"),
    ("ssh vagrant@2130706433 -p 1", "disguise"), ("ssh vagrant@0x7f.1 -p 1", "disguise"),
    ("ssh vagrant@127.1 -p 1", "disguise"), ("ssh vagrant@a..b -p 1", "host"),
    ("ssh vagrant@h -p 1 -o StrictHostKeyChecking=no -o PermitLocalCommand=yes", "Permit"),
    ("ssh", "Nothing"), ("https://evil.example/x", "ssh or vnc"),
    ("vnc://a:b@c@d:1", "@"), ("vnc://h:5900/x", "more than"), ("vnc://-h:1", "option"),
    ("bitrise :remote vscode --host h --port 1 --eval x", "--eval"),
    ("bitrise :remote vscode --host h --host i --port 1", "twice"),
    ("bitrise :remote rm --host h --port 1", "no"), ("ssh vagrant@h\u{1b}[2J -p 1", "U+1B"),
    ("ssh vagrant@h\u{202e} -p 1", "U+202E"), ("pass\u{200b}word", "U+200B"),
    ("hello there, how are you", "Nothing"), ("", "Nothing"), ("\n \t\n", "Nothing"),
    ("ssh vagrant@h -p 1\nssh vagrant@i -p 1", "differ"),
  ]) func `what is not what it claims to be is refused with the reason`(
    text: String, reason: String
  ) {
    let error = #expect(throws: PasteRefusal.self) { try AccessPaste.read(text) }
    #expect(error?.sentence.contains(reason) == true, "\(error?.sentence ?? "")")
  }

  @Test func `no refusal and no description shows a password`() throws {
    for text in [
      "bitrise :remote vscode --host -x --port 1 --password \(Self.secret)",
      "vnc://vagrant:\(Self.secret)@a@b:1", "Password: \(Self.secret)\u{e9}",
    ] {
      let error = #expect(throws: PasteRefusal.self) { try AccessPaste.read(text) }
      #expect(error?.sentence.contains(Self.secret) == false)
    }
    let paste = try AccessPaste.read(Self.secret)
    var dumped = ""
    dump(paste, to: &dumped)
    #expect(!"\(paste) \(dumped)".contains(Self.secret))
  }

  /// Whatever is pasted: what is accepted can be given to ssh without being an option or a
  /// command.
  @Test func `no accepted part can steer ssh or the terminal`() {
    var random = SplitMix64(seed: 7)
    let pieces = [
      "ssh", "-o", "-p", "22", "vagrant@h.io", "@", ":", "-", "--", "host", "65535", "ssh://",
      "vnc://", "bitrise :remote", "--host", "--port", "--password", "\n", "Password", "URL", " ",
      "ProxyCommand=id", "StrictHostKeyChecking=no", "[::1]", "127.0.0.1", "\u{1b}[", "é", "о",
      "0123456789abcdef0123", "'", "$(id)", ";", "user:pw@", "%2d", "SSH", "Screen share", "\t",
    ]
    var accepted = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...9, using: &random)
      let text = (0..<count).map { _ in
        (pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
      }.joined()
      guard let paste = try? AccessPaste.read(text) else { continue }
      accepted += 1
      for address in [paste.ssh, paste.screen].compactMap({ $0 }) {
        #expect(!address.host.hasPrefix("-") && (1...65535).contains(address.port))
        #expect(
          address.host.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || ".-:".contains($0))
          })
      }
      for name in [paste.username, paste.screenUsername].compactMap({ $0 }) {
        #expect(
          name.first?.isLetter == true || name.first == "_" || name.first == ".", "\(name)")
        #expect(
          name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) })
      }
      for secret in [paste.password, paste.screenPassword].compactMap({ $0 }) {
        #expect(secret.utf8.allSatisfy { (0x21...0x7e).contains($0) })
      }
    }
    #expect(accepted > 200)
  }
}
