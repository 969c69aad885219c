import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// A step that waits for an officer's signature: what was asked for, what was planned, and the body with its salt.
///
/// The office has signed nothing of it. At rest it is sealed as a body is, since it holds what a body holds.
struct PendingStep: Sendable {
    /// Who asked for it, so that it is planned again with the rights that he has by then.
    struct Clerk: Codable, Sendable {
        let uid: UInt32
        let gids: [UInt32]
    }

    /// The matter at home that an opening continues.
    struct Home: Codable, Hashable, Sendable {
        let record: String
        let origin: String
        let size: UInt64

        init(_ home: (record: RecordKey, origin: Origin, size: UInt64)) {
            record = home.record.record.hex
            origin = "\(home.origin)"
            size = home.size
        }
    }

    /// Everything but the body.
    struct Facts: StoredRow {
        var version = storedRowVersion
        var request: String
        /// The SHA-256 of the submission, by which a repeated request is known.
        let digest: String
        let submission: EntrySubmission
        let created: Int64
        var expires: Int64
        let clerk: Clerk
        let rank: String
        /// The text of the entry as it was planned, with the time of the draft and without an officer.
        var text: String
        var home: Home?
        /// The document number that the node allotted; it is nobody's before the entry is appended.
        var number: String?
        /// What was to be said of the step when it was drafted, for whoever drafted it.
        var findings: [CodedText]?
    }

    let facts: Facts
    /// The salted body that the text names; nil where it names none.
    let body: SaltedObject?

    /// The text.
    func text() throws -> ApprovalText { try ApprovalText(parsing: Array(facts.text.utf8)) }

    /// The matter at home that an opening continues.
    func home() throws -> (record: RecordKey, origin: Origin, size: UInt64)? {
        guard let home = facts.home else { return nil }
        let origin = try Origin(home.origin)
        guard let record = Digest(hex: home.record) else {
            throw NodeError(.draftDamaged, ["draft": facts.request])
        }
        let scope = RecordScope(try LogName.required(origin))
        return (RecordKey(scope: scope, record: record), origin, home.size)
    }

    /// The clerk, with the rights that a configuration gives him: drafts outlive both.
    func caller(under policy: CallerPolicy) -> Caller {
        policy.caller(
            PeerCredentials(pid: 0, uid: facts.clerk.uid, gids: facts.clerk.gids)
        )
    }
}

extension PlannedStep {
    /// The number that continues a series; nil where there is none, and for one that an officer gave.
    var allotted: String? { number?.series == nil ? nil : number?.number }
}

extension PendingStep {
    /// Whether the same comes of a step that was planned again, its time apart and the number that the node allots.
    func isSame(as step: PlannedStep) throws -> Bool {
        let kept = try text()
        var header = kept.header
        let reference = header.objects.first { $0.role == .body }
        header.objects.removeAll { $0.role == .body }
        var planned = step.draft.header
        planned.draft = header.draft
        var content = step.draft.body
        if let number = facts.number, let next = step.allotted, number != next {
            Self.put(number, insteadOf: next, in: &planned, &content)
        }
        let isSameBody =
            try content?.encoded() == body.map { Array($0.content) }
            && (reference == nil
                || reference?.label == step.draft.label
                    && reference?.audience == step.draft.audience)
        let isSame =
            ApprovalText(origin: kept.origin, header: header)
            .isSameStep(as: ApprovalText(origin: step.origin, header: planned))
        return try isSame && isSameBody && step.home?.record == home()?.record
    }

    private static func put(
        _ number: String,
        insteadOf next: String,
        in header: inout EntryHeader,
        _ body: inout Body?
    ) {
        guard let field = NumberPlanner.fieldID else { return }
        if body?.fields[field]?.string == next { body?.fields[field] = .string(number) }
        header.facts = header.facts.map { fact in
            guard fact.field == field, case .string(next) = fact.value else { return fact }
            return Fact(field: field, value: .string(number))
        }
    }
}

extension PendingStep.Clerk {
    /// Takes down who a caller is.
    init(_ caller: Caller) {
        self.init(uid: caller.credentials.uid, gids: caller.credentials.gids)
    }
}
