import Auditing
import Foundation
import LocalAPI
import LogStorage
import SQLiteStorage
import Sequencing
import TransparencyLog

/// Gathers for an audit what a home keeps of its logs' histories besides the logs: fork evidence, quarantines, the reasons for
/// which appends stopped, storage receipts on their way, and the alarms and statements that stay.
struct HomeEvidence {
    private let source: SQLiteAuditSource
    private var kept = KeptEvidence()

    /// Reads everything; what cannot be read is a finding.
    static func read(_ source: SQLiteAuditSource, storageKey: [UInt8]?) -> KeptEvidence {
        var evidence = HomeEvidence(source: source)
        evidence.checkRows(storageKey)
        evidence.read(.forkEvidence) { $0.kept.forks.append(($1.key, $1.bytes)) }
        evidence.read(.quarantine) { $0.kept.quarantines.append(($1.key, $1.bytes)) }
        evidence.read(.receipt) { try $0.takeReceipt($1) }
        evidence.read(.meta, OwnHeadGuard.stopPrefix) { try $0.takeStop($1) }
        evidence.read(.alarm) { try $0.takeAlarm($1) }
        evidence.read(.meta, LinkStatement.namePrefix) { try $0.takeStatement($1) }
        evidence.read(.meta, "link-statement-former/") { try $0.takeStatement($1, isFormer: true) }
        return evidence.kept
    }

    private init(source: SQLiteAuditSource) { self.source = source }

    /// Compares the rows that no log gives with the files of the home and with each other.
    private mutating func checkRows(_ storageKey: [UInt8]?) {
        do {
            var files = HomeRows.Files(storageKey: storageKey)
            if case .record(let record) = try source.store.instanceFile() {
                files.instanceID = record.instanceID
            }
            let faults = try source.store.read { try HomeRows.faults(in: $0, beside: files) }
            kept.findings += faults.map { fault in
                AuditFinding(
                    fault.kind == .missing ? .homeRowMissing : .homeRowForeign,
                    ["row": fault.row],
                    place: "document"
                )
            }
        } catch {
            kept.findings.append(
                AuditFinding(.sourceUnreadable, place: "document", cause: "\(error)")
            )
        }
    }

    private mutating func read(
        _ kind: DocumentKind,
        _ prefix: String = "",
        _ take: (inout HomeEvidence, Document) throws -> Void
    ) {
        let place = "document \(kind)"
        do {
            let documents = try source.documents(kind, prefix: Array(prefix.utf8))
            for document in documents {
                do {
                    try take(&self, document)
                } catch {
                    kept.findings.append(
                        AuditFinding(.rowUnaccounted, place: place, cause: "\(error)")
                    )
                }
            }
        } catch {
            kept.findings.append(AuditFinding(.sourceUnreadable, place: place, cause: "\(error)"))
        }
    }

    /// A receipt is kept under its log and size.
    private mutating func takeReceipt(_ document: Document) throws {
        let claim = try UnverifiedCheckpoint(parsing: document.bytes)
        let size = withUnsafeBytes(of: claim.size.rawValue.bigEndian) { Array($0) }
        guard document.key == claim.origin.bytes + [0] + size else {
            throw LogStorageError(.dataCorrupt, ["what": "receipt \(claim.origin) \(claim.size)"])
        }
        kept.checkpoints.append(
            KeptEvidence.Checkpoint(
                origin: claim.origin,
                claim: claim,
                requiresLogKey: false,
                place: "receipt"
            )
        )
    }

    /// A stop names the checkpoint that a peer has shown, where there was one.
    private mutating func takeStop(_ document: Document) throws {
        let origin = try Origin(document.key.dropFirst(OwnHeadGuard.stopPrefix.utf8.count))
        let stop = try JSONDecoder()
            .decode(OwnHeadGuard.StoredStop.self, from: Data(document.bytes))
        guard let note = stop.checkpoint else { return }
        let claim = try UnverifiedCheckpoint(parsing: Array(note.utf8))
        guard claim.origin == origin else {
            throw LogStorageError(.dataCorrupt, ["what": "append-stop \(origin)"])
        }
        kept.checkpoints.append(
            KeptEvidence.Checkpoint(
                origin: origin,
                claim: claim,
                requiresLogKey: true,
                place: "append-stop"
            )
        )
    }
}

// MARK: - What stays

extension HomeEvidence {
    /// An alarm that the node has kept is told with its times, as `status` does; it is no fault of the logs.
    private mutating func takeAlarm(_ document: Document) throws {
        guard let alarm = AlarmDocument.decode(document.bytes) else {
            throw LogStorageError(
                .dataCorrupt,
                ["what": String(decoding: document.key, as: UTF8.self)]
            )
        }
        var arguments = [
            "at": Self.shown(alarm.at), "reason": Self.bareCode(of: alarm.text),
        ]
        var code = AuditCode.alarmStands
        if let last = alarm.last, let times = alarm.times {
            code = .alarmRecurs
            arguments["last"] = Self.shown(last)
            arguments["times"] = "\(times)"
        }
        note(code, arguments, alarm.text)
    }

    /// What an operator has stated of a matter at home stays with who, when and why.
    private mutating func takeStatement(_ document: Document, isFormer: Bool = false) throws {
        let statement = try JSONDecoder()
            .decode(LinkStatement.self, from: Data(document.bytes))
        var text = statement.text
        if isFormer {
            text.code = "node.home_link_restated"
            text.arguments["opening"] = statement.sentAs ?? "none"
        }
        note(.linkStated, ["reason": Self.bareCode(of: text)], text)
    }

    private mutating func note(
        _ code: AuditCode,
        _ arguments: [String: String],
        _ text: CodedText
    ) {
        kept.findings.append(
            AuditFinding(
                code,
                arguments,
                reason: AuditFinding.Reason(code: text.code, arguments: text.arguments)
            )
        )
    }

    private static func shown(_ second: Int64) -> String {
        NodeTime.shown(at: second) ?? "\(second)"
    }

    private static func bareCode(of text: CodedText) -> String {
        text.code.split(separator: ".", maxSplits: 1).last.map(String.init) ?? text.code
    }
}
