import Casework
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage

/// What `status` and `doctor` say of the rows of the node's own state that cannot be read, each with what to do.
struct StateFindings {
    let storageKey: [UInt8]
    let transaction: SQLiteTransaction

    /// All of them, and the revocations that do not stand in all own logs yet.
    func all() throws -> [CodedText] {
        try drafts() + revocations() + names()
    }

    private func drafts() throws -> [CodedText] {
        try DraftBook(storageKey: storageKey).all(in: transaction).compactMap { kept in
            guard case .damaged(let damaged) = kept else { return nil }
            return CodedText(damaged.fault)
        }
    }

    private func revocations() throws -> [CodedText] {
        try RevocationBook(transaction: transaction).all().map { kept in
            switch kept {
            case .damaged(_, let fault): CodedText(fault)
            case .plan(let plan):
                CodedText(NodeError(.revocationUnfinished, ["officer": plan.officer]))
            }
        }
    }

    private func names() throws -> [CodedText] {
        try OfficerRegister(storageKey: storageKey).damaged(in: transaction).map { CodedText($0) }
    }
}

extension NodeLocalService {
    /// What is to be said of this home's own rows, and of heads of document numbers for what no rule pack here has.
    func stateFindings(
        _ view: NodeView,
        in transaction: SQLiteTransaction
    ) throws -> [CodedText] {
        let state = StateFindings(
            storageKey: view.keyring.storageKey,
            transaction: transaction
        )
        return try state.all()
            + node.configuration.unknownDocuments(
                of: view.packs,
                in: node.home.configuration
            )
    }
}
