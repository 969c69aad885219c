import Foundation
import LocalAPI
import NodeService

/// What came out of an audit: the end of its report, in JSON as on paper.
struct AuditConclusion: Codable, Hashable, Sendable {
    /// Whether what was audited is as it should be.
    enum Result: String, Codable, Sendable {
        /// Nothing is wrong, and every entry was judged.
        case sound
        /// Nothing is wrong, and some entries could not be judged: it does not say that all is well.
        case soundAsFarAsJudged = "sound_as_far_as_judged"
        /// Something is wrong.
        case faults
    }

    /// What the keys of the logs hang on.
    enum Anchors: String, Codable, Sendable {
        /// Every root hangs on a key that the auditor gave.
        case anchored
        /// Every log's keys do; the entries of some give no root that such a key has signed.
        case keysAlone = "keys_alone"
        /// The keys of some log do not.
        case partly
        /// No key was given.
        case notGiven = "not_given"
        /// There is no log.
        case noLog = "no_log"
    }

    var anchors: Anchors
    /// When, with offset.
    var auditedAt: String
    /// How the command ends.
    var exitCode: Int32
    /// How many faults were found.
    var faults: Int
    /// How many things were found that are no faults.
    var notices: Int
    /// Of the records that were shown those without a state; nil where none were asked for.
    var openRecords: Int?
    /// Entries that could not be judged.
    var pending: Int
    /// The program and its version.
    var program: String
    var result: Result
    /// The sentences of the conclusion.
    var texts: [CodedText]

    /// Concludes; `hasTrust` says whether the auditor gave any key, and `isRecordMissing` whether the one record that was asked for is not
    /// there.
    init(
        of document: AuditDocument,
        hasTrust: Bool,
        openRecordCount: Int,
        isRecordMissing: Bool,
        at time: Int64
    ) {
        func count(_ isFault: Bool) -> Int {
            document.findings.reduce(0) { $0 + ($1.fault == isFault ? $1.count : 0) }
        }
        (faults, notices) = (count(true), count(false))
        pending = document.logs.reduce(0) { $0 + $1.pending }
        result =
            document.isSound ? (pending == 0 ? .sound : .soundAsFarAsJudged) : .faults
        anchors = Self.anchors(of: document.logs, hasTrust: hasTrust)
        auditedAt = NodeTime.shown(at: time) ?? ""
        program = "lianlu \(Lianlu.version)"
        openRecords = document.recordCount.map { _ in openRecordCount }
        exitCode =
            (!document.isSound
            ? ExitCode.verificationFailed : isRecordMissing ? .notFound : .done).rawValue
        texts = []
        texts = sentences(
            recordCount: document.recordCount,
            logs: document.logs.count,
            entries: document.logs.reduce(UInt64(0)) { $0 + $1.entryCount }
        )
    }

    private static func anchors(of logs: [AuditDocument.Log], hasTrust: Bool) -> Anchors {
        if logs.isEmpty { return .noLog }
        if logs.allSatisfy(\.anchored) { return .anchored }
        if !hasTrust { return .notGiven }
        return logs.allSatisfy(\.keysAnchored) ? .keysAlone : .partly
    }

    private func sentences(
        recordCount: Int?,
        logs: Int,
        entries: UInt64
    ) -> [CodedText] {
        var told: [CodedText] = []
        if let recordCount, let openRecords {
            told.append(
                CodedText(
                    openRecords == 0
                        ? "command.talk_audit_records" : "command.talk_audit_records_open",
                    ["count": String(recordCount), "open": String(openRecords)]
                )
            )
        }
        let verdict =
            result != .faults
            ? (pending == 0 ? "talk_audit_sound" : "talk_audit_sound_open")
            : (pending == 0 ? "talk_audit_faults" : "talk_audit_faults_open")
        told.append(
            CodedText("command.\(verdict)", ["count": String(faults), "pending": String(pending)])
        )
        switch anchors {
        case .noLog: break
        case .anchored:
            guard result != .faults else { break }
            let arguments = ["entries": "\(entries)", "logs": "\(logs)"]
            told.append(CodedText("command.talk_anchored", arguments))
        case .keysAlone: told.append(CodedText("command.talk_keys_alone"))
        case .partly: told.append(CodedText("command.talk_trust_reaches_not"))
        case .notGiven:
            let code = result == .faults ? "talk_not_anchored_faults" : "talk_not_anchored"
            told.append(CodedText("command.\(code)"))
        }
        return told
    }
}
