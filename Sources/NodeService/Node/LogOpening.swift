import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import Sequencing
import TransparencyLog

/// Makes a log of our own: the log and its first entries come into being in one transaction.
enum LogOpening {
    /// Creates the log and appends `headers`, each with its signers, in their order; the first must be `log`/`open`.
    ///
    /// A log of size 0 is thus never stored, and never published. Throws the refusal of the first entry that would not
    /// count; then nothing is stored.
    static func open(
        _ origin: Origin,
        key: Ed25519Signer,
        entries: [(header: EntryHeader, signers: [any NoteSigner])],
        now: Int64,
        view: NodeView,
        stops: AppendStops,
        in transaction: SQLiteTransaction
    ) throws -> Checkpoint {
        let projector = view.projector
        let trusted = [view.card.key]
        let step = AppendStep<AppendPayload, SQLiteTransaction>(
            origin: origin,
            signer: key,
            makeJudge: { transaction in
                try AppendJudge(
                    projector: projector,
                    transaction: transaction,
                    origin: origin,
                    trusted: trusted,
                    stops: stops,
                    membershipEnd: nil
                )
            }
        )
        try transaction.createLog(origin, kind: .own)
        var tree: GrowingTree?
        var newest: Checkpoint?
        for (header, signers) in entries {
            let submission = try submission(header, of: origin, signers: signers, now: now, trusted)
            let result = try step.run([submission], after: tree, in: transaction)
            tree = result.tree
            newest = result.checkpoint ?? newest
            if case .refused(let error)? = result.outcomes.first { throw error }
        }
        guard let newest else { throw NodeError(.logEmpty, ["origin": "\(origin)"]) }
        return newest
    }

    private static func submission(
        _ header: EntryHeader,
        of origin: Origin,
        signers: [any NoteSigner],
        now: Int64,
        _ trusted: [VerifierKey]
    ) throws -> AppendMachine<AppendPayload>.Pending {
        let entry = try EntryBuilder.entry(header, of: origin, signers: signers)
        guard let history = KeyHistory(origin: origin, trusted: trusted) else {
            throw LedgerError(.originNotOurs, ["origin": "\(origin)"])
        }
        let payload = AppendPayload(
            checked: EntryVerifier(history).check(entry.bytes),
            entry: entry,
            now: now,
            home: nil
        )
        var machine = AppendMachine<AppendPayload>()
        let directives = machine.onSubmit(
            try Submission(entry: entry.bytes, payload: payload),
            by: machine.makeTicket()
        )
        guard case .write(let batch)? = directives.first, let pending = batch.first else {
            throw NodeError(.logEmpty, ["origin": "\(origin)"])
        }
        return pending
    }
}
