import Casework
import Ledger
import LocalAPI
import SQLiteStorage
import TransparencyLog

extension StepPlanner {
    /// Bytes of a body that a node of this edition stores: with its salt it is one piece.
    private static let bodyByteCountMax =
        Ledger.Limits.objectPieceByteCount - Ledger.Limits.objectSaltByteCount

    /// Reasons against a step that no field mends: whoever fills in a form in vain learns of them first.
    private static let unmendable: Set<String> = Set(
        [
            IrregularReason.Code.roleNotAllowed, .stateNotAllowed, .onceOnly, .ownLatestNotAllowed,
            .latestNotAllowed, .answersLacking, .answersNone, .signerIsParty,
        ].map { "casework.\($0.rawValue)" }
    )

    /// Header and body of a step that was checked; throws `fields_missing`, or what stands against the step whatever its fields say.
    func draft(
        _ check: SubmissionCheck,
        in origin: Origin,
        state: RecordState?,
        _ carried: [FieldID: BodyValue],
        settled: Set<FieldID>,
        departed: Set<Address>,
        called: [Address],
        isHome: Bool
    ) throws -> EntryDraft {
        let draft = try EntryComposer(pack: check.pack, isHome: isHome).compose(
            check.intent,
            at: NodeTime.timestamp(at: now),
            state: state,
            carried: carried,
            settled: settled,
            isSubjectPerson: check.isSubjectPerson,
            departed: departed,
            called: called
        )
        // What is given and empty is missing, also where an earlier step said something.
        let missing =
            draft.missing
            + check.step.requiredFields.filter { field in
                check.stated[field]?.isEmpty == true && !draft.missing.contains(field)
            }
        guard missing.isEmpty else {
            try requireOpen(draft, in: origin)
            let fields = missing.map(\.text).joined(separator: ", ")
            throw NodeError(.fieldsMissing, ["event": check.step.id.text, "fields": fields])
        }
        let count = draft.body?.byteCount ?? 0
        guard count <= Self.bodyByteCountMax else {
            throw NodeError(
                .bodyTooLarge,
                ["found": "\(count)", "limit": "\(Self.bodyByteCountMax)"]
            )
        }
        return draft
    }

    /// Throws why a step whose fields are missing would not count with them either.
    private func requireOpen(_ draft: EntryDraft, in origin: Origin) throws {
        let (header, _) = try draft.finished(
            salt: [UInt8](repeating: 0, count: Ledger.Limits.objectSaltByteCount)
        )
        let admission = try view.projector.preview(header, of: origin, now: now, in: transaction)
        guard case .refused(let reasons, _) = admission else { return }
        let lasting = reasons.filter { Self.unmendable.contains($0.code) }
        guard lasting.isEmpty else { throw EntryRefusal(reasons: lasting, awaited: []) }
    }
}
