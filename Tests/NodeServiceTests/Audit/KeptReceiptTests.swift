import Auditing
import Casework
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// What an audit says of the receipts that a home has, of those that must have been there, and of what its records are called.
@Suite(.serialized) struct KeptReceiptTests {
    private static let jiangxi = "jiangxi.ipr.example/exercise"
    private static let mirror = "fujian.ipr.example/mirror"

    /// The home of jiangxi, stopped, with the receipts of fujian for a clue that fujian has acknowledged in law.
    private struct Stopped {
        let home: HomeDirectory
        let cards: [String]
        let sent: String
        let title: String?
        let others: [HomeDirectory]

        static func make() async throws -> Stopped {
            let federation = try await Federation.make([
                ("jiangxi", "360000"), ("fujian", "350000"),
            ])
            let sent = try await federation.send(from: 0, to: "350000")
            let fujian = "fujian.ipr.example/exercise"
            try await eventually("fujian has acknowledged, and cosigned all of jiangxi's log") {
                guard try await federation[1].count(of: "receive", in: "exercise") == 1,
                    try await federation[0].size(of: fujian) == federation[1].size(of: fujian)
                else { return false }
                let size = try await federation[0].size(of: jiangxi)
                return try await federation[0].test.node.store.read { transaction in
                    try transaction.newestCosignatures(of: Origin(jiangxi)).contains {
                        $0.size.rawValue == size
                    }
                }
            }
            let shown = try await federation[0].test.local.record(
                sent.entry,
                caller: Federation.caller
            )
            let cards = federation.nodes.map {
                String(decoding: $0.node.view.card.note.encoded, as: UTF8.self)
            }
            for position in 0..<2 { try await federation.stop(position) }
            return Stopped(
                home: federation[0].test.home,
                cards: cards,
                sent: sent.entry,
                title: shown.summary.title,
                others: [federation[1].test.home]
            )
        }

        func audit(
            isOpened: Bool = true,
            at time: String? = nil
        ) async throws -> (report: AuditReport, records: [AuditedRecordDocument]) {
            var records: [AuditedRecordDocument] = []
            let outcome = try await HomeAudit(
                of: home,
                trusting: TrustReader.read(cards),
                storageKey: isOpened ? HomeAudit.storageKey(of: home) : nil
            )
            .run(showing: AuditedRecordQuery(record: nil, at: time)) { records.append($0) }
            return (outcome.report, records)
        }

        func change(
            _ body: @escaping @Sendable (SQLiteTransaction) throws -> Void
        ) async throws {
            let store = try SQLiteStore.open(.init(directory: home.data.path))
            try await store.write(body)
            try store.close()
        }

        func remove() throws {
            for home in [home] + others { try FileManager.default.removeItem(at: home.root) }
        }
    }

    private static let codes: Set<AuditCode> = [
        .receiptsBehind, .receiptsNone, .receiptRemoved, .receiptsRemoved,
    ]

    private static func told(_ report: AuditReport) -> [AuditFinding] {
        report.findings.filter { codes.contains($0.code) }
    }

    @Test(
        "each log says how far it goes in time and which receipts of it are here; receipts that are gone are told by what was stored with them or acknowledged since"
    )
    func receipts() async throws {
        let stopped = try await Stopped.make()
        let whole = try await stopped.audit().report
        #expect(whole.isSound && Self.told(whole).isEmpty, "\(whole.findings)")
        let log = try #require(whole.logs.first { $0.origin.description == Self.jiangxi })
        let kept = try #require(log.receipts.first { "\($0.cosigner)" == Self.mirror })
        #expect(kept.size.rawValue == log.entryCount && kept.isAnchored)
        #expect(log.receipts.map(\.count).reduce(0, +) == log.cosignatureCount)
        let written = try #require(log.newestAt)
        let signed = try #require(kept.time.map { Int64($0) })
        #expect(abs(signed - written) < 600)

        // All but one of the first sizes: what is acknowledged since says that there were more.
        try await stopped.change { transaction in
            let delete = try transaction.statement(
                """
                DELETE FROM cosignature WHERE size > 1 AND cosigner =
                (SELECT id FROM cosigner WHERE name = ?) AND log =
                (SELECT id FROM log WHERE origin = ?)
                """
            )
            delete.bind(1, Array(Self.mirror.utf8))
            delete.bind(2, Array(Self.jiangxi.utf8))
            try delete.run()
        }
        let behind = try await stopped.audit().report
        let short = try #require(Self.told(behind).first { $0.code == .receiptsBehind })
        #expect(short.arguments["node"] == "fujian.ipr.example" && short.weight == .notice)
        #expect(short.log?.description == Self.jiangxi)
        let acknowledged = try #require(short.arguments["acknowledged"].flatMap(UInt64.init))
        let newest = try #require(short.arguments["newest"].flatMap(UInt64.init))
        #expect(newest < acknowledged && acknowledged <= log.entryCount)

        // All of one cosigner: its own row says that there was one.
        try await stopped.change { transaction in
            try transaction.statement("DELETE FROM cosignature").run()
        }
        let none = try await stopped.audit().report
        let removed = Self.told(none).filter { $0.code == .receiptsRemoved }
        #expect(removed.contains { $0.arguments == ["cosigner": Self.mirror] })
        #expect(removed.allSatisfy { $0.weight == .fault } && !none.isSound)
        #expect(Self.told(none).contains { $0.code == .receiptsNone })
        try stopped.remove()
    }

    @Test("this node's own receipt that waits to be sent says that the copy stored with it is gone")
    func outgoing() async throws {
        let stopped = try await Stopped.make()
        let origin = try Origin("fujian.ipr.example/exercise")
        let name = Array("jiangxi.ipr.example/mirror".utf8)
        for isDeleted in [false, true] {
            try await stopped.change { transaction in
                let cosigned = try #require(
                    try transaction.newestCosignatures(of: origin).first {
                        $0.cosigner.name.bytes == name
                    }
                )
                let note = try #require(try transaction.checkpoint(of: origin, size: cosigned.size))
                let text = try UnverifiedCheckpoint(parsing: note).note.text
                try transaction.putOutgoingReceipt(
                    origin,
                    size: cosigned.size,
                    body: text + Array("\n".utf8) + cosigned.line
                )
                guard isDeleted else { return }
                let delete = try transaction.statement("DELETE FROM cosignature WHERE size = ?")
                delete.bind(1, Int64(cosigned.size.rawValue))
                try delete.run()
            }
            let report = try await stopped.audit().report
            let found = Self.told(report).filter { $0.code == .receiptRemoved }
            #expect(found.count == (isDeleted ? 1 : 0), "\(report.findings)")
            #expect(found.allSatisfy { $0.log == origin && $0.weight == .fault })
        }
        try stopped.remove()
    }

    @Test(
        "an audited record has the names of offices and mechanism, and its title where the storage key is at hand; a finding names the record that it concerns"
    )
    func names() async throws {
        let stopped = try await Stopped.make()
        let opened = try await stopped.audit()
        let record = try #require(opened.records.first { $0.summary.record == stopped.sent })
        let names = try #require(record.summary.names)
        #expect(names["exercise"]?["zh"]?.isEmpty == false)
        #expect(names[record.summary.opener]?["zh"]?.isEmpty == false)
        for clock in record.clocks ?? [] {
            for address in clock.bound { #expect(names[address] != nil, "\(address)") }
        }
        #expect(stopped.title != nil && record.summary.title == stopped.title)
        let sealed = try await stopped.audit(isOpened: false)
        #expect(sealed.records.allSatisfy { $0.summary.title == nil && $0.documentNumber == nil })
        let object = try #require(sealed.report.findings.first { $0.code == .objectNotChecked })
        #expect(object.record != nil)
        try await stopped.change { transaction in
            try transaction.statement("UPDATE holding SET sealed = zeroblob(64)").run()
            try transaction.sum("holding")
        }
        let damaged = try await stopped.audit()
        let found = damaged.report.findings.filter { $0.code == .objectDamaged }
        let records = Set(damaged.records.map(\.summary.record))
        #expect(!found.isEmpty && found.allSatisfy { $0.record.map(records.contains) == true })
        #expect(damaged.records.allSatisfy { $0.summary.title == nil })
        try stopped.remove()
    }

    @Test("entries beyond the size of the log's checkpoint give a record no state, which says so")
    func surplus() async throws {
        let stopped = try await Stopped.make()
        let whole = try await stopped.audit()
        let before = try #require(whole.records.first { $0.summary.record == stopped.sent })
        #expect(before.clocks != nil && !before.summary.state.isEmpty)
        let size = try #require(
            whole.report.logs.first { $0.origin.description == Self.jiangxi }
        ).entryCount
        for isStaged in [true, false] {
            try await stopped.change { transaction in
                if isStaged {
                    try transaction.setBack(Self.jiangxi, to: size - 1, true)
                } else {
                    try transaction.statement(
                        "UPDATE log SET staged_size = size, staged_edge = edge"
                    ).run()
                    try transaction.sum("log")
                }
            }
            let (report, records) = try await stopped.audit()
            #expect(report.findings.contains { $0.code == .entriesSurplus })
            let after = try #require(records.first { $0.summary.record == stopped.sent })
            #expect(after.clocks == nil && after.summary.state == "", "staged: \(isStaged)")
            #expect(after.findings.first?.code == "auditing.record_not_judged")
        }
        try stopped.remove()
    }

    @Test("a copy is called old beyond seven days of all that is in it, and not before")
    func age() async throws {
        let stopped = try await Stopped.make()
        let report = try await stopped.audit().report
        let times =
            report.logs.compactMap(\.newestAt)
            + report.logs.flatMap(\.receipts).compactMap { $0.time.map { Int64($0) } }
        let newest = try #require(times.max())
        for (seconds, isOld) in [
            (Int64(0), false), (7 * 86_400, false), (7 * 86_400 + 1, true), (-86_400, false),
        ] {
            let at = try NodeTime.timestamp(at: newest + seconds).text
            let found = try await stopped.audit(at: at).report.findings.filter {
                $0.code == .copyOld
            }
            #expect(found.count == (isOld ? 1 : 0), "\(seconds)")
            #expect(found.allSatisfy { $0.weight == .notice && $0.arguments["days"] == "7" })
        }
        try stopped.remove()
    }
}

extension SQLiteTransaction {
    /// Gives every row of a table its checksum.
    fileprivate func sum(_ table: String) throws {
        let columns = try #require(Schema.checkedTables.first { $0.name == table }).columns
        try statement(
            "UPDATE \(table) SET checksum = row_checksum(\(columns.joined(separator: ", ")))"
        ).run()
    }
}
