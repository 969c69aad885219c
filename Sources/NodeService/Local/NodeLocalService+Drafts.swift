import Casework
import Cryptography
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import Sequencing
import TransparencyLog

extension NodeLocalService: ApprovalService {
    /// Plans a step that an officer is to approve, and keeps it; nothing is signed.
    ///
    /// The request's id names the draft: sent again it gets the same one.
    package func draft(
        _ submission: EntrySubmission,
        caller: Caller
    ) async throws -> DraftDocument {
        try await told(about: submission, caller) {
            let request = try Self.request(submission)
            let known = try await kept(request)
            let stored: PendingStep
            if let known {
                stored = known
            } else {
                stored = try await keep(planned(submission, request, caller))
            }
            return try document(stored, stored.text(), withBody: true)
        }
    }

    /// A page of the drafts that wait, of the offices for which the caller reads.
    package func drafts(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<DraftDocument> {
        try await Problems.told {
            let book = book
            let now = node.time.now()
            let steps = try await node.store.read { transaction in
                try book.steps(in: transaction).filter { try !Self.isOver($0, now, transaction) }
            }
            let documents = try steps.compactMap { step -> DraftDocument? in
                let text = try step.text()
                guard let office = text.header.office,
                    caller.readOffices.contains(office.text)
                else { return nil }
                return try document(step, text, withBody: false)
            }
            return Page(documents)
        }
    }

    /// The text that an officer would sign now, for his key.
    package func prepare(
        _ question: ApprovalQuestion,
        caller: Caller
    ) async throws -> DraftDocument {
        try await Problems.told {
            guard let key = OfficerKey(parsing: question.key) else {
                throw NodeError(.officerKeyInvalid)
            }
            let pending = try await waiting(question.draft, for: caller)
            return try await titled(pending) {
                let officer = try await approver(with: key, of: pending)
                var header = try pending.text().header
                header.at = try node.time.timestamp()
                header.officer = officer.officer
                let text = ApprovalText(origin: try pending.text().origin, header: header)
                _ = try await plannedAgain(pending)
                try await requireAdmitted(text)
                return try document(pending, text, withBody: true)
            }
        }
    }

    /// Takes an officer's signature, adds the office's, and appends the entry.
    ///
    /// Sent again after it was appended it gets the same acknowledgement.
    package func approve(
        _ approval: ApprovalDocument,
        caller: Caller
    ) async throws -> LocalAPI.Acknowledgement {
        try await Problems.told {
            if let known = try await acknowledged(approval.draft) { return known }
            let pending = try await waiting(approval.draft, for: caller)
            return try await titled(pending) {
                let (text, signature) = try await signed(approval, pending)
                // One after the other: of two steps that continue a series of document numbers, one alone finds its number free.
                return try await node.numbering.pass {
                    // It may have been thrown away meanwhile; `cancel` passes here too.
                    _ = try await find(approval.draft)
                    return try await append(pending, text, signature)
                }
            }
        }
    }

    /// Plans a draft once more, adds the office's signature, appends the entry, and forgets the draft.
    private func append(
        _ pending: PendingStep,
        _ text: ApprovalText,
        _ signature: HandedInSignature
    ) async throws -> LocalAPI.Acknowledgement {
        let step = try await plannedAgain(pending)
        let copies = try await otherCopies()
        let entry = try EntryBuilder.entry(
            text.header,
            of: text.origin,
            signers: [step.signer, signature]
        )
        let acknowledgement = try await append(
            SignedStep(
                step: step,
                entry: entry,
                body: pending.body,
                request: Self.request(pending.facts.submission),
                home: try pending.home()
            ),
            copies
        )
        let (book, id) = (book, pending.facts.request)
        try await node.store.write { try book.remove(id, in: $0) }
        return acknowledgement
    }

    /// Throws a draft away.
    package func cancel(_ draft: DraftName, caller: Caller) async throws {
        try await Problems.told {
            // Whoever is told that it is thrown away finds no entry of it afterwards.
            try await node.numbering.pass {
                let pending = try await find(draft.draft)
                try caller.requireSign(for: try pending.text().header.office?.text)
                let (book, id) = (book, pending.facts.request)
                try await node.store.write { try book.remove(id, in: $0) }
            }
        }
    }
}

// MARK: - Keeping

extension NodeLocalService {
    private var book: DraftBook { DraftBook(storageKey: node.view.keyring.storageKey) }

    /// Whether a draft waits no longer: it has expired, or its entry is appended and only its removal was cut off.
    private static func isOver(
        _ step: PendingStep,
        _ now: Int64,
        _ reader: some StoreReader
    ) throws -> Bool {
        guard now < step.facts.expires else { return true }
        return try RequestID(text: step.facts.request).flatMap { try reader.request($0) } != nil
    }

    /// The draft of a request that was sent before; throws for the same id with other content, and once it was approved.
    private func kept(
        _ request: Submission<AppendPayload>.Request
    ) async throws -> PendingStep? {
        let book = book
        let now = node.time.now()
        return try await node.store.read { transaction in
            let conflict = SequencingError(.requestConflict, ["request": "\(request.id)"])
            if let known = try transaction.request(request.id) {
                guard known.digest == request.digest else { throw conflict }
                throw try Self.approved(known, in: transaction)
            }
            guard let step = try book.step(request.id, in: transaction),
                now < step.facts.expires
            else { return nil }
            guard step.facts.digest == request.digest.hex else { throw conflict }
            return step
        }
    }

    private static func approved(
        _ request: AcknowledgedRequest,
        in reader: SQLiteTransaction
    ) throws -> NodeError {
        let bytes = try reader.entryBytes(
            of: request.location.origin,
            at: request.location.index
        )
        let entry = bytes.map { SHA256.digest(of: $0).hex } ?? ""
        return NodeError(.draftApproved, ["draft": "\(request.id)", "entry": entry])
    }

    /// Keeps a draft, unless it is there already; forgets those that are over.
    private func keep(_ pending: PendingStep) async throws -> PendingStep {
        let book = book
        let now = node.time.now()
        return try await node.store.write { transaction in
            let all = try book.steps(in: transaction)
            if let known = all.first(where: { $0.facts.request == pending.facts.request }),
                now < known.facts.expires
            {
                return known
            }
            var count = 0
            for step in all {
                if try Self.isOver(step, now, transaction) {
                    try book.remove(step.facts.request, in: transaction)
                } else {
                    count += 1
                }
            }
            guard count < Limits.draftCountMax else {
                throw NodeError(.draftsTooMany, ["limit": "\(Limits.draftCountMax)"])
            }
            try book.put(pending, in: transaction)
            return pending
        }
    }

    /// A draft that is here; throws `draft_unknown`, `draft_approved` or `draft_expired`.
    private func find(_ text: String) async throws -> PendingStep {
        let unknown = NodeError(.draftUnknown, ["draft": text])
        guard let id = RequestID(text: text) else { throw unknown }
        let book = book
        let now = node.time.now()
        return try await node.store.read { transaction in
            if let known = try transaction.request(id) {
                throw try Self.approved(known, in: transaction)
            }
            guard let step = try book.step(id, in: transaction) else { throw unknown }
            guard now < step.facts.expires else {
                let expired = NodeTime.shown(at: step.facts.expires) ?? ""
                throw NodeError(.draftExpired, ["draft": text, "expired": expired])
            }
            return step
        }
    }

    /// A draft that waits, for a caller who reads for its office: the officer sees all that he signs.
    private func waiting(_ text: String, for caller: Caller) async throws -> PendingStep {
        let pending = try await find(text)
        let office = try pending.text().header.office?.text ?? ""
        guard caller.readOffices.contains(office) else {
            throw NodeError(.draftNotReadable, ["draft": text, "office": office])
        }
        return pending
    }

    /// The acknowledgement of a draft that was approved before; nil for any other.
    private func acknowledged(_ text: String) async throws -> LocalAPI.Acknowledgement? {
        guard let id = RequestID(text: text) else { return nil }
        return try await node.store.read { transaction in
            try transaction.request(id).map {
                let again = try Sequencing.Acknowledgement(again: $0, reader: transaction)
                return try Self.document(
                    again,
                    number: NumberBook(transaction: transaction).number(of: again.digest)
                )
            }
        }
    }
}

// MARK: - Planning

extension NodeLocalService {
    /// Plans a step that was not drafted before; throws whatever else than the missing approver speaks against it.
    private func planned(
        _ submission: EntrySubmission,
        _ request: Submission<AppendPayload>.Request,
        _ caller: Caller
    ) async throws -> PendingStep {
        let step = try await plan(submission, caller: caller)
        guard let approval = transition(of: step.draft.header)?.approval else {
            throw NodeError(.approvalNotAsked, ["event": step.draft.header.event.text])
        }
        let (header, body) = try step.draft.finished(
            salt: SecureRandom.bytes(count: Ledger.Limits.objectSaltByteCount)
        )
        let text = ApprovalText(origin: step.origin, header: header)
        try await requireAdmitted(text, butForApprover: true)
        let now = node.time.now()
        return PendingStep(
            facts: PendingStep.Facts(
                request: "\(request.id)",
                digest: request.digest.hex,
                submission: submission,
                created: now,
                expires: now + Limits.draftSecondCountMax,
                clerk: PendingStep.Clerk(caller),
                rank: approval.rank.text,
                text: String(decoding: text.bytes, as: UTF8.self),
                home: step.home.map {
                    PendingStep.Home(
                        record: $0.record.record.hex,
                        origin: "\($0.origin)",
                        size: $0.size
                    )
                }
            ),
            body: body
        )
    }

    private func transition(of header: EntryHeader) -> Transition? {
        header.rules.flatMap { node.view.packs.pack($0) }?.machine(header.machine)?
            .transition(header.event)
    }

    /// Plans a draft once more, as its clerk; throws `draft_outdated` where something else would come of it now.
    ///
    /// The commitment to the home part may be an older one: that the matter has not grown since is judged where it is appended.
    private func plannedAgain(_ pending: PendingStep) async throws -> PlannedStep {
        let clerk = pending.caller(under: node.configuration.callerPolicy)
        let step = try await plan(pending.facts.submission, caller: clerk)
        let kept = try pending.text()
        var planned = step.draft.header
        planned.draft = kept.header.draft
        var header = kept.header
        let reference = header.objects.first { $0.role == .body }
        header.objects.removeAll { $0.role == .body }
        let content = try step.draft.body?.encoded()
        let isSameBody =
            content == pending.body.map { Array($0.content) }
            && (reference == nil
                || reference?.label == step.draft.label
                    && reference?.audience == step.draft.audience)
        let isSame =
            ApprovalText(origin: kept.origin, header: header)
            .isSameStep(as: ApprovalText(origin: step.origin, header: planned))
        guard isSame, isSameBody, try step.home?.record == pending.home()?.record else {
            throw NodeError(.draftOutdated, ["draft": pending.facts.request])
        }
        return step
    }

    /// Throws everything that admission has against a text; the missing approver does not count while nobody was asked.
    private func requireAdmitted(
        _ text: ApprovalText,
        butForApprover: Bool = false
    ) async throws {
        let view = node.view
        let now = node.time.now()
        let admission = try await node.store.read { transaction in
            try view.projector.preview(text.header, of: text.origin, now: now, in: transaction)
        }
        guard case .refused(let reasons, let awaited) = admission else { return }
        let others = reasons.filter { !butForApprover || $0.code != Self.approverMissing }
        guard others.isEmpty, awaited.isEmpty else {
            throw EntryRefusal(reasons: others, awaited: awaited.map(\.text))
        }
    }

    /// The code of a step that lacks its approver's signature.
    static let approverMissing = "casework.\(IrregularReason.Code.approverMissing.rawValue)"
}

// MARK: - Who approves

extension NodeLocalService {
    /// The officer whose key it is; throws what keeps him from approving the draft, his rank apart.
    private func approver(
        with key: OfficerKey,
        of pending: PendingStep
    ) async throws -> EnrolledOfficer {
        let text = try pending.text()
        guard let office = text.header.office else {
            throw NodeError(.draftDamaged, ["draft": pending.facts.request])
        }
        let history = try await node.history(of: text.origin)
        switch ApproverStanding(of: key, for: office, in: history) {
        case .holds(let officer):
            try requireRank(officer, for: text.header)
            return officer
        case .unknown:
            throw NodeError(
                .officerNotEnrolled,
                ["fingerprint": key.fingerprint.text, "office": office.text]
            )
        case .ofOffice(let own, let officer):
            throw NodeError(
                .officerOfAnotherOffice,
                ["office": office.text, "officer": officer.text, "own": own.text]
            )
        case .revoked(let officer):
            throw NodeError(.officerRevoked, ["officer": officer.text])
        case .signsAlready:
            throw NodeError(.approverSignsAlready, ["office": office.text])
        }
    }

    /// Where the rules show a rank and ask for no signature, one that is given is still by that rank.
    private func requireRank(_ officer: EnrolledOfficer, for header: EntryHeader) throws {
        guard let pack = header.rules.flatMap({ node.view.packs.pack($0) }),
            let asked = transition(of: header)?.approval?.rank,
            !pack.rank(officer.rank, covers: asked)
        else { return }
        throw Problem(
            code: "casework.\(IrregularReason.Code.approverRank.rawValue)",
            arguments: ["found": officer.rank.text, "rank": asked.text],
            status: 422
        )
    }

    /// The text that an officer signed, with his signature; throws unless it is the draft's, of now, and his.
    private func signed(
        _ approval: ApprovalDocument,
        _ pending: PendingStep
    ) async throws -> (ApprovalText, HandedInSignature) {
        let note = try Note(parsing: Array(approval.note.utf8))
        let text = try ApprovalText(parsing: note.text)
        guard text.isSameStep(as: try pending.text()), text.names(pending.body) else {
            throw NodeError(.approvalTextDiffers, ["draft": pending.facts.request])
        }
        let age = node.time.now() - text.header.at.instant
        guard age <= Limits.approvalSecondCountMax else {
            throw NodeError(
                .approvalTooOld,
                ["at": text.header.at.text, "limit": "\(Limits.approvalSecondCountMax)"]
            )
        }
        guard let office = text.header.office, let named = text.header.officer,
            note.signatures.count == 1, let line = note.signatures.first
        else { throw NodeError(.approvalSignatureWrong) }
        let history = try await node.history(of: text.origin)
        let known = history.officers.first { $0.officer == named && $0.office == office }
        guard let known else { throw NodeError(.officerUnknown, ["officer": named.text]) }
        let key = try OfficerKey(publicKey: known.key.publicKey)
        let officer = try await approver(with: key, of: pending)
        guard let signature = HandedInSignature(line, by: officer.key, over: text.bytes) else {
            throw NodeError(.approvalSignatureWrong)
        }
        return (text, signature)
    }
}

// MARK: - Showing

extension NodeLocalService {
    /// Problems of a draft speak of fields, events and ranks by their titles.
    private func titled<Value>(
        _ pending: PendingStep,
        _ operation: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await Problems.told(operation)
        } catch let problem as Problem {
            throw try StepTitles(pending.text().header.machine, in: node.view.packs)?
                .titled(problem) ?? problem
        }
    }

    private func document(
        _ pending: PendingStep,
        _ text: ApprovalText,
        withBody: Bool
    ) throws -> DraftDocument {
        let header = text.header
        let facts = pending.facts
        var document = DraftDocument(
            draft: facts.request,
            machine: header.machine.text,
            event: header.event.text,
            office: header.office?.text ?? "",
            origin: "\(text.origin)"
        )
        document.created = NodeTime.shown(at: facts.created) ?? ""
        document.expires = NodeTime.shown(at: facts.expires) ?? ""
        document.eventTitles = transition(of: header)?.title.byLanguage ?? [:]
        document.officer = header.officer?.text
        document.rank = facts.rank
        document.rankTitles =
            RankID(facts.rank).flatMap { node.view.packs.title(of: $0)?.byLanguage } ?? [:]
        document.record = header.record?.hex ?? facts.submission.record
        document.text = String(decoding: text.bytes, as: UTF8.self)
        document.uid = facts.clerk.uid
        let recipients = recipients(of: header, in: text.origin)
        document.recipients = try recipients.all()
        document.findings = try recipients.unreached()
        guard withBody, let body = pending.body else { return document }
        document.body = String(decoding: body.content, as: UTF8.self)
        document.salt = Hex.encode(body.salt)
        return document
    }
}
