// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let nio: [Target.Dependency] = [
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOTLS", package: "swift-nio"),
]
let hummingbird: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdCore", package: "hummingbird"),
]
let grdb: [Target.Dependency] = [
    .product(name: "GRDB", package: "GRDB.swift"),
    .product(name: "GRDBSQLite", package: "GRDB.swift"),
]
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// A module of the house, with its neighbours below.
func module(
    _ name: String,
    _ dependencies: [Target.Dependency],
    resources: [Resource]? = nil
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        resources: resources,
        swiftSettings: settings
    )
}

/// The tests of a module, or something that tests share.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies + ["TestSupport"],
        swiftSettings: settings
    )
}

let package = Package(
    name: "lianlu",
    products: [
        .executable(name: "lianlu", targets: ["lianlu"]),
        .library(name: "TransparencyLog", targets: ["TransparencyLog"]),
        .library(name: "Auditing", targets: ["Auditing"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: []
        ),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        // For the tests alone: what they start is started by it.
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(
            url: "https://github.com/swiftlang/swift-subprocess",
            from: "1.0.2",
            traits: []
        ),
    ],
    targets: [
        // 0 bind
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        module("Cryptography", ["COpenSSL"]),
        // 1 know
        module("TransparencyLog", ["Cryptography"]),
        module(
            "Casework",
            ["Cryptography"],
            resources: [
                .embedInCode("Calendars/cn-2024.json"), .embedInCode("Calendars/cn-2025.json"),
                .embedInCode("Calendars/cn-2026.json"), .embedInCode("Calendars/cn-fixed.json"),
                .embedInCode("Packs/cooperation-1.json"),
                .embedInCode("Packs/cooperation-2.changes.json"),
            ]
        ),
        module("Ledger", ["Casework", "Cryptography", "TransparencyLog"]),
        module("Wording", []),
        // 2 decide
        module("LogStorage", ["Cryptography", "TransparencyLog"]),
        module("Sequencing", ["Cryptography", "LogStorage", "TransparencyLog"]),
        module("Replication", ["Cryptography", "TransparencyLog"]),
        module("Auditing", ["Casework", "Cryptography", "Ledger", "TransparencyLog"]),
        // 3 adapt
        module(
            "SQLiteStorage",
            [
                "Auditing", "Casework", "Cryptography", "Ledger", "LogStorage", "Sequencing",
                "TransparencyLog",
            ] + grdb
        ),
        module("TLSTransport", ["COpenSSL", "Cryptography", logging] + nio + hummingbird),
        module("LocalAPI", ["Wording", logging] + nio + hummingbird),
        module(
            "PeerAPI",
            ["Cryptography", "Replication", "TLSTransport", "TransparencyLog", logging] + nio
                + hummingbird
        ),
        // 4 compose
        module(
            "NodeService",
            [
                "Auditing", "CLinux", "Casework", "Cryptography", "Ledger", "LocalAPI",
                "LogStorage", "PeerAPI", "Replication", "SQLiteStorage", "Sequencing",
                "TLSTransport", "TransparencyLog", "Wording", logging, yams,
            ]
        ),
        .executableTarget(
            name: "lianlu",
            dependencies: [
                "Auditing", "Cryptography", "LocalAPI", "NodeService", "TransparencyLog", "Wording",
                argumentParser, logging, yams, mustache,
            ],
            resources: [.embedInCode("Forms/letter.mustache")],
            swiftSettings: settings
        ),

        // Tests, and what they run
        .target(
            name: "TestSupport",
            dependencies: [
                "Casework", "Cryptography",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/TestSupport",
            resources: [.embedInCode("clue-1.json")],
            swiftSettings: settings
        ),
        .target(
            name: "StorageTestSupport",
            dependencies: [
                "Cryptography", "LogStorage", "SQLiteStorage", "Sequencing", "TransparencyLog",
            ],
            path: "Tests/StorageTestSupport",
            swiftSettings: settings
        ),
        .target(
            name: "LocalAPITestSupport",
            dependencies: ["LocalAPI", logging],
            path: "Tests/LocalAPITestSupport",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "CrashWriter",
            dependencies: ["LogStorage", "SQLiteStorage", "Sequencing", "StorageTestSupport"],
            path: "Tests/CrashWriter",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "lianlu-bench",
            dependencies: [
                "Auditing", "Casework", "Cryptography", "Ledger", "LocalAPI", "LocalAPITestSupport",
                "LogStorage", "NodeService", "SQLiteStorage", "Sequencing", "TLSTransport",
                "TestSupport",
                "TransparencyLog", "Wording", logging,
            ],
            path: "Tests/Bench",
            swiftSettings: settings
        ),
        tests("LayeringTests", []),
        tests("CryptographyTests", ["COpenSSL", "Cryptography", "Wording"]),
        tests("TransparencyLogTests", ["Cryptography", "TransparencyLog", "Wording"]),
        tests("CaseworkTests", ["Casework", "Cryptography"]),
        tests(
            "LedgerTests",
            ["Auditing", "Casework", "Cryptography", "Ledger", "TransparencyLog", "Wording"]
        ),
        tests(
            "WordingTests",
            [
                "Auditing", "Casework", "Cryptography", "Ledger", "LocalAPI", "LogStorage",
                "NodeService", "Replication", "SQLiteStorage", "Sequencing", "TLSTransport",
                "TransparencyLog", "Wording",
            ]
        ),
        tests("LogStorageTests", ["Cryptography", "LogStorage", "TransparencyLog"]),
        tests(
            "SequencingTests",
            ["Cryptography", "LogStorage", "Sequencing", "StorageTestSupport", "TransparencyLog"]
        ),
        tests("ReplicationTests", ["Cryptography", "Replication", "TransparencyLog"]),
        tests(
            "AuditingTests",
            ["Auditing", "Casework", "Cryptography", "Ledger", "TransparencyLog"]
        ),
        tests(
            "SQLiteStorageTests",
            [
                "Auditing", "Casework", "CrashWriter", "Cryptography", "Ledger", "LogStorage",
                "SQLiteStorage", "Sequencing", "StorageTestSupport", "TransparencyLog",
            ] + grdb
        ),
        tests(
            "TLSTransportTests",
            [
                "COpenSSL", "Cryptography", "TLSTransport", logging,
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ] + nio + hummingbird
        ),
        tests(
            "LocalAPITests",
            ["Cryptography", "LocalAPI", "LocalAPITestSupport", "Wording", logging] + nio
                + hummingbird
        ),
        tests(
            "PeerAPITests",
            ["Cryptography", "PeerAPI", "Replication", "TLSTransport", "TransparencyLog", logging]
                + nio + hummingbird
        ),
        tests(
            "NodeServiceTests",
            [
                "Auditing", "COpenSSL", "Casework", "Cryptography", "Ledger", "LocalAPI",
                "LocalAPITestSupport", "LogStorage", "NodeService", "PeerAPI", "Replication",
                "SQLiteStorage", "Sequencing",
                "TLSTransport", "TransparencyLog", "Wording", logging,
            ] + grdb + nio + hummingbird
        ),
        tests(
            "lianluTests",
            [
                "Casework", "Cryptography", "Ledger", "LocalAPI", "LocalAPITestSupport",
                "NodeService", "SQLiteStorage", "TLSTransport", "Wording", "lianlu", argumentParser,
                logging,
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
