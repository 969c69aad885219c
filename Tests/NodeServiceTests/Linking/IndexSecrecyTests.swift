import Cryptography
import Foundation
import LocalAPI
import Testing
import TransparencyLog

@testable import NodeService

/// The index of identifiers and its key stay in the home that made them.
@Suite(.serialized) struct IndexSecrecyTests {
    private typealias Scene = LinkingScene

    /// The bytes of all files in a folder, at any depth.
    private static func bytes(in folder: URL) throws -> [Data] {
        let files = FileManager.default.enumerator(
            at: folder,
            includingPropertiesForKeys: [.isRegularFileKey]
        )
        var found: [Data] = []
        while let file = files?.nextObject() as? URL {
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
                continue
            }
            found.append(try Data(contentsOf: file))
        }
        return found
    }

    /// How many of some secrets stand in a folder, as bytes or as digits.
    private static func count(_ secrets: [[UInt8]], in folder: URL) throws -> Int {
        let files = try bytes(in: folder)
        #expect(!files.isEmpty, "\(folder.path)")
        return secrets.count { secret in
            let digits = Hex.encode(secret)
            return files.contains { data in
                [Data(secret), Data(digits.utf8), Data(digits.uppercased().utf8)]
                    .contains { data.range(of: $0) != nil }
            }
        }
    }

    @Test(
        "no code of an index and no key of it is in another node's home, nor in an export with its objects opened"
    )
    func apart() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        _ = try await Scene.send(
            from: jiangxi,
            to: "350000",
            ["subject_uscc": .text(Scene.firm), "ip_numbers": .list([.text("3159141")])]
        )
        try await eventually("fujian has indexed the body that it was granted") {
            try await Scene.search(Scene.firm, at: fujian).hits.count == 1
        }
        var codes: [[UInt8]] = []
        for code in try await Scene.keys(at: jiangxi) {
            codes.append(try #require(Digest(hex: code.lowercased())).bytes)
        }
        #expect(codes.count >= 2)
        for position in [0, 1] { try await federation.stop(position) }
        let storage = try #require(try HomeAudit.storageKey(of: jiangxi.home))
        let index = HMACSHA256(key: storage).code(of: Array("lianlu/identifier-index/v1".utf8))
        let secrets = codes + [storage, index.bytes]
        // The search finds what is where it belongs.
        #expect(try Self.count(codes, in: jiangxi.home.data) == codes.count)
        #expect(try Self.count(secrets, in: fujian.home.root) == 0)
        for log in ["exercise", "home"] {
            let folder = jiangxi.home.root.appending(path: "export-\(log)")
            let outcome = try LogExport(
                of: Origin("jiangxi.ipr.example/\(log)"),
                in: jiangxi.home,
                to: folder.path,
                openingObjectsWith: storage
            )
            .run { _, _ in }
            #expect(outcome.objectCount > 0)
            #expect(try Self.count(secrets, in: folder) == 0, "\(log)")
        }
        try await federation.remove(stopped: [0, 1])
    }
}
