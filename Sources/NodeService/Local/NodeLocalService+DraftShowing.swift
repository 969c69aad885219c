import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    /// A draft with what its officer is shown beside the text: the matter, what it says so far, and what everything is called.
    ///
    /// He signs the text alone; a caller who may not read the matter's bodies is shown what their headers say.
    func described(
        _ draft: DraftDocument,
        _ text: ApprovalText,
        _ caller: Caller
    ) async throws -> DraftDocument {
        let view = node.view
        let bodies = BodyReader(storageKey: view.keyring.storageKey)
        return try await node.store.read { transaction in
            let presenter = RecordPresenter(
                view: view,
                transaction: transaction,
                bodies: bodies,
                caller: caller
            )
            let log = try LogName.required(text.origin)
            var shown = draft
            shown.names = PartyNames(view: view).names(
                of: ([text.header.signer] + text.header.to).compactMap { $0?.text },
                in: log.isHome ? nil : log.mechanism
            )
            let pack = text.header.rules.flatMap { view.packs.pack($0) }
            let machine = pack?.machine(text.header.machine)
            shown.machineTitles = machine?.title.byLanguage
            // An opening continues a matter at home, any other step one of its own log.
            let home = RecordScope(text: "\(view.node)/\(LogName.home)")
            let scope = text.header.record == nil ? home : RecordScope(log)
            if let sent = try Self.sentPart(of: text.header, text.origin, view, in: transaction) {
                shown.sent = try presenter.summary(of: sent.row)
            }
            if let record = draft.record.flatMap({ Digest(hex: $0) }) {
                try Self.describe(RecordKey(scope: scope, record: record), &shown, presenter)
            }
            var fields = shown.known
            if !draft.body.isEmpty {
                let body = try Body(parsing: Array(draft.body.utf8))
                for (id, value) in body.fields { fields[id.text] = FieldValue(value) }
            }
            for fact in text.header.facts {
                fields[fact.field.text] = FieldValue(BodyValue(fact.value))
            }
            shown.labels = FieldLabels(
                pack: pack,
                machine: machine,
                parties: (PartyNames(view: view), log.isHome ? nil : log.mechanism)
            )
            .labels(of: fields)
            return shown
        }
    }

    /// The part of a matter that is in a mechanism already, while a step of its part at home is to be signed.
    struct SentPart {
        let row: ProjectedRecord
        /// What whoever signs at home is told.
        let notice: CodedText
    }

    /// The part that went into a mechanism; nil for a step of a mechanism's log, and of a matter that is still at home.
    static func sentPart(
        of header: EntryHeader,
        _ origin: Origin,
        _ view: NodeView,
        in transaction: SQLiteTransaction
    ) throws -> SentPart? {
        guard try LogName.required(origin).isHome, let record = header.record else { return nil }
        let home = RecordKey(scope: RecordScope(try LogName.required(origin)), record: record)
        guard let link = try transaction.homeLink(of: home),
            let row = try transaction.projectedRecord(
                RecordKey(scope: link.scope, record: link.opening)
            )
        else { return nil }
        let mechanism = link.scope.mechanism?.text ?? link.scope.text
        var arguments = [
            "mechanism": mechanism, "opening": link.opening.hex, "state": row.state,
        ]
        let machine = header.rules.flatMap { view.packs.pack($0) }?.machine(header.machine)
        if let state = machine?.states.first(where: { $0.id.text == row.state }) {
            for (language, title) in state.title.byLanguage {
                arguments["state_\(language)"] = title
            }
        }
        let text = CodedText(NodeError(.draftAfterOpening, arguments))
        return SentPart(row: row, notice: PartyNames(view: view).titled(text))
    }

    private static func describe(
        _ key: RecordKey,
        _ shown: inout DraftDocument,
        _ presenter: RecordPresenter
    ) throws {
        guard let row = try presenter.transaction.projectedRecord(key) else { return }
        shown.matter = try presenter.summary(of: row)
        guard try presenter.mayReadBodies(of: key) else { return }
        let known = try presenter.bodies.fields(of: key, in: presenter.transaction)
        for (id, value) in known { shown.known[id.text] = FieldValue(value) }
    }
}
