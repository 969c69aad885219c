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

/// Changes to a home by somebody who knows its tables and their checksums: only what the entries give can tell.
@Suite(.serialized) struct RecordAuditTests {
    private static let jiangxi = "jiangxi.ipr.example/exercise"

    /// The stopped homes of three nodes: jiangxi has sent a clue to fujian, which has signed its receipt.
    private struct Stopped {
        let homes: [HomeDirectory]
        let cards: [String]
        let sent: LocalAPI.Acknowledgement

        /// With `drafting` jiangxi has created another matter at home before.
        static func make(drafting: Bool = false) async throws -> Stopped {
            let federation = try await Federation.make([
                ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
            ])
            if drafting {
                let node = federation[0].test
                _ = try await node.submit(node.submission("create"))
            }
            let sent = try await federation.send(from: 0, to: "350000")
            let fujian = "fujian.ipr.example/exercise"
            try await eventually("the receipt in law is at every node") {
                let signed = try await federation[1].count(of: "receive", in: "exercise") == 1
                let size = try await federation[1].size(of: fujian)
                for node in federation.nodes where try await node.size(of: fujian) != size {
                    return false
                }
                return signed
            }
            let cards = federation.nodes.map {
                String(decoding: $0.node.view.card.note.encoded, as: UTF8.self)
            }
            for position in 0..<3 { try await federation.stop(position) }
            return Stopped(homes: federation.nodes.map(\.test.home), cards: cards, sent: sent)
        }

        func audit(_ position: Int, trusting trust: Trust? = nil) async throws -> AuditReport {
            try await HomeAudit(
                of: homes[position],
                trusting: trust ?? TrustReader.read(cards),
                storageKey: HomeAudit.storageKey(of: homes[position])
            )
            .run()
        }

        /// The faults after a change of one home's database, which is then taken back.
        func faults(
            _ position: Int,
            trusting trust: Trust? = nil,
            after change: @escaping @Sendable (SQLiteTransaction) throws -> Void
        ) async throws -> [AuditFinding] {
            try await report(position, trusting: trust, after: change).findings.filter {
                $0.weight == .fault
            }
        }

        /// The report after a change of one home's database, which is then taken back.
        func report(
            _ position: Int,
            trusting trust: Trust? = nil,
            after change: @escaping @Sendable (SQLiteTransaction) throws -> Void
        ) async throws -> AuditReport {
            let data = homes[position].data
            let kept = homes[position].root.appending(path: "kept")
            try FileManager.default.copyItem(at: data, to: kept)
            let store = try SQLiteStore.open(.init(directory: data.path))
            try await store.write(change)
            try store.close()
            let report = try await audit(position, trusting: trust)
            try FileManager.default.removeItem(at: data)
            try FileManager.default.moveItem(at: kept, to: data)
            return report
        }

        func holding(
            _ position: Int,
            at index: EntryIndex,
            of origin: Origin
        ) throws -> Holding {
            try ReadOnlyStore(directory: homes[position].data.path).read { transaction in
                let object = try #require(
                    try transaction.holdingStatuses(of: origin, index: index).first
                ).object
                let key = HoldingKey(origin: origin, index: index, object: object)
                return try #require(try transaction.holding(key))
            }
        }

        /// Has jiangxi's own node append entries to one of its logs, each judged before.
        func append(
            to origin: Origin,
            _ make: (Forger) throws -> [(EntryHeader, [any NoteSigner])]
        ) async throws {
            let test = try await TestNode(opening: homes[0])
            let forger = Forger(view: test.node.view, origin: origin, size: 0)
            for (header, signers) in try make(forger) {
                let entry = try EntryBuilder.entry(header, of: origin, signers: signers)
                _ = try await test.node.append(entry, to: origin)
            }
            try await test.close()
        }

        func size(of origin: Origin) throws -> UInt64 {
            try ReadOnlyStore(directory: homes[0].data.path).read {
                try $0.log(origin)?.size.rawValue ?? 0
            }
        }

        func remove() throws {
            for home in homes { try FileManager.default.removeItem(at: home.root) }
        }
    }

    @Test("the own logs of a home must be anchored, copies of other nodes' logs need not be")
    func own() async throws {
        let stopped = try await Stopped.make()
        let report = try await stopped.audit(0, trusting: TrustReader.read([stopped.cards[0]]))
        #expect(report.isSound && !report.isAnchored, "\(report.findings)")
        let anchored = report.logs.filter { $0.anchoring == .anchored }.map(\.origin.description)
        #expect(anchored == ["jiangxi.ipr.example/exercise", "jiangxi.ipr.example/home"])
        let notices = report.findings.filter { $0.code == .keysNotAnchored }
            .compactMap { $0.log?.description }
        #expect(notices == ["fujian.ipr.example/exercise", "guizhou.ipr.example/exercise"])
        func others() async throws -> [String] {
            try await stopped.audit(0, trusting: TrustReader.read([stopped.cards[1]])).findings
                .filter { $0.code == .ownCardNotGiven && $0.weight == .fault }
                .compactMap { $0.log?.description }
        }
        #expect(try await others() == anchored)
        // What the rows say of who writes a log makes its own logs nobody else's.
        let changed = try await stopped.faults(0, trusting: TrustReader.read([stopped.cards[1]])) {
            transaction in
            try transaction.statement(
                """
                UPDATE log SET kind = 2, checksum = row_checksum(
                    id, origin, 2, size, root, edge, staged_size, staged_edge, checkpoint
                )
                """
            ).run()
        }
        let named: [String] = changed.filter { $0.code == .ownCardNotGiven }
            .compactMap { $0.log?.description }
        #expect(named == anchored)
        try stopped.remove()
    }

    @Test(
        "verdicts, records, keys, dependencies and links are those that the entries give, or the audit names them"
    )
    func claims() async throws {
        let stopped = try await Stopped.make()
        let origin = try Origin(Self.jiangxi)
        for position in 0..<3 {
            let report = try await stopped.audit(position)
            #expect(report.isSound && report.isAnchored, "\(report.findings)")
            for log in report.logs {
                #expect(log.verdicts.valid == Int(log.entryCount), "\(log)")
            }
        }
        let index = try #require(EntryIndex(stopped.sent.index))
        let verdict = try await stopped.faults(2) { transaction in
            var row = try #require(try transaction.projectedEntry(of: origin, at: index))
            row.verdictClass = .pending
            row.verdict = StoredVerdict.waiting
            try transaction.putProjectedEntry(row)
        }
        #expect(verdict.map(\.code) == [.verdictDiffers])
        #expect(verdict.first?.arguments == ["computed": "valid", "stored": "pending"])
        #expect(verdict.first?.log == origin && verdict.first?.index == index)

        let digest = try #require(Digest(hex: stopped.sent.entry))
        let scope = RecordScope(mechanism: try #require(MechanismID("exercise")))
        let key = RecordKey(scope: scope, record: digest)
        let state = try await stopped.faults(0) { transaction in
            var record = try #require(try transaction.projectedRecord(key))
            record.state = "closed"
            try transaction.putProjectedRecord(record)
        }
        #expect(state.map(\.code) == [.recordDiffers])
        #expect(state.first?.arguments == ["record": digest.hex])

        let keys = try await stopped.faults(0) { transaction in
            let other = try #require(
                try transaction.projectedLog(Origin("fujian.ipr.example/exercise"))
            )
            try transaction.putProjectedLog(other, of: origin)
        }
        #expect(keys.map(\.code) == [.projectionDiffers])
        #expect(keys.first?.place == "projected_log")

        let dependency = try await stopped.faults(0) { transaction in
            try transaction.putDependencies([], of: .entry(origin, 0))
        }
        #expect(dependency.map(\.place) == ["dependency"])
        try stopped.remove()
    }

    @Test(
        "a link between a matter at home and another opening is seen by what the opening commits to"
    )
    func links() async throws {
        let stopped = try await Stopped.make()
        let opening = try #require(Digest(hex: stopped.sent.entry))
        let moved = try await stopped.faults(0) { transaction in
            let link = try #require(try transaction.homeLink(to: opening))
            try transaction.deleteHomeLinks()
            try transaction.putHomeLink(
                HomeLink(
                    home: link.home,
                    opening: opening,
                    scope: link.scope,
                    origin: link.origin,
                    size: link.size - 1
                )
            )
        }
        #expect(moved.contains { $0.code == .projectionDiffers && $0.place == "home_link" })
        let removed = try await stopped.faults(0) { try $0.deleteHomeLinks() }
        #expect(removed.contains { $0.code == .projectionDiffers && $0.place == "home_link" })
        try stopped.remove()
    }

    @Test(
        "a link to another matter at home is seen: one that no node would have opened from that state"
    )
    func otherMatter() async throws {
        let stopped = try await Stopped.make(drafting: true)
        #expect(try await stopped.audit(0).isSound)
        let opening = try #require(Digest(hex: stopped.sent.entry))
        let swapped = try await stopped.faults(0) { transaction in
            let link = try #require(try transaction.homeLink(to: opening))
            let page = try transaction.projectedEntries(of: link.origin, from: 0, limit: 100)
            let other = try #require(
                page.compactMap(\.record).first { $0 != link.home.record }
            )
            try transaction.deleteHomeLinks()
            try transaction.putHomeLink(
                HomeLink(
                    home: RecordKey(scope: link.home.scope, record: other),
                    opening: opening,
                    scope: link.scope,
                    origin: link.origin,
                    size: link.size
                )
            )
        }
        #expect(
            swapped.contains { $0.code == .projectionDiffers && $0.place == "home_link" },
            "\(swapped)"
        )
        try stopped.remove()
    }

    @Test(
        "a home that says it has not judged anew hides no difference, and facts that cannot be are one"
    )
    func outdated() async throws {
        let stopped = try await Stopped.make()
        let index = try #require(EntryIndex(stopped.sent.index))
        let origin = try Origin(Self.jiangxi)
        let facts = CharterLibrary.projectedFactsName
        typealias Change = @Sendable (SQLiteTransaction) throws -> Void
        let tamper: Change = { transaction in
            var row = try #require(try transaction.projectedEntry(of: origin, at: index))
            row.verdictClass = .pending
            row.verdict = StoredVerdict.waiting
            try transaction.putProjectedEntry(row)
        }
        let replace: @Sendable (_ old: String, _ new: String) -> Change = { old, new in
            { transaction in
                let bytes = try #require(try transaction.meta(facts))
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(text.contains(old))
                let lines = (text.replacing(old, with: new)).split(separator: "\n").sorted()
                try transaction.putMeta(facts, Array(lines.joined(separator: "\n").utf8))
            }
        }
        let digest = String(repeating: "ab", count: 32)
        let past = "ended 9 \(digest) \(Self.jiangxi)"
        let cases: [(what: String, change: Change, isTampered: Bool, codes: [AuditCode])] = [
            ("a charter came in", replace("in-force ", "\(past)\nin-force "), false, []),
            (
                "a charter came in, and a verdict was changed",
                replace("in-force ", "\(past)\nin-force "), true,
                [.projectionsOutdated, .verdictDiffers]
            ),
            (
                "an end that no line can state", replace("in-force ", "ended 9 x\nin-force "),
                false, [.projectionDiffers]
            ),
            ("no fact at all", replace("pack ", "pack x"), false, [.projectionDiffers]),
            (
                "no fact at all, and a verdict was changed", replace("pack ", "pack x"), true,
                [.projectionDiffers, .verdictDiffers]
            ),
            (
                "a charter that is not here", replace("pack ", "charter \(digest)\npack "), false,
                [.projectionDiffers]
            ),
            (
                "the pack of another release", replace("pack ", "pack \(digest)\npack "), false, []
            ),
        ]
        for (what, change, isTampered, codes) in cases {
            let report = try await stopped.report(2) { transaction in
                try change(transaction)
                if isTampered { try tamper(transaction) }
            }
            let faults = report.findings.filter { $0.weight == .fault }
            #expect(faults.map(\.code) == codes, "\(what): \(faults)")
            let missing = report.findings.filter { $0.code == .rulePackMissing }
            #expect(
                missing.map(\.arguments) == (what.contains("release") ? [["digest": digest]] : [])
            )
        }
        try stopped.remove()
    }

    @Test(
        "what builds on a log that could not be judged or read is left out of the comparison, and nothing else is"
    )
    func partlyUnread() async throws {
        let stopped = try await Stopped.make()
        let test = try await TestNode(opening: stopped.homes[0])
        let other = try await test.submit(test.submission("create"))
        try await test.close()
        let fujian = try Origin("fujian.ipr.example/exercise")
        var trust = Trust()
        let stranger = try Ed25519Signer(
            name: KeyName("fujian.ipr.example"),
            seed: [UInt8](repeating: 9, count: 32)
        )
        let isAdded = trust.add(stranger.verifierKey)
        #expect(isAdded)
        let digest = try #require(Digest(hex: other.entry))
        let home = try #require(LogName(Origin("jiangxi.ipr.example/home")))
        let key = RecordKey(scope: RecordScope(home), record: digest)
        let unread = try stopped.size(of: fujian) - 1
        typealias Change = @Sendable (SQLiteTransaction) throws -> Void
        let cases: [(what: String, trust: Trust?, change: Change)] = [
            ("another key", trust, { _ in }),
            ("a missing entry", nil, { try $0.deleteEntry(at: unread, of: fujian) }),
            ("a log that cannot be read", nil, { try $0.damageEdge(of: fujian) }),
        ]
        let projected: Set<AuditCode> = [.verdictDiffers, .recordDiffers, .projectionDiffers]
        for (what, trust, change) in cases {
            let alone = try await stopped.report(0, trusting: trust, after: change)
            let accused = alone.findings.filter { projected.contains($0.code) }
            #expect(!alone.isSound && accused == [], "\(what): \(accused)")
            let both = try await stopped.report(0, trusting: trust) { transaction in
                var record = try #require(try transaction.projectedRecord(key))
                record.state = "closed"
                try transaction.putProjectedRecord(record)
                try change(transaction)
            }
            let found = both.findings.filter { projected.contains($0.code) }
            #expect(found.map(\.arguments) == [["record": digest.hex]], "\(what): \(found)")
        }
        try stopped.remove()
    }

    /// An export opens the object for whoever was granted it, and for nobody else.
    private static func requireExports(of origin: Origin, from stopped: Stopped) async throws {
        for (position, count) in [(0, 1), (1, 1), (2, 0)] {
            let home = stopped.homes[position]
            let folder = home.root.appending(path: "export").path
            let key = try HomeAudit.storageKey(of: home)
            let outcome = try LogExport(of: origin, in: home, to: folder, openingObjectsWith: key)
                .run { _, _ in }
            #expect(outcome.objectCount == count, "node \(position)")
            let report = await ExportAudit(
                of: try ExportedDirectory(folder),
                trusting: try TrustReader.read(stopped.cards)
            )
            .run()
            #expect(report.isSound && report.isAnchored, "\(report.findings)")
            #expect(report.objects.verified == count, "node \(position)")
        }
    }

    @Test(
        "an object is held by its audience and by nobody else: one that is missing, surplus or erased by nobody is named"
    )
    func objects() async throws {
        let stopped = try await Stopped.make()
        let origin = try Origin(Self.jiangxi)
        let index = try #require(EntryIndex(stopped.sent.index))
        let stranger = try await stopped.audit(2)
        #expect(stranger.objects.notGranted == 1 && stranger.objects.notEntitled == 0)
        let addressee = try await stopped.audit(1)
        #expect(addressee.objects.verified >= 1 && addressee.objects.unaccounted == 0)

        try await Self.requireExports(of: origin, from: stopped)
        let held = try stopped.holding(1, at: index, of: origin)
        // The bytes at a node that is no addressee, sealed under any key.
        let leaked = try await stopped.faults(2) { _ = try $0.putHolding(held) }
        #expect(leaked.contains { $0.code == .objectNotEntitled && $0.index == index })
        let other: EntryIndex = 0
        let misplaced = try await stopped.faults(1) { transaction in
            let key = HoldingKey(origin: origin, index: other, object: held.key.object)
            let holding = Holding(
                stored: key,
                wrappedKey: held.wrappedKey,
                sealed: held.sealed
            )
            _ = try transaction.putHolding(holding)
        }
        #expect(misplaced.map(\.code) == [.objectNotEntitled])
        #expect(misplaced.first?.index == other)
        for position in [0, 1] {
            let removed = try await stopped.faults(position) { transaction in
                try transaction.deleteHoldings(of: held.key.object)
            }
            #expect(removed.map(\.code) == [.objectUnaccounted], "node \(position)")
            #expect(removed.first?.index == index)
        }
        // What a node wrote itself was never waited for, whatever the home says of it.
        let pretended = try await stopped.faults(0) { transaction in
            try transaction.deleteHoldings(of: held.key.object)
            try transaction.putMeta(CharterLibrary.scannedFactsName, Array("charter x".utf8))
        }
        #expect(pretended.map(\.code) == [.objectUnaccounted])
        let wanted = try await stopped.faults(0) { transaction in
            try transaction.deleteHoldings(of: held.key.object)
            _ = try transaction.putHolding(Holding(wanted: held.key))
        }
        #expect(wanted.map(\.code) == [.objectUnaccounted])
        // An addressee that signed the receipt had it, whatever the home says of it now.
        let deleted = try await stopped.faults(1) { transaction in
            try transaction.deleteHoldings(of: held.key.object)
            try transaction.putMeta(CharterLibrary.scannedFactsName, Array("charter x".utf8))
        }
        #expect(deleted.map(\.code) == [.objectMissingAfterReceipt])
        #expect(deleted.first?.index == index && deleted.first?.log == origin)
        let waiting = try await stopped.faults(1) { transaction in
            try transaction.deleteHoldings(of: held.key.object)
            _ = try transaction.putHolding(Holding(wanted: held.key))
        }
        #expect(waiting.map(\.code) == [.objectMissingAfterReceipt])
        let erased = try await stopped.faults(1) { try $0.eraseHolding(held.key) }
        #expect(erased.map(\.code) == [.objectErasedUnsigned])
        try stopped.remove()
    }

    @Test(
        "an object that a signed entry has erased is named while it is held, not counted as verified, and no longer when it is gone"
    )
    func erasures() async throws {
        let stopped = try await Stopped.make()
        let origin = try Origin(Self.jiangxi)
        let index = try #require(EntryIndex(stopped.sent.index))
        let key = try stopped.holding(0, at: index, of: origin).key
        let before = try await stopped.audit(0)
        #expect(before.isSound && before.objects.erased == 0)
        try await stopped.append(to: origin) { forger in
            let office = try forger.office()
            let officer = try Ed25519Signer(
                name: KeyName("jiangxi.ipr.example/office/scjg/k7q1"),
                privateKey: .init()
            )
            let step = try forger.step("send")
            let scjg = try #require(step.office)
            let target = try #require(Digest(hex: stopped.sent.entry))
            let enrolment = EntryHeader.enrolOfficer(
                at: step.at,
                key: officer.verifierKey,
                office: scjg,
                rank: try #require(RankID("head"))
            )
            let erase = EntryHeader.erase(
                at: step.at,
                signer: (
                    try #require(step.from), scjg, try #require(OfficerID("k7q1"))
                ),
                record: target,
                target: target,
                object: key.object
            )
            return [(enrolment, [office]), (erase, [office, officer])]
        }
        let held = try await stopped.audit(0)
        #expect(held.findings.map(\.code) == [.objectNotErased], "\(held.findings)")
        #expect(held.findings.first?.log == origin && held.findings.first?.index == index)
        #expect(!held.isSound && held.objects.notErased == 1)
        #expect(held.objects.verified == before.objects.verified - 1)
        let gone = try await stopped.report(0) { try $0.eraseHolding(key) }
        #expect(gone.findings == [] && gone.objects.erased == 1)
        try stopped.remove()
    }

    @Test(
        "objects of entries that an audit could not read or judge are said to be so, once a log, and nobody is accused"
    )
    func unreadObjects() async throws {
        let stopped = try await Stopped.make()
        let origin = try Origin(Self.jiangxi)
        let index = try #require(EntryIndex(stopped.sent.index))
        #expect(index.rawValue > 1)
        var other = Trust()
        let stranger = try Ed25519Signer(
            name: KeyName("jiangxi.ipr.example"),
            seed: [UInt8](repeating: 9, count: 32)
        )
        let isAdded = other.add(stranger.verifierKey)
        #expect(isAdded)
        let erased = try stopped.holding(1, at: index, of: origin).key
        typealias Change = @Sendable (SQLiteTransaction) throws -> Void
        let erase: Change = { try $0.eraseHolding(erased) }
        let unreadable: Change = { try $0.deleteEntry(at: 0, of: origin) }
        let cases: [(what: String, trust: Trust?, change: Change)] = [
            (
                "a missing entry", nil,
                { try $0.deleteEntry(at: index.rawValue - 1, of: origin) }
            ),
            ("a log that cannot be read", nil, unreadable), ("another key", other, { _ in }),
            ("another key, and an erased object", other, erase),
            (
                "a log that cannot be read, and an erased object", nil,
                {
                    try erase($0)
                    try unreadable($0)
                }
            ),
        ]
        for (what, trust, change) in cases {
            let report = try await stopped.report(1, trusting: trust, after: change)
            let objects = report.findings.filter { $0.code.rawValue.contains("object") }
            #expect(objects.map(\.code) == [.logObjectsNotJudged], "\(what): \(objects)")
            #expect(objects.first?.log == origin && objects.first?.arguments == ["count": "1"])
            #expect(report.objects.notEntitled == 0 && report.objects.unaccounted == 0)
            #expect(!report.isSound)
        }
        try stopped.remove()
    }
}

private enum StoredVerdict {
    /// A stored verdict that says that an entry waits for another one.
    static var waiting: [UInt8] {
        let digest = String(repeating: "0", count: 64)
        let text = """
            {"awaited":["\(digest)"],"findings":[],"isKept":false,"reasons":[],"step":"pending",\
            "stepFindings":[],"stepReasons":[],"version":1}
            """
        return Array(text.utf8)
    }
}

extension SQLiteTransaction {
    fileprivate func deleteHomeLinks() throws {
        try statement("DELETE FROM home_link").run()
    }

    fileprivate func deleteEntry(at index: UInt64, of origin: Origin) throws {
        let statement = try statement(
            "DELETE FROM entry WHERE position = (SELECT id << 40 FROM log WHERE origin = ?) + ?"
        )
        statement.bind(1, origin.bytes)
        statement.bind(2, Int64(index))
        try statement.run()
    }

    /// Makes the row of a log one that cannot be read.
    fileprivate func damageEdge(of origin: Origin) throws {
        let statement = try statement("UPDATE log SET edge = x'00' WHERE origin = ?")
        statement.bind(1, origin.bytes)
        try statement.run()
    }

    /// With what the index of identifiers says of them: whoever knows its tables leaves no row behind that tells.
    fileprivate func deleteHoldings(of object: Digest) throws {
        for table in ["identifier", "identifier_object"] {
            let statement = try statement(
                """
                DELETE FROM \(table)
                WHERE holding IN (SELECT id FROM holding WHERE object = ?)
                """
            )
            statement.bind(1, object)
            try statement.run()
        }
        let statement = try statement("DELETE FROM holding WHERE object = ?")
        statement.bind(1, object)
        try statement.run()
    }
}
