import Casework
import Cryptography
import Foundation
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import Sequencing
import TransparencyLog

/// What a running node answers to local commands.
package struct NodeLocalService: Sendable {
    let node: Node

    /// Serves a node.
    package init(_ node: Node) {
        self.node = node
    }

    /// The limits of pages.
    static let pageItemCount = 200
}

extension NodeLocalService {
    /// Builds, signs and appends one step; a request that was sent before gets the first acknowledgement.
    package func submit(
        _ submission: EntrySubmission,
        caller: Caller
    ) async throws -> LocalAPI.Acknowledgement {
        try await told(about: submission, caller) {
            let request = try Self.request(submission)
            switch try await answerOrPlan(submission, request, caller: caller) {
            case .answer(let known): return known
            case .plan(let step):
                if step.number == nil { return try await append(step, request) }
            }
            // One after the other: of two steps that continue a series at once, one alone would find its number free.
            return try await node.numbering.pass {
                switch try await answerOrPlan(submission, request, caller: caller) {
                case .answer(let known): return known
                case .plan(let step): return try await append(step, request)
                }
            }
        }
    }

    /// Signs and appends a planned step.
    private func append(
        _ step: PlannedStep,
        _ request: Submission<AppendPayload>.Request
    ) async throws -> LocalAPI.Acknowledgement {
        // Before anything is signed: what is stored must not fail.
        let copies = try await otherCopies()
        let (header, body) = try step.draft.finished(
            salt: SecureRandom.bytes(count: Ledger.Limits.objectSaltByteCount)
        )
        let entry = try EntryBuilder.entry(header, of: step.origin, signers: [step.signer])
        return try await append(
            SignedStep(step: step, entry: entry, body: body, request: request, home: step.home),
            copies
        )
    }

    /// A step with all its signatures, on its way into the log.
    struct SignedStep {
        let step: PlannedStep
        let entry: UnverifiedEntry
        let body: SaltedObject?
        let request: Submission<AppendPayload>.Request
        let home: (record: RecordKey, origin: Origin, size: UInt64)?
    }

    /// Appends a signed step and says what keeps it from those whom it addresses; `copies` was said of it before it was signed.
    func append(
        _ signed: SignedStep,
        _ copies: [CodedText]
    ) async throws -> LocalAPI.Acknowledgement {
        let step = signed.step
        let header = signed.entry.header
        let acknowledgement = try await node.append(
            signed.entry,
            to: step.origin,
            request: signed.request,
            objects: try signed.body.map { [try seal($0)] } ?? [],
            home: signed.home,
            pause: step.pause,
            number: step.number,
            identifiers: signed.body.map {
                IdentifierIndex(node.view).note(of: $0.content, named: $0.name, in: header)
            }
        )
        var document = try Self.document(acknowledgement, number: step.number?.number)
        let recipients = recipients(of: header, in: step.origin)
        let doubts = await doubts(on: step.origin)
        let warnings =
            try copies + step.numberWarnings
            + titled(step.warnings + recipients.unread(by: step.readers), of: header.machine)
            + recipients.unreached() + doubts
        if !warnings.isEmpty { document.warnings = warnings }
        document.note(
            ExerciseNotes(view: node.view)
                .notes(on: header, in: step.origin, saying: step.draft.body?.fields ?? [:])
        )
        return document
    }

    /// Says what `submit` would sign and who would receive it.
    package func preview(
        _ submission: EntrySubmission,
        caller: Caller
    ) async throws -> EntryPreview {
        try await told(about: submission, caller) {
            let step = try await plan(submission, caller: caller)
            // A salt that is never used: the preview shows the form, and its digests are not those of the real step.
            let (header, _) = try step.draft.finished(
                salt: [UInt8](repeating: 0, count: Ledger.Limits.objectSaltByteCount)
            )
            // The same refusal as in earnest.
            if let home = step.home {
                try await DerivedRowKeeper(node).requireRows(
                    to: step.origin,
                    opening: home.record,
                    by: header
                )
            }
            let view = node.view
            let now = node.time.now()
            let admission = try await node.store.read { transaction in
                try view.projector.preview(header, of: step.origin, now: now, in: transaction)
            }
            var findings = step.draft.findings.map {
                CodedText("ledger.\($0.code.rawValue)", $0.arguments)
            }
            switch admission {
            case .admitted(let more): findings += more.map { CodedText($0) }
            case .refused(let reasons, let awaited):
                // Who would receive what can be said before an officer has approved.
                let others = reasons.filter { $0.code != Self.approverMissing }
                guard others.isEmpty, awaited.isEmpty else {
                    throw EntryRefusal(reasons: others, awaited: awaited.map(\.text))
                }
                findings += reasons.map { CodedText($0) }
            }
            let recipients = recipients(of: header, in: step.origin)
            let doubts = await doubts(on: step.origin)
            let text = UnverifiedEntry.text(origin: step.origin, header: header)
            let preview = EntryPreview(
                origin: "\(step.origin)",
                text: String(decoding: text, as: UTF8.self),
                body: String(decoding: try step.draft.body?.encoded() ?? [], as: UTF8.self),
                signers: ["\(step.signer.verifierKey.name)"],
                recipients: try recipients.shown(),
                findings: try await titled(findings, of: header.machine) + otherCopies()
                    + step.numberWarnings
                    + titled(
                        step.conditions + step.warnings + recipients.unread(by: step.readers),
                        of: header.machine
                    )
                    + recipients.unreached() + doubts
            )
            return try PreviewTitles(view: view).titled(
                preview,
                header,
                in: step.origin,
                saying: step.draft.body?.fields ?? [:]
            )
        }
    }

    // MARK: Parts

    /// Problems of a step speak of fields, events and states by their titles.
    func told<Value>(
        about submission: EntrySubmission,
        _ caller: Caller,
        _ operation: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await Problems.told(operation)
        } catch let problem as Problem {
            let hinted = await hinted(problem, about: submission, caller)
            throw PartyNames(view: node.view).titled(hinted)
        }
    }

    /// A refusal in the words of the rules, with what they allow instead.
    private func hinted(
        _ problem: Problem,
        about submission: EntrySubmission,
        _ caller: Caller
    ) async -> Problem {
        let view = node.view
        let now = node.time.now()
        let hinted = try? await node.store.read { transaction -> Problem? in
            let planner = StepPlanner(
                view: view,
                now: now,
                caller: caller,
                transaction: transaction,
                bodies: BodyReader(storageKey: view.keyring.storageKey)
            )
            guard let step = try planner.stepIfNamed(submission) else { return nil }
            let titled = StepTitles(step.machine, in: view.packs)?.titled(problem) ?? problem
            guard NextSteps.leavesOpen(titled), titled.detail == nil,
                let record = try planner.recordKey(submission)
            else { return titled }
            let state = try view.projector.state(of: record, in: transaction)
            return try NextSteps(of: record, at: state, in: view, transaction, asOf: now)?
                .hinting(titled, about: step.event) ?? titled
        }
        // The refusal stands, whether what is possible instead can be read or not.
        return hinted.flatMap(\.self) ?? problem
    }

    /// What the node has seen of its peers that casts doubt on a step: on its time, or on who follows its log.
    private func doubts(on origin: Origin) async -> [CodedText] {
        let observed = await node.observations()
        let view = node.view
        let clock = OwnClock.doubt(view, observed, node.time.now())
        let mechanism = LogName(origin)?.mechanism.text
        let silent = silentMembers(view, observed).filter {
            $0.arguments["mechanism"] == mechanism
        }
        return [clock].compactMap(\.self) + silent
    }

    func titled(_ texts: [CodedText], of machine: MachineID) -> [CodedText] {
        let names = PartyNames(view: node.view)
        guard let titles = StepTitles(machine, in: node.view.packs) else {
            return texts.map(names.titled)
        }
        return texts.map { names.titled(titles.titled($0)) }
    }

    func recipients(of header: EntryHeader, in origin: Origin) -> Recipients {
        Recipients(view: node.view, header: header, origin: origin, now: node.time.now())
    }

    static func request(
        _ submission: EntrySubmission
    ) throws -> Submission<AppendPayload>.Request {
        guard let id = RequestID(text: submission.request) else {
            throw NodeError.malformed("request", submission.request)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Submission.Request(
            id: id,
            digest: SHA256.digest(of: try encoder.encode(submission.unreviewed))
        )
    }

    /// What a submission comes to before anything is signed.
    private enum Beginning: Sendable {
        /// It was sent before: its first acknowledgement.
        case answer(LocalAPI.Acknowledgement)
        case plan(PlannedStep)
    }

    /// The acknowledgement of a request that was answered before, or its plan; throws for the same id with other content.
    private func answerOrPlan(
        _ submission: EntrySubmission,
        _ request: Submission<AppendPayload>.Request,
        caller: Caller
    ) async throws -> Beginning {
        let view = node.view
        let now = node.time.now()
        let prefixes = node.configuration.documentNumbers
        let lost = try await RequestKeeper(node).count()
        return try await node.store.read { transaction in
            guard let known = try transaction.request(request.id) else {
                try RequestKeeper.require(request.id, knowing: lost)
                return .plan(
                    try Self.plan(submission, view, now, caller, prefixes, transaction)
                )
            }
            guard known.digest == request.digest else {
                throw SequencingError(.requestConflict, ["request": "\(request.id)"])
            }
            return .answer(try Self.document(again: known, view, in: transaction))
        }
    }

    func plan(_ submission: EntrySubmission, caller: Caller) async throws -> PlannedStep {
        let view = node.view
        let now = node.time.now()
        let prefixes = node.configuration.documentNumbers
        return try await node.store.read { transaction in
            try Self.plan(submission, view, now, caller, prefixes, transaction)
        }
    }

    private static func plan(
        _ submission: EntrySubmission,
        _ view: NodeView,
        _ now: Int64,
        _ caller: Caller,
        _ prefixes: DocumentPrefixes,
        _ transaction: SQLiteTransaction
    ) throws -> PlannedStep {
        var planner = StepPlanner(
            view: view,
            now: now,
            caller: caller,
            transaction: transaction,
            bodies: BodyReader(storageKey: view.keyring.storageKey)
        )
        let numbered = try NumberPlanner(planner: planner, prefixes: prefixes, now: now)
            .numbered(planner.resolved(submission))
        planner.uncarried = numbered.uncarried
        var step = try planner.plan(numbered.submission)
        try step.requireReviewed(submission.reviewedTo)
        step.number = numbered.claim
        step.numberWarnings = numbered.warnings
        return step
    }

    func seal(_ object: SaltedObject) throws -> Submission<AppendPayload>.SealedObject {
        let sealed = try SealedObject(
            name: object.name,
            key: SecureRandom.bytes(count: AESGCM.keyByteCount)
        )
        return Submission.SealedObject(
            object: object.name,
            wrappedKey: try sealed.wrappedKey(under: node.view.keyring.storageKey),
            sealed: try sealed.seal(object)
        )
    }

    static func document(
        _ acknowledgement: Sequencing.Acknowledgement,
        number: String?
    ) throws -> LocalAPI.Acknowledgement {
        let location = acknowledgement.location
        guard
            let inclusion = InclusionProof(
                of: location.index,
                in: acknowledgement.treeSize,
                hashes: acknowledgement.proof
            )
        else { throw NodeError(.logUnknown, ["origin": "\(location.origin)"]) }
        let proof = try TlogProof(
            inclusion,
            checkpoint: UnverifiedCheckpoint(parsing: acknowledgement.checkpoint)
        )
        var document = LocalAPI.Acknowledgement(
            entry: acknowledgement.digest.hex,
            index: acknowledgement.location.index.rawValue,
            origin: "\(acknowledgement.location.origin)",
            proof: String(decoding: proof.encoded, as: UTF8.self)
        )
        document.documentNumber = number
        return document
    }
}
