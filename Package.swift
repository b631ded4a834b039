// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target of ours; a warning stops the build.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let strictC: [CSetting] = [
  .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
]

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let httpClient: Target.Dependency = .product(
  name: "AsyncHTTPClient", package: "async-http-client")
let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
]
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(
  name: "HummingbirdTesting", package: "hummingbird")
let lifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude,
    swiftSettings: strict)
}

let package = Package(
  name: "airlock",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "airlock", targets: ["airlock"])
  ],
  dependencies: [
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
  ],
  targets: [
    // C, each with the few calls that Swift cannot import or must not make.
    .target(
      name: "CNCurses", cSettings: strictC,
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("tinfo", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),
    .target(
      name: "CPseudoTerminal", cSettings: strictC,
      linkerSettings: [.linkedLibrary("util", .when(platforms: [.linux]))]),
    .target(name: "CDetachedProcess", cSettings: strictC),
    .target(name: "CDiskUse", cSettings: strictC),
    .target(name: "CResidentMemory", cSettings: strictC),
    .systemLibrary(
      name: "CLibSSH", pkgConfig: "libssh",
      providers: [.apt(["libssh-dev"]), .brew(["libssh"])]),
    .target(
      name: "CScreenKey", cSettings: strictC,
      linkerSettings: [.linkedLibrary("crypto", .when(platforms: [.linux]))]),
    .target(name: "CTaskThreads", cSettings: strictC),
    .target(name: "CTextScan", cSettings: strictC),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CAgentWire", cSettings: strictC),
    .executableTarget(
      name: "airlock-agent", dependencies: ["CAgentWire"], path: "Sources/CMachineAgent",
      cSettings: strictC,
      // It runs in images that have none of this computer's libraries, Swift's least of all.
      linkerSettings: [
        .unsafeFlags(["-static-executable", "-nostartfiles"], .when(platforms: [.linux]))
      ]),

    room("BuildModel"),
    room("BuildAPI", ["BuildModel"]),
    room("BuildSpool", ["BuildModel", "CZlib"]),

    // The dashboard's half.
    room("TerminalSurface"),
    .target(
      name: "Theming", dependencies: ["TerminalSurface", yams],
      resources: [.embedInCode("Themes")], swiftSettings: strict),
    room("TextSearch"),
    room("Dashboard", ["BuildModel", "TerminalSurface", "TextSearch", "Theming"]),
    room("DashboardRuntime", ["Dashboard", "BuildModel", "TerminalSurface"]),
    room("CursesTerminal", ["TerminalSurface", "CNCurses"]),
    room("Workstation", ["BuildModel", "CScreenKey"]),
    room("BuildClient", ["BuildAPI", "BuildModel", "CTaskThreads", httpClient] + nio),

    // The service's half.
    room("BuildDatabase", ["BuildModel", "CTextScan", grdb]),
    room(
      "BuildMachine",
      ["BuildModel", "CPseudoTerminal", "CLibSSH", "CAgentWire", "CDiskUse", "CScreenKey"]),
    room("BuildRunner", ["BuildModel", "BuildMachine", yams]),
    room(
      "BuildServer",
      [
        "BuildAPI", "BuildModel", "BuildDatabase", "BuildSpool", "CDetachedProcess", hummingbird,
        lifecycle, crypto, logging,
      ]),
    .executableTarget(
      name: "airlock-worker",
      dependencies: [
        "BuildModel", "BuildSpool", "BuildRunner", "BuildMachine", "airlock-agent", logging,
      ],
      path: "Sources/BuildWorker", swiftSettings: strict),
    .executableTarget(
      name: "airlock",
      dependencies: [
        "BuildModel", "BuildAPI", "BuildClient", "BuildDatabase", "BuildServer", "BuildRunner",
        "BuildMachine", "TerminalSurface", "Theming", "Dashboard", "DashboardRuntime",
        "CursesTerminal", "Workstation", "airlock-worker", "CDetachedProcess", "CResidentMemory",
        yams, arguments, crypto, lifecycle, logging,
      ],
      swiftSettings: strict),

    // Tests mirror the rooms; what several need is in Support.
    .target(
      name: "TestSupport",
      dependencies: ["BuildModel", "TerminalSurface", "Theming", "CScreenKey"],
      path: "Tests/Support", swiftSettings: strict),
    .target(
      name: "BitriseSimulator", dependencies: ["CZlib", hummingbird, logging],
      path: "Tests/BitriseSimulator", swiftSettings: strict),
    .executableTarget(
      name: "bitrise-simulator", dependencies: ["BitriseSimulator", arguments],
      path: "Tests/BitriseSimulatorCommand", swiftSettings: strict),
    .executableTarget(
      name: "terminal-probe", dependencies: ["CursesTerminal", "TerminalSurface"],
      path: "Tests/TerminalProbe", swiftSettings: strict),
    .executableTarget(
      name: "service-bench",
      dependencies: [
        "BuildDatabase", "BuildModel", "BuildAPI", "TestSupport", "airlock", grdb, arguments,
      ], path: "Tests/ServiceBenchmark", swiftSettings: strict),
    .executableTarget(
      name: "machine-bench",
      dependencies: ["BuildMachine", "BuildModel", "TestSupport", "airlock-agent", arguments],
      path: "Tests/MachineBenchmark", swiftSettings: strict),
    .executableTarget(
      name: "service-torture",
      dependencies: [
        "BuildAPI", "BuildClient", "BuildModel", "BuildSpool", "TestSupport", "airlock",
        arguments, grdb, httpClient,
      ], path: "Tests/ServiceTorture", swiftSettings: strict),
    tests("TerminalSurfaceTests", ["TerminalSurface", "Theming"], exclude: ["Golden"]),
    tests("TextSearchTests", ["TextSearch"]),
    tests("ThemingTests", ["Theming", "TerminalSurface"], exclude: ["Golden"]),
    tests("CursesTerminalTests", ["CursesTerminal", "TerminalSurface", "terminal-probe"]),
    tests(
      "DashboardTests",
      ["Dashboard", "BuildModel", "TerminalSurface", "TextSearch", "Theming"],
      exclude: ["Golden"]),
    tests(
      "DashboardRuntimeTests",
      ["DashboardRuntime", "Dashboard", "BuildModel", "TerminalSurface", "TextSearch"]),
    tests("WorkstationTests", ["Workstation", "BuildModel"]),
    tests("BuildAPITests", ["BuildAPI", "BuildModel"]),
    tests(
      "BuildClientTests",
      ["BuildClient", "BuildAPI", "BuildModel", "BitriseSimulator"]),
    tests(
      "BuildMachineTests",
      [
        "BuildMachine", "BuildModel", "CAgentWire", "CPseudoTerminal", "CScreenKey",
        "airlock-agent",
      ]),
    tests(
      "BuildRunnerTests", ["BuildModel", "BuildRunner", "BuildMachine", "airlock-agent"]),
    tests("BuildModelTests", ["BuildModel"]),
    tests("BuildSpoolTests", ["BuildModel", "BuildSpool"], exclude: ["FirstLog"]),
    tests(
      "BuildWorkerTests", ["BuildModel", "BuildSpool", "airlock-worker", "airlock-agent"]),
    tests("BuildDatabaseTests", ["BuildDatabase", "BuildModel", grdb]),
    tests(
      "BuildServerTests",
      [
        "BuildServer", "BuildAPI", "BuildModel", "BuildDatabase", "BuildSpool", "BuildRunner",
        "airlock-worker", "CDetachedProcess", hummingbird, hummingbirdTesting, httpClient, grdb,
        lifecycle, logging, crypto,
      ]),
    tests(
      "AirlockTests",
      [
        "airlock", "BuildClient", "BuildModel", "BuildServer", "Dashboard", "TerminalSurface",
        "Theming", "Workstation", arguments,
      ]),
    tests("EndToEndTests", ["airlock", "service-torture", "bitrise-simulator"]),
  ],
  swiftLanguageModes: [.v6]
)
