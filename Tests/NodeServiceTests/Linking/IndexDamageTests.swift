import Auditing
import Casework
import Cryptography
import Foundation
import GRDB
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// The index of identifiers after something else than the node has changed its tables: neither search nor links, nor a check of
/// the home, takes what is left for the whole.
@Suite struct IndexDamageTests {
    private typealias Scene = LinkingScene

    /// What somebody does to the tables.
    enum Damage: String, CaseIterable, CustomTestStringConvertible {
        case oneRow, oneObject, allRows, oneNote, allNotes, changedRow, allTables

        var testDescription: String { rawValue }

        var sql: String {
            let first = "(SELECT min(holding) FROM identifier)"
            return switch self {
            case .oneRow:
                """
                DELETE FROM identifier WHERE holding = \(first)
                AND key = (SELECT min(key) FROM identifier WHERE holding = \(first))
                """
            case .oneObject: "DELETE FROM identifier WHERE holding = \(first)"
            case .allRows: "DELETE FROM identifier"
            case .oneNote: "DELETE FROM identifier_object WHERE holding = \(first)"
            case .allNotes: "DELETE FROM identifier_object"
            case .changedRow: "UPDATE identifier SET field = 'shop' WHERE holding = \(first)"
            case .allTables: "DELETE FROM identifier; DELETE FROM identifier_object"
            }
        }

        /// What an audit, which has no key, tells.
        var told: Set<AuditCode> {
            switch self {
            case .oneRow, .oneObject, .allRows: [.identifierRowsDiffer]
            case .oneNote, .allNotes, .allTables: [.identifierObjectsMissing]
            case .changedRow: [.rowUnaccounted]
            }
        }
    }

    /// A node with three records of which two name the firm, whose index is whole.
    private func node() async throws -> (TestNode, asked: String, found: SearchAnswer) {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var asked = ""
        for firm in [Scene.firm, Scene.otherFirm, Scene.firm] {
            let fields: [String: FieldValue] = [
                "subject_uscc": .text(firm), "subject_name": .text("南昌星辰贸易有限公司"),
            ]
            asked = try await Scene.draft(at: node, fields).entry
        }
        try await IdentifierKeeper(node.node).indexDue()
        let found = try await Scene.search(Scene.firm, at: node)
        #expect(found.hits.count == 2 && found.findings.isEmpty)
        return (node, asked, found)
    }

    private func damage(_ home: HomeDirectory, _ sql: String) async throws {
        let queue = try home.openDatabase()
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func doctor(_ node: TestNode) -> [CheckResult] {
        IdentifierExamination(home: node.home).results(node.node.view.keyring)
    }

    private func audit(_ node: TestNode) throws -> Set<AuditCode> {
        let store = try ReadOnlyStore(directory: node.home.data.path)
        return Set(SQLiteAuditSource(store).containerFindings().map(\.code))
            .subtracting([.walNotChecked])
    }

    @Test(
        "what was removed or changed while a node runs is told by search, links, doctor and audit, and mended",
        arguments: Damage.allCases
    )
    func running(_ damage: Damage) async throws {
        let (node, asked, found) = try await node()
        #expect(doctor(node).map(\.outcome) == [.passed])
        #expect(try audit(node) == [])
        let links = try await Scene.links(of: asked, at: node)
        #expect(links.links.count == 2 && links.findings.isEmpty)
        try await self.damage(node.home, damage.sql)
        let told = ["node.identifiers_damaged"]
        #expect(try await Scene.search(Scene.firm, at: node).findings.map(\.code) == told)
        #expect(try await Scene.links(of: asked, at: node).findings.map(\.code) == told)
        // A number that nobody has is not said to be nowhere either.
        let none = try await Scene.search("6901234567892", at: node)
        #expect(none.hits.isEmpty && none.findings.map(\.code) == told)
        #expect(doctor(node).map(\.text.code) == ["node.check_identifiers_damaged"])
        #expect(try audit(node) == damage.told)
        try await IdentifierKeeper(node.node).indexDue()
        #expect(try await Scene.search(Scene.firm, at: node) == found)
        #expect(try await Scene.links(of: asked, at: node) == links)
        #expect(doctor(node).map(\.outcome) == [.passed])
        #expect(try audit(node) == [])
        try await node.remove()
    }

    @Test("what was removed while no node ran is told by the first answer after the start")
    func stopped() async throws {
        let (node, _, found) = try await node()
        let home = node.home
        try await node.close()
        try await damage(home, Damage.allRows.sql)
        let again = try await TestNode(opening: home)
        let first = try await Scene.search(Scene.firm, at: again)
        #expect(first.hits.isEmpty && first.findings.map(\.code) == ["node.identifiers_damaged"])
        try await IdentifierKeeper(again.node).indexDue()
        #expect(try await Scene.search(Scene.firm, at: again) == found)
        try await again.remove()
    }

    @Test("rows with right checksums in a right number are found out by the node's own key")
    func forged() async throws {
        let (node, _, found) = try await node()
        let held = try await node.node.store.read {
            try $0.heldIndexes(after: nil, limit: 100).filter { !$0.rows.rows.isEmpty }
        }
        let first = try #require(held.first)
        let key = try await node.node.store.read { transaction in
            try transaction.makeKey(of: first)
        }
        try await node.node.store.write { transaction in
            let rows = first.rows.rows.map {
                IndexedIdentifier(key: $0.key, field: $0.field, kind: "gtin")
            }
            try transaction.makeIdentifiersDue([first.number])
            let code = try #require(first.noted?.code)
            let note = IndexNote(.indexed, IndexedRows(rows), code: code)
            #expect(try transaction.putIdentifiers(note, of: key))
        }
        #expect(doctor(node).map(\.text.code) == ["node.check_identifiers_damaged"])
        #expect(try audit(node) == [])
        // A version that changed has everything compared.
        try await damage(node.home, "CREATE TABLE passing (id INTEGER); DROP TABLE passing")
        #expect(
            try await Scene.search(Scene.firm, at: node).findings.map(\.code)
                == ["node.identifiers_damaged"]
        )
        try await IdentifierKeeper(node.node).indexDue()
        #expect(try await Scene.search(Scene.firm, at: node) == found)
        try await node.remove()
    }

    @Test(
        "a row that is not as it was written is no answer and is told, also where nothing else is known of the damage"
    )
    func notWhole() async throws {
        let (node, _, found) = try await node()
        let view = node.node.view
        let key = try #require(
            SubjectIdentifier(Scene.firm, as: .socialCreditCode).linkingKeys.first
        )
        func look() async throws -> (records: Set<String>, isDamaged: Bool, told: [String]) {
            try await node.node.store.read { transaction in
                var lookup = IdentifierLookup(
                    RecordPresenter(
                        view: view,
                        transaction: transaction,
                        bodies: BodyReader(storageKey: view.keyring.storageKey),
                        caller: Scene.caller
                    ),
                    standing: .whole
                )
                let found = try lookup.found(lookup.codes.key(key), limit: 10)
                let records = Set(found.mentions.map(\.shown.record.hex))
                let isDamaged = lookup.isDamaged
                return (
                    records, isDamaged, try IdentifierFindings.of(&lookup).map(\.code)
                )
            }
        }
        let all = Set(found.hits.map(\.record.record))
        let before = try await look()
        #expect(before.records == all && !before.isDamaged && before.told.isEmpty)
        try await damage(node.home, Damage.changedRow.sql)
        let after = try await look()
        #expect(after.records.count == 1 && after.records.isSubset(of: all))
        #expect(after.isDamaged && after.told == ["node.identifiers_damaged"])
        try await node.remove()
    }

    @Test("an index that is too large to be compared for one answer is said to be under comparison")
    func large() async throws {
        let (node, _, _) = try await node()
        let codes = IdentifierCode(storageKey: node.node.view.keyring.storageKey)
        let counts = try await node.node.store.read {
            try IdentifierComparison(codes: codes).counts(in: $0)
        }
        #expect(counts.objectCount >= 3 && counts.damagedCount == 0)
        for (most, standing) in [
            (counts.objectCount + 1, IdentifierStanding.whole),
            (counts.objectCount, .comparing), (1, .comparing),
        ] {
            let comparison = IdentifierComparison(codes: codes, quickObjectCountMax: most)
            #expect(try await node.node.store.read { try comparison.quick(in: $0) } == standing)
        }
        try await node.remove()
    }

    @Test("the notices and checks of the index have texts in both languages")
    func texts() throws {
        for code in ["node.check_identifiers", "node.check_identifiers_damaged"] {
            let text = try #require(Catalogue.text(code))
            for language in Language.allCases {
                #expect(text.argumentNames(in: language) == ["count"], "\(code)")
            }
        }
    }
}

extension SQLiteTransaction {
    /// The key of an object that the index knows by its number.
    fileprivate func makeKey(of held: HeldIndex) throws -> HoldingKey {
        for log in try logs() {
            for index in 0..<log.size.rawValue {
                let place = EntryIndex(unchecked: index)
                let objects = try holdingStatuses(of: log.origin, index: place).map(\.object)
                guard objects.contains(held.object) else { continue }
                return HoldingKey(origin: log.origin, index: place, object: held.object)
            }
        }
        throw LogStorageError(.dataCorrupt, ["what": "no such object"])
    }
}
