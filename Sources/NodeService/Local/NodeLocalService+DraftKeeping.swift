import Casework
import Cryptography
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import Sequencing
import TransparencyLog

/// How drafts are kept, found and forgotten.
extension NodeLocalService {
    var book: DraftBook { DraftBook(storageKey: node.view.keyring.storageKey) }

    /// What is known under a draft's id.
    private enum KnownDraft {
        case waits(PendingStep)
        case damaged(DraftBook.Damaged)
        case expired(DraftBook.Expired)
        case approved(AcknowledgedRequest, UnverifiedEntry)
    }

    private func look(up id: RequestID) async throws -> KnownDraft? {
        let book = book
        let now = node.time.now()
        return try await node.store.read { transaction in
            if let known = try transaction.request(id) {
                return .approved(known, try Self.entry(of: known, in: transaction))
            }
            switch try book.kept("\(id)", in: transaction) {
            case .damaged(let damaged):
                let expired = DraftBook.Expired(damaged).flatMap { now < $0.at ? nil : $0 }
                return expired.map { .expired($0) } ?? .damaged(damaged)
            case .whole(let step):
                guard now < step.facts.expires else {
                    return .expired(try DraftBook.Expired(step))
                }
                return .waits(step)
            case nil: return try book.expired(id, in: transaction).map { .expired($0) }
            }
        }
    }

    static func entry(
        of request: AcknowledgedRequest,
        in reader: SQLiteTransaction
    ) throws -> UnverifiedEntry {
        let location = request.location
        guard let bytes = try reader.entryBytes(of: location.origin, at: location.index) else {
            throw NodeError(.logUnknown, ["origin": "\(location.origin)"])
        }
        return try UnverifiedEntry(parsing: bytes)
    }

    /// A draft that waits; throws what `require` has against its office before anything is said of it, then `draft_approved`,
    /// `draft_expired` or `draft_damaged`.
    func find(_ text: String, _ require: (String?) throws -> Void) async throws -> PendingStep {
        let unknown = NodeError(.draftUnknown, ["draft": text])
        guard let id = try await draftID(text) else { throw unknown }
        switch try await look(up: id) {
        case nil: throw unknown
        case .damaged(let damaged):
            if let office = damaged.office { try require(office) }
            throw damaged.fault
        case .expired(let expired):
            try require(expired.office)
            let time = NodeTime.shown(at: expired.at) ?? ""
            throw NodeError(.draftExpired, ["draft": text, "expired": time])
        case .approved(_, let entry):
            try require(entry.header.office?.text)
            throw NodeError(.draftApproved, ["draft": text, "entry": entry.digest.hex])
        case .waits(let step):
            try require(try step.text().header.office?.text)
            return step
        }
    }

    /// A draft that waits, for a caller who reads for its office: the officer sees all that he signs.
    func waiting(_ text: String, for caller: Caller) async throws -> PendingStep {
        try await find(text) { try Self.requireReader(caller, of: text, $0) }
    }

    private static func requireReader(
        _ caller: Caller,
        of draft: String,
        _ office: String?
    ) throws {
        guard caller.readOffices.contains(office ?? "") else {
            throw NodeError(.draftNotReadable, ["draft": draft, "office": office ?? ""])
        }
    }

    /// A damaged draft that is still kept, once the caller may end it; nil for any other.
    ///
    /// It is ended by whoever signs for its office, and by the operator, who alone ends one whose office is known no more.
    func damaged(_ text: String, endedBy caller: Caller) async throws -> DraftBook.Damaged? {
        guard let id = try await draftID(text),
            case .damaged(let damaged) = try await look(up: id)
        else { return nil }
        if let office = damaged.office, !caller.offices.contains(Caller.nodeOffice) {
            try caller.requireSign(for: office)
        } else {
            try caller.requireAdministration()
        }
        return damaged
    }

    /// The draft of a request that was sent before; throws for the same id with other content, and once it was approved.
    func kept(
        _ request: Submission<AppendPayload>.Request,
        _ caller: Caller
    ) async throws -> PendingStep? {
        let conflict = SequencingError(.requestConflict, ["request": "\(request.id)"])
        switch try await look(up: request.id) {
        case nil, .expired: return nil
        case .damaged(let damaged):
            if let office = damaged.office { try caller.requireSign(for: office) }
            throw damaged.fault
        case .approved(let known, let entry):
            try caller.requireSign(for: entry.header.office?.text)
            guard known.digest == request.digest else { throw conflict }
            throw NodeError(
                .draftApproved,
                ["draft": "\(request.id)", "entry": entry.digest.hex]
            )
        case .waits(let step):
            try caller.requireSign(for: try step.text().header.office?.text)
            guard step.facts.digest == request.digest.hex else { throw conflict }
            return step
        }
    }

    /// Keeps a draft, unless it is there already.
    func keep(_ pending: PendingStep) async throws -> PendingStep {
        let book = book
        let now = node.time.now()
        let office = try pending.text().header.office
        let (kept, chores) = try await node.store.write { transaction in
            let chores = try book.sweep(now, in: transaction)
            let all = try book.all(in: transaction)
            let same = all.lazy.compactMap(\.step)
                .first { $0.facts.request == pending.facts.request }
            if let same {
                // Two may come at once under one id: each is given its own draft or none.
                guard same.facts.digest == pending.facts.digest,
                    try same.text().header.office == office
                else {
                    throw SequencingError(
                        .requestConflict,
                        ["request": pending.facts.request]
                    )
                }
                return (same, chores)
            }
            guard all.count < Limits.draftCountMax else {
                throw NodeError(.draftsTooMany, ["limit": "\(Limits.draftCountMax)"])
            }
            try book.put(pending, in: transaction)
            return (pending, chores)
        }
        DraftSweep(node: node).tell(chores)
        return kept
    }

    /// The acknowledgement of an approval that was appended before; nil for any other.
    ///
    /// It is for whoever reads for the office and hands in the same step by the same officer.
    func acknowledged(
        _ approval: ApprovalDocument,
        _ caller: Caller
    ) async throws -> LocalAPI.Acknowledgement? {
        guard let id = RequestID(text: approval.draft),
            case .approved(let known, let entry) = try await look(up: id)
        else { return nil }
        try Self.requireReader(caller, of: approval.draft, entry.header.office?.text)
        let text = try ApprovalText(parsing: Note(parsing: Array(approval.note.utf8)).text)
        let appended = ApprovalText(origin: entry.origin, header: entry.header)
        guard text.isSameStep(as: appended), text.header.officer == entry.header.officer else {
            throw NodeError(.approvalTextDiffers, ["draft": approval.draft])
        }
        return try await acknowledgement(again: known)
    }

    private func acknowledgement(
        again known: AcknowledgedRequest
    ) async throws -> LocalAPI.Acknowledgement {
        try await node.store.read { [view = node.view] transaction in
            try Self.document(again: known, view, in: transaction)
        }
    }

    /// The acknowledgement of a draft that the officer with this key has approved, for a caller who reads for its office.
    ///
    /// Throws `draft_approved` where another officer has, `draft_waits` where nobody has, and what `find` throws.
    package func approved(
        _ question: ApprovalQuestion,
        caller: Caller
    ) async throws -> LocalAPI.Acknowledgement {
        try await Problems.told {
            guard let key = OfficerKey(parsing: question.key) else {
                throw NodeError(.officerKeyInvalid)
            }
            guard let id = try await draftID(question.draft),
                case .approved(let known, let entry) = try await look(up: id)
            else {
                _ = try await waiting(question.draft, for: caller)
                throw NodeError(.draftWaits, ["draft": question.draft])
            }
            try Self.requireReader(caller, of: question.draft, entry.header.office?.text)
            let history = try await node.history(of: entry.origin)
            let isOwn = history.officers.contains { officer in
                officer.officer == entry.header.officer
                    && officer.key.publicKey == key.publicKey
            }
            guard isOwn else {
                throw NodeError(
                    .draftApproved,
                    ["draft": question.draft, "entry": entry.digest.hex]
                )
            }
            return try await acknowledgement(again: known)
        }
    }
}
