import Casework
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Shows officers as local clients read them.
struct OfficerPresenter: Sendable {
    /// The field of the personal object that says who an officer is.
    static let nameField = FieldID(unchecked: "name")

    let view: NodeView
    /// The origin of the home log.
    let home: Origin
    let caller: Caller

    /// One officer; who it is, is told to those alone who read for his office.
    ///
    /// `history` is that of the home log.
    func document(
        _ officer: EnrolledOfficer,
        of history: KeyHistory,
        in transaction: SQLiteTransaction
    ) throws -> OfficerDocument {
        let enrolment = try header(at: officer.index, in: transaction)
        var document = OfficerDocument(
            officer: officer.officer.text,
            office: officer.office.text,
            rank: officer.rank.text,
            key: "\(officer.key)",
            fingerprint: try OfficerKey(publicKey: officer.key.publicKey).fingerprint.text,
            since: enrolment?.at.text ?? ""
        )
        document.rankTitles = view.packs.title(of: officer.rank)?.byLanguage ?? [:]
        document.revoked = try officer.revokedAt.flatMap {
            try header(at: $0, in: transaction)?.at.text
        }
        document.revokedSince = try history.revokedSince(officer.key, before: history.size)
            .flatMap { try header(at: $0, in: transaction)?.at.text }
        guard let enrolment, caller.readOffices.contains(officer.office.text) else {
            return document
        }
        document.name = try name(enrolment, at: officer.index, in: transaction)
        let register = OfficerRegister(storageKey: view.keyring.storageKey)
        switch try register.kept(officer.officer.text, in: transaction) {
        case nil: break
        case .damaged(let fault): document.findings = [CodedText(fault)]
        case .names(let names):
            document.name = names.names.last?.name
            document.named = names.names.last.flatMap { NodeTime.shown(at: $0.at) }
        }
        if document.name == nil, document.findings.isEmpty {
            document.findings = [
                CodedText(NodeError(.officerNameless, ["officer": officer.officer.text]))
            ]
        }
        return document
    }

    private func name(
        _ header: EntryHeader,
        at index: UInt64,
        in transaction: SQLiteTransaction
    ) throws -> String? {
        guard let index = EntryIndex(index) else { return nil }
        let bodies = BodyReader(storageKey: view.keyring.storageKey)
        let found = try bodies.body(of: header, at: index, of: home, in: transaction)
        guard case .body(let body)? = found else { return nil }
        return body.fields[Self.nameField]?.string
    }

    private func header(
        at index: UInt64,
        in transaction: SQLiteTransaction
    ) throws -> EntryHeader? {
        guard let index = EntryIndex(index),
            let bytes = try transaction.entryBytes(of: home, at: index)
        else { return nil }
        return try UnverifiedEntry(parsing: bytes).header
    }
}
