import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// Rows of the store that no log gives, deleted or exchanged with every checksum right.
@Suite(.serialized) struct HomeRowTests {
    private static let codes: Set<AuditCode> = [.homeRowMissing, .homeRowForeign]

    private static func told(_ findings: [AuditFinding]) -> [String] {
        findings.filter { codes.contains($0.code) && $0.weight == .fault }
            .map { "\($0.code.rawValue) \($0.arguments["row"] ?? "-")" }
    }

    private static func told(after change: @escaping ChangedHome.Change) async throws -> [String] {
        told(try await ChangedHome.findings(after: change))
    }

    @Test("what every home has is missed: the check value, the id of the database, the node's card")
    func home() async throws {
        for name in ["storage-key", "instance"] {
            let key = Array(name.utf8)
            let missing = try await Self.told { transaction, _ in
                try transaction.removeDocument(.meta, key)
            }
            #expect(missing == ["home_row_missing \(name)"])
            let other = try await Self.told { transaction, _ in
                try transaction.putDocument(.meta, key, [UInt8](repeating: 7, count: 32))
            }
            #expect(other == ["home_row_foreign \(name)"])
        }
        let card = try await Self.told { transaction, _ in
            for document in try transaction.documents(.card, prefix: []) {
                try transaction.removeDocument(.card, document.key)
            }
        }
        #expect(card == ["home_row_missing card/jiangxi.ipr.example"])
    }

    @Test("an open record without its row of what waits is missed, unless none was ever made")
    func duties() async throws {
        for isKept in [true, false] {
            let faults = try await Self.told { transaction, _ in
                for document in try transaction.documents(.duty, prefix: []) {
                    try transaction.removeDocument(.duty, document.key)
                }
                guard !isKept else { return }
                try transaction.removeDocument(.meta, Array(DutyKeeper.keptName.utf8))
            }
            #expect(faults.count == (isKept ? 1 : 0), "\(faults)")
            #expect(faults.allSatisfy { $0.hasPrefix("home_row_missing duty/") })
        }
    }

    @Test("a number that was used has its two rows, of an entry of this node")
    func numbers() async throws {
        let claim = NumberClaim(
            office: OfficeID(unchecked: "scjg"),
            number: "赣市监线通〔2026〕1号",
            series: nil
        )
        func faults(
            of entry: Digest? = nil,
            without prefix: String?
        ) async throws -> [String] {
            try await Self.told { transaction, _ in
                let origin = try Origin(AuditOperationsTests.origin)
                let last = try #require(
                    try transaction.entries(of: origin, from: 0, count: 5).last
                )
                try NumberBook(transaction: transaction)
                    .take(claim, by: entry ?? SHA256.digest(of: last))
                guard let prefix else { return }
                let documents = try transaction.documents(
                    .documentNumber,
                    prefix: Array(prefix.utf8)
                )
                #expect(documents.count == 1)
                for document in documents {
                    try transaction.removeDocument(.documentNumber, document.key)
                }
            }
        }
        #expect(try await faults(without: nil).isEmpty)
        let mark = SHA256.digest(of: Array(claim.number.utf8)).hex
        #expect(try await faults(without: "used") == ["home_row_missing number-used/\(mark)"])
        let entries = try await faults(without: "entry")
        #expect(entries.count == 1 && entries[0].hasPrefix("home_row_missing number/"))
        let other = SHA256.digest(of: [1])
        #expect(
            try await faults(of: other, without: nil) == ["home_row_foreign number/\(other.hex)"]
        )
    }

    @Test("a damaged row says nothing, and hides no other of its part that is not there")
    func damaged() async throws {
        let numbers = ["赣市监线通〔2026〕1号", "赣市监线通〔2026〕2号"]
        let marks = numbers.map { SHA256.digest(of: Array($0.utf8)).hex }
        let faults = try await Self.told { transaction, _ in
            let origin = try Origin(AuditOperationsTests.origin)
            let entries = try transaction.entries(of: origin, from: 0, count: 5)
            try #require(entries.count > 1)
            for (number, entry) in zip(numbers, entries) {
                let office = OfficeID(unchecked: "scjg")
                try NumberBook(transaction: transaction).take(
                    NumberClaim(office: office, number: number, series: nil),
                    by: SHA256.digest(of: entry)
                )
            }
            for key in try transaction.documentKeys(.documentNumber, prefix: []) {
                let name = String(decoding: key, as: UTF8.self)
                if name.hasSuffix(marks[1]) {
                    try transaction.removeDocument(.documentNumber, key)
                }
                guard name.hasSuffix(SHA256.digest(of: entries[0]).hex) else { continue }
                try Self.damage(.documentNumber, key, in: transaction)
            }
            try transaction.removeDocument(.meta, Array("instance".utf8))
            try Self.damage(.meta, Array("storage-key".utf8), in: transaction)
        }
        #expect(
            faults.sorted() == [
                "home_row_missing instance", "home_row_missing number-used/\(marks[1])",
            ]
        )
    }

    /// Changes the bytes of a document and leaves its checksum.
    private static func damage(
        _ kind: DocumentKind,
        _ key: [UInt8],
        in transaction: SQLiteTransaction
    ) throws {
        let statement = try transaction.statement(
            "UPDATE document SET bytes = x'00' WHERE kind = ? AND key = ?"
        )
        statement.bind(1, Int64(kind.rawValue))
        statement.bind(2, key)
        try statement.run()
    }

    @Test(
        "a mechanism without the charter that the operator took, a peer without its card and a copy without its keys are missed by the auditor, and by the node that starts"
    )
    func parties() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let sent = try await federation.send(from: 0, to: "350000")
        try await eventually("the receipt is signed, and here") {
            let size = try await federation[1].size(of: "fujian.ipr.example/exercise")
            let copied = try await federation[0].size(of: "fujian.ipr.example/exercise")
            return try await federation[1].hasReceived(sent.entry) && copied == size
        }
        let cards = federation.nodes.map {
            String(decoding: $0.node.view.card.note.encoded, as: UTF8.self)
        }
        for position in 0..<2 { try await federation.stop(position) }
        let home = federation[0].test.home
        func faults() async throws -> [String] {
            let report = try await HomeAudit(of: home, trusting: TrustReader.read(cards)).run()
            return Self.told(report.findings)
        }
        #expect(try await faults().isEmpty)
        let keys = Array("mirror-keys/fujian.ipr.example/exercise".utf8)
        let own = Array("mirror-keys/jiangxi.ipr.example/exercise".utf8)
        let foreign = try ReadOnlyStore(directory: federation[1].test.home.data.path)
            .read { try $0.document(.meta, own) }
        let store = try SQLiteStore.open(.init(directory: home.data.path))
        try await store.write { transaction in
            try transaction.putDocument(.meta, keys, try #require(foreign))
        }
        try store.close()
        #expect(
            try await faults() == ["home_row_foreign mirror-keys/fujian.ipr.example/exercise"]
        )
        let again = try SQLiteStore.open(.init(directory: home.data.path))
        try await again.write { transaction in
            try transaction.removeDocument(.meta, keys)
            try transaction.removeDocument(.meta, Array("anchor/exercise".utf8))
            for document in try transaction.documents(.card, prefix: Array("fujian".utf8)) {
                try transaction.removeDocument(.card, document.key)
            }
        }
        try again.close()
        let rows = [
            "anchor/exercise", "card/fujian.ipr.example",
            "mirror-keys/fujian.ipr.example/exercise",
        ]
        #expect(try await faults() == rows.map { "home_row_missing \($0)" })
        let node = try await TestNode(opening: home)
        let warnings = try await node.local.status(caller: TestNode.operatorCaller).warnings
            .filter { $0.code == "node.home_row_missing" }
        #expect(warnings.map { $0.arguments["row"] ?? "" } == rows)
        try await node.close()
        try await federation.remove(stopped: [0, 1])
    }
}
