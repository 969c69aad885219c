import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import TestSupport
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// Rows that no entry gives word for word, changed with every checksum right.
@Suite struct StoredRowTests {
    private static let origin = AuditOperationsTests.origin

    private static func faults(
        preparing folder: (URL) throws -> Void = { _ in },
        after change: @escaping ChangedHome.Change
    ) async throws -> [String] {
        try await ChangedHome.findings(preparing: folder, after: change).filter {
            $0.weight == .fault
        }
        .map { "\($0.code.rawValue) \($0.place ?? "-")" }
    }

    @Test("size, root, edges and kind of a log's row are those of its entries")
    func log() async throws {
        func updated(_ columns: String) async throws -> [String] {
            try await Self.faults { transaction, _ in
                let log = try #require(try transaction.log(Origin(Self.origin)))
                var edge = CompactRange()
                for byte in 0..<log.size.int {
                    edge.append(leafHash: SHA256.digest(of: [UInt8(byte)]), hasher: TreeHasher())
                }
                let update = try transaction.statement("UPDATE log SET \(columns)")
                if columns.contains("?1") { update.bind(1, edge.root(hasher: TreeHasher())) }
                if columns.contains("?2") { update.bind(2, edge.hashes.flatMap(\.bytes)) }
                try update.run()
                try transaction.sumLogs()
            }
        }
        #expect(
            try await updated("root = ?1, edge = ?2, staged_edge = ?2") == ["row_unaccounted log"]
        )
        #expect(try await updated("kind = 2").contains("row_unaccounted log"))
        let staged = try await Self.faults { transaction, _ in
            let update = try transaction.statement(
                "UPDATE log SET staged_edge = zeroblob(length(edge))"
            )
            try update.run()
            try transaction.sumLogs()
        }
        #expect(staged == ["row_unaccounted log"])
    }

    @Test("a tile of another length than a node reads differs, whatever its hashes are")
    func tile() async throws {
        let faults = try await Self.faults { transaction, _ in
            try transaction.statement("UPDATE tile SET hashes = substr(hashes, 1, 8191)").run()
        }
        #expect(faults.contains("tile_differs tile/0/000.p/5"), "\(faults)")
    }

    @Test("rows of entries that never were are named, whether a log's entries were changed or not")
    func planted() async throws {
        for isChanged in [false, true] {
            let faults = try await Self.faults { transaction, _ in
                let columns =
                    "digest, scope, record, machine, event, at, verdict_class, verdict"
                let sql = """
                    INSERT INTO projected_entry SELECT position + 295, \(columns),
                    row_checksum(position + 295, \(columns)) FROM projected_entry LIMIT 1
                    """
                try transaction.statement(sql).run()
                guard isChanged else { return }
                var entries = try transaction.entries(of: Origin(Self.origin), from: 0, count: 5)
                entries[1][30] ^= 1
                let entry = try transaction.statement(
                    "UPDATE entry SET bytes = ?1 WHERE position = (SELECT min(position) FROM entry) + 1"
                )
                entry.bind(1, entries[1])
                try entry.run()
                // Its leaf as well, so that it cannot be told from the others.
                var hashes = entries.flatMap { MerkleTree.leafHash(of: $0).bytes }
                hashes += [UInt8](repeating: 0, count: 256 * 32 - hashes.count)
                let tile = try transaction.statement("UPDATE tile SET hashes = ?1")
                tile.bind(1, hashes)
                try tile.run()
            }
            #expect(faults.contains("checkpoint_root_differs -") == isChanged, "\(faults)")
            #expect(!faults.contains("entry_changed -"), "\(faults)")
            for code in ["verdict_differs", "projection_differs"] {
                #expect(faults.contains("\(code) projected_entry"), "\(faults)")
            }
        }
    }

    @Test("who cosigned and when is what the line says")
    func cosignature() async throws {
        for (time, isOther) in [(UInt64(7), false), (8, false), (7, true)] {
            let faults = try await Self.faults { transaction, keyring in
                let origin = try Origin(Self.origin)
                let note = try #require(try transaction.checkpoint(of: origin, size: 3))
                let home = try #require(MechanismID("home"))
                let log = try #require(keyring.logs[home])
                let line = try keyring.mirror.cosign(
                    UnverifiedCheckpoint(parsing: note).verified(by: log.verifierKey),
                    at: 7
                )
                let cosignature = StoredCosignature(
                    origin: origin,
                    size: 3,
                    cosigner: isOther
                        ? CosignerID(log.verifierKey) : CosignerID(keyring.mirror.verifierKey),
                    time: time,
                    line: line.encoded
                )
                _ = try transaction.insertCosignature(cosignature)
            }
            let isSound = time == 7 && !isOther
            #expect(faults == (isSound ? [] : ["row_unaccounted cosignature"]))
        }
    }

    @Test(
        "rows of a log that is not here belong to nothing",
        arguments: [
            ("entry", "INSERT INTO entry VALUES (9 << 40, x'00')"),
            ("tile", "INSERT INTO tile VALUES (9 << 40, 1, zeroblob(8192))"),
            (
                "checkpoint",
                "INSERT INTO checkpoint VALUES (9 << 40, x'00', row_checksum(9 << 40, x'00'))"
            ),
            (
                "cosignature",
                "INSERT INTO cosignature VALUES (9, 1, 1, 1, x'00', row_checksum(9, 1, 1, 1, x'00'))"
            ),
            (
                "projected_log",
                "INSERT INTO projected_log VALUES (9, x'00', row_checksum(9, x'00'))"
            ),
        ]
    )
    func strays(table: String, sql: String) async throws {
        let faults = try await Self.faults { transaction, _ in try transaction.statement(sql).run()
        }
        #expect(faults.contains("row_unaccounted \(table)"), "\(faults)")
    }

    @Test("charters and rule packs lie under the digests by which a node takes them")
    func documents() async throws {
        let json = try Vectors.json("lianlu-vectors.json")
        let text = try #require((json["charters"] as? [[String: Any]])?.first?["note"] as? String)
        let note = try #require(Base64.decode(Array(text.utf8)))
        let pack = try #require(RulePack.builtInBytes.first)
        for count in [31, 32] {
            let key = [UInt8](repeating: 1, count: count)
            let packs = try await Self.faults { transaction, _ in
                try transaction.putDocument(.rulePack, key, pack)
            }
            #expect(packs == ["rule_pack_unusable document"])
            let charters = try await Self.faults { transaction, _ in
                try transaction.putDocument(.charter, key, note)
            }
            #expect(charters.contains("charter_unusable document"))
            #expect(!charters.contains { $0.hasPrefix("source_unreadable") })
        }
    }

    @Test("of the index by digest a missing row and a surplus one are both named")
    func index() async throws {
        let faults = try await Self.faults { transaction, _ in
            for sql in [
                "DELETE FROM entry_digest WHERE position = (SELECT min(position) FROM entry_digest)",
                "INSERT INTO entry_digest SELECT zeroblob(32), position FROM entry_digest LIMIT 1",
            ] { try transaction.statement(sql).run() }
        }
        #expect(faults.count { $0 == "row_unaccounted entry_digest" } == 2, "\(faults)")
    }

    @Test("no folder of objects belongs to a home of this edition")
    func objects() async throws {
        let faults = try await Self.faults(
            preparing: {
                try FileManager.default.createDirectory(
                    at: $0.appending(path: "objects"),
                    withIntermediateDirectories: false
                )
            },
            after: { _, _ in }
        )
        #expect(faults == ["file_surplus objects"])
    }

    @Test("a row of a log whose name is none is named, and all other logs are audited")
    func unusableName() async throws {
        let faults = try await Self.faults { transaction, _ in
            let sql = """
                INSERT INTO log SELECT 7, x'00', kind, 0, ?1, x'', 0, x'', NULL, 0 FROM log
                """
            let insertion = try transaction.statement(sql)
            insertion.bind(1, MerkleTree.emptyRoot)
            try insertion.run()
            try transaction.sumLogs()
        }
        let expected: Set = ["source_unreadable log", "source_unreadable log 7"]
        #expect(Set(faults) == expected, "\(faults)")
    }
}

extension SQLiteTransaction {
    /// Gives every row of a log its checksum.
    fileprivate func sumLogs() throws {
        let columns = try #require(Schema.checkedTables.first { $0.name == "log" }).columns
        let sum = "UPDATE log SET checksum = row_checksum(\(columns.joined(separator: ", ")))"
        try statement(sum).run()
    }
}
