import Foundation
import Testing

/// The map of the house, ARCHITECTURE.md "Modules", held as a test: dependencies point down only.
@Suite struct LayeringTests {
    /// The layer of each module; a module imports modules of lower layers, and of its own only those of `sameLayer`.
    static let layers: [String: Int] = [
        "CLinux": 0, "COpenSSL": 0, "Cryptography": 0,
        "TransparencyLog": 1, "Casework": 1, "Ledger": 1, "Wording": 1,
        "Replication": 2, "Sequencing": 2, "Auditing": 2, "Bundles": 2, "LogStorage": 2,
        "PeerAPI": 3, "LocalAPI": 3, "Console": 3, "TLSTransport": 3, "SQLiteStorage": 3,
        "PostgreSQLStorage": 3, "ObjectStore": 3,
        "NodeService": 4, "lianlu": 4,
    ]

    static let sameLayer: [String: Set<String>] = [
        "Cryptography": ["COpenSSL"],
        "Ledger": ["TransparencyLog", "Casework"],
        "Sequencing": ["LogStorage"],
        "Replication": ["LogStorage"],
        "Auditing": ["LogStorage"],
        "PeerAPI": ["TLSTransport"],
        "lianlu": ["NodeService"],
    ]

    /// What a module never imports, whatever its layer.
    static let never: [String: Set<String>] = [
        "Cryptography": ["Casework", "Ledger", "Wording"],
        "TransparencyLog": ["Foundation", "NIOCore", "GRDB", "COpenSSL", "Glibc"],
        "Casework": ["TransparencyLog", "NIOCore", "GRDB", "COpenSSL"],
        "Ledger": ["NIOCore", "GRDB", "LogStorage", "COpenSSL"],
        "Sequencing": ["Ledger", "Casework", "NIOCore", "GRDB", "COpenSSL"],
        "Replication": ["Ledger", "Casework", "NIOCore", "GRDB", "COpenSSL"],
        "Auditing": ["NIOCore", "NIOPosix", "GRDB", "COpenSSL"],
        "LogStorage": ["GRDB", "NIOCore", "COpenSSL"],
        "SQLiteStorage": ["PostgreSQLStorage", "ObjectStore", "NIOCore", "COpenSSL"],
        "TLSTransport": ["Replication", "Ledger", "Casework", "GRDB"],
        "PeerAPI": ["SQLiteStorage", "GRDB", "COpenSSL"],
        "LocalAPI": ["SQLiteStorage", "GRDB", "COpenSSL"],
        "NodeService": ["COpenSSL"],
        "lianlu": ["COpenSSL", "GRDB", "NIOCore", "Hummingbird"],
    ]

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func modules() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path)
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The modules that the Swift files of one module import.
    static func imports(of module: String) throws -> Set<String> {
        let folder = root.appending(path: "Sources/\(module)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var found: Set<String> = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
                let access: Set<Substring> = [
                    "public", "package", "internal", "private", "fileprivate",
                ]
                let statement = words.drop { access.contains($0) }
                guard statement.first == "import", let name = statement.last else { continue }
                found.insert(String(name.split(separator: ".")[0]))
            }
        }
        return found
    }

    @Test("every module has a place in the map")
    func everyModuleHasALayer() throws {
        let modules = try Self.modules()
        #expect(modules.contains("Cryptography"))
        for module in modules {
            #expect(Self.layers[module] != nil, "\(module) is missing from the map")
        }
    }

    @Test("imports point down, or to the neighbours that the map names")
    func importsPointDown() throws {
        for module in try Self.modules() {
            let own = try #require(Self.layers[module])
            for imported in try Self.imports(of: module) {
                guard let other = Self.layers[imported] else { continue }
                let allowed = other < own || Self.sameLayer[module, default: []].contains(imported)
                #expect(allowed, "\(module) (layer \(own)) imports \(imported) (layer \(other))")
            }
        }
    }

    @Test("no module imports what the map forbids it")
    func forbiddenImports() throws {
        for module in try Self.modules() {
            let found = try Self.imports(of: module)
                .intersection(Self.never[module, default: []])
            #expect(found.isEmpty, "\(module) imports \(found.sorted())")
        }
    }

    @Test("only Cryptography and TLSTransport touch the C library")
    func onlyTwoModulesTouchC() throws {
        let users = try Self.modules().filter { try Self.imports(of: $0).contains("COpenSSL") }
        #expect(Set(users).isSubset(of: ["Cryptography", "TLSTransport"]))
        #expect(users.contains("Cryptography"))
    }

    @Test("a forbidden import would be seen: the reader of imports finds a known one")
    func readerOfImportsWorks() throws {
        #expect(try Self.imports(of: "Cryptography").contains("COpenSSL"))
    }
}
