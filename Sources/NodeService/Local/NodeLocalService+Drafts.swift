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
    /// The request's id names the draft: sent again it gets the same one. Its contents are not answered: who approves asks for them.
    package func draft(
        _ submission: EntrySubmission,
        caller: Caller
    ) async throws -> DraftDocument {
        try await told(about: submission, caller) {
            let request = try Self.request(submission)
            let known = try await kept(request, caller)
            let stored: PendingStep
            if let known {
                stored = known
            } else {
                try RequestKeeper.require(
                    request.id,
                    knowing: try await RequestKeeper(node).count()
                )
                let step = try await planned(submission, request, caller)
                // What is over makes room, and nothing that is being approved is taken for over.
                stored = try await node.numbering.pass { try await keep(step) }
            }
            var answer = try document(stored, stored.text(), isWhole: false)
            answer.findings += stored.facts.findings ?? []
            answer.findings += try await otherDrafts(than: stored)
            return answer
        }
    }

    /// A page of the drafts that wait, of the offices for which the caller reads, and those that are damaged.
    package func drafts(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<DraftDocument> {
        try await Problems.told {
            try await DraftSweep(node: node).run()
            let book = book
            let kept = try await node.store.read { try book.all(in: $0) }
            return Page(
                try kept.compactMap { kept -> DraftDocument? in
                    switch kept {
                    case .damaged(let damaged):
                        let mayRead = damaged.office.map(caller.readOffices.contains) ?? true
                        guard mayRead || caller.offices.contains(Caller.nodeOffice) else {
                            return nil
                        }
                        return Self.document(damaged)
                    case .whole(let step):
                        let text = try step.text()
                        guard caller.readOffices.contains(text.header.office?.text ?? "") else {
                            return nil
                        }
                        return try document(step, text, isWhole: false)
                    }
                }
            )
        }
    }

    /// The text that an officer would sign now, for his key.
    ///
    /// A number that the node gives is the next one of its series at this moment: the draft takes it where another step took its own.
    package func prepare(
        _ question: ApprovalQuestion,
        caller: Caller
    ) async throws -> DraftDocument {
        try await Problems.told {
            guard let key = OfficerKey(parsing: question.key) else {
                throw NodeError(.officerKeyInvalid)
            }
            let waiting = try await waiting(question.draft, for: caller)
            return try await titled(waiting) {
                let officer = try await approver(with: key, of: waiting)
                let drafter = try drafterNotice(on: waiting, approvedBy: caller)
                let (pending, step) = try await renumbered(waiting)
                var header = try pending.text().header
                header.at = try node.time.timestamp()
                header.officer = officer.officer
                let text = ApprovalText(origin: try pending.text().origin, header: header)
                try await requireAdmitted(text)
                var shown = try document(pending, text, isWhole: true)
                shown.findings += try await notices(of: step, text.header)
                shown.findings += [drafter].compactMap(\.self)
                shown.findings += try await otherDrafts(than: waiting)
                return try await described(shown, text, caller)
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
            if let known = try await acknowledged(approval, caller) { return known }
            let waiting: PendingStep
            do {
                waiting = try await self.waiting(approval.draft, for: caller)
            } catch let error as NodeError where error.code == .draftApproved {
                // It was appended between these two looks.
                guard let known = try await acknowledged(approval, caller) else { throw error }
                return known
            }
            return try await titled(waiting) {
                // One after the other: of two steps that continue a series of document numbers, one alone finds its number free.
                try await node.numbering.pass {
                    // The same approval may have come twice at once.
                    if let known = try await acknowledged(approval, caller) { return known }
                    // It may have been thrown away or have got another number meanwhile; those pass here too.
                    let pending = try await find(approval.draft) { _ in }
                    let (text, signature) = try await signed(approval, pending)
                    // Told with the review, and refused here where one login may not do both.
                    _ = try drafterNotice(on: pending, approvedBy: caller)
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
        if let number = pending.facts.number, let claim = step.number, claim.number != number {
            throw NodeError(
                .draftNumberTaken,
                ["draft": pending.facts.request, "number": number]
            )
        }
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

    /// Throws a draft away, also one that is damaged, which nobody can approve.
    package func cancel(_ draft: DraftName, caller: Caller) async throws {
        try await Problems.told {
            // Whoever is told that it is thrown away finds no entry of it afterwards.
            try await node.numbering.pass {
                let id: String
                if let damaged = try await damaged(draft.draft, endedBy: caller) {
                    id = damaged.id
                } else {
                    id = try await find(draft.draft, caller.requireSign(for:)).facts.request
                }
                let book = book
                try await node.store.write { try book.remove(id, in: $0) }
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
                submission: submission.unreviewed,
                created: now,
                expires: now + Limits.draftSecondCountMax,
                clerk: PendingStep.Clerk(caller),
                rank: approval.rank.text,
                text: String(decoding: text.bytes, as: UTF8.self),
                home: step.home.map(PendingStep.Home.init),
                number: step.allotted,
                findings: try await notices(of: step, header)
            ),
            body: body
        )
    }

    /// What whoever drafts or signs a step should know before, as `preview` says it: what people judge, dates and numbers that are more
    /// often a slip of the pen, and a matter that is out of the house already.
    private func notices(
        of step: PlannedStep,
        _ header: EntryHeader
    ) async throws -> [CodedText] {
        let findings = step.draft.findings.map {
            CodedText("ledger.\($0.code.rawValue)", $0.arguments)
        }
        let recipients = recipients(of: header, in: step.origin)
        let sent = try await node.store.read { [view = node.view] transaction in
            try Self.sentPart(of: header, step.origin, view, in: transaction)
        }
        let told =
            try await [sent?.notice].compactMap(\.self)
            + titled(
                findings + step.conditions + step.warnings
                    + recipients.unread(by: step.readers),
                of: header.machine
            ) + step.numberWarnings + otherCopies()
        // What names the step's own time names the one that is signed, not the one at which it was planned.
        let planned = step.draft.header.at.text
        return told.map { notice in
            var notice = notice
            if notice.arguments["at"] == planned { notice.arguments["at"] = header.at.text }
            return notice
        }
    }

    private func transition(of header: EntryHeader) -> Transition? {
        header.rules.flatMap { node.view.packs.pack($0) }?.machine(header.machine)?
            .transition(header.event)
    }

    /// Plans a draft once more, as its clerk; throws `draft_outdated` where something else would come of it now than another number.
    ///
    /// The commitment to the home part may be an older one: that the matter has not grown since is judged where it is appended.
    private func plannedAgain(_ pending: PendingStep) async throws -> PlannedStep {
        let clerk = pending.caller(under: node.configuration.callerPolicy)
        // Who has no right any more is told that, and not that the matter is unknown.
        try clerk.requireSign(for: try pending.text().header.office?.text)
        let step = try await plan(pending.facts.submission, caller: clerk)
        guard try pending.isSame(as: step) else {
            throw NodeError(.draftOutdated, ["draft": pending.facts.request])
        }
        return step
    }

    /// A draft with the number that its series has come to; the same one where another step has not taken its own.
    private func renumbered(
        _ waiting: PendingStep
    ) async throws -> (PendingStep, PlannedStep) {
        let step = try await plannedAgain(waiting)
        guard step.allotted != waiting.facts.number else { return (waiting, step) }
        return try await node.numbering.pass {
            let pending = try await find(waiting.facts.request) { _ in }
            let step = try await plannedAgain(pending)
            guard step.allotted != pending.facts.number else { return (pending, step) }
            let (header, body) = try step.draft.finished(
                salt: SecureRandom.bytes(count: Ledger.Limits.objectSaltByteCount)
            )
            var facts = pending.facts
            let text = ApprovalText(origin: step.origin, header: header)
            facts.text = String(decoding: text.bytes, as: UTF8.self)
            facts.home = step.home.map(PendingStep.Home.init)
            facts.number = step.allotted
            let renewed = PendingStep(facts: facts, body: body)
            let book = book
            try await node.store.write { try book.put(renewed, in: $0) }
            return (renewed, step)
        }
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
            // One whose revocation was cut off is revoked.
            let isRevoked = try await node.store.read {
                try RevocationBook(transaction: $0).officers().contains(officer.officer.text)
            }
            guard !isRevoked else {
                throw NodeError(.approverRevoked, ["officer": officer.officer.text])
            }
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
            throw NodeError(.approverRevoked, ["officer": officer.text])
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

    /// A draft of which no step can be read.
    private static func document(_ damaged: DraftBook.Damaged) -> DraftDocument {
        var document = DraftDocument(
            draft: damaged.id,
            machine: "",
            event: "",
            office: damaged.office ?? "",
            origin: ""
        )
        document.expires = damaged.due.flatMap { NodeTime.shown(at: $0.expires) } ?? ""
        document.findings = [CodedText(damaged.fault)]
        return document
    }

    private func document(
        _ pending: PendingStep,
        _ text: ApprovalText,
        isWhole: Bool
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
        document.uid = facts.clerk.uid
        let recipients = recipients(of: header, in: text.origin)
        document.recipients = try recipients.shown()
        document.findings = try recipients.unreached()
        if let number = facts.number {
            document.documentNumber = number
            document.findings.append(
                CodedText(NodeError(.documentNumberProvisional, ["number": number]))
            )
        }
        guard isWhole else { return document }
        document.text = String(decoding: text.bytes, as: UTF8.self)
        guard let body = pending.body else { return document }
        document.body = String(decoding: body.content, as: UTF8.self)
        document.salt = Hex.encode(body.salt)
        return document
    }
}
