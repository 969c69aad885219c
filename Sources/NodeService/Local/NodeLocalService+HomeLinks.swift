import Casework
import Cryptography
import Foundation
import Ledger
package import LocalAPI
import LogStorage
import Logging
import SQLiteStorage

extension NodeLocalService {
    /// Keeps what an operator states of a matter at home of which the store does not say any more whether it was sent.
    ///
    /// The matter may be sent again, or has its link again, and `status` goes on saying who stated it, when and why. A later
    /// statement takes the place of an earlier one of the same matter, which stays beside it. Throws
    /// `home_link_not_lost` for a matter of which nothing is open, and `home_link_other` for an entry that cannot be its opening.
    package func state(
        _ statement: HomeLinkStatement,
        caller: Caller
    ) async throws -> HomeLinkAnswer {
        try await Problems.told {
            let reason = try Self.reason(statement.reason)
            return try await node.changes.pass {
                let kept = try await keep(statement, reason, user: caller.credentials.uid)
                let told = kept.text
                node.logger.warning(
                    "\(told.code)",
                    metadata: ["record": "\(kept.record)", "user": "\(kept.user)"]
                )
                try await DerivedRowKeeper(node).requireLinks()
                return HomeLinkAnswer(
                    record: kept.record,
                    sentAs: kept.sentAs,
                    openCount: node.derivedRows.openCount
                )
            }
        }
    }

    /// Keeps a statement and has the links compared anew.
    ///
    /// While nothing else compares them: what was read before would be noted as the answer that holds now.
    private func keep(
        _ statement: HomeLinkStatement,
        _ reason: String,
        user: UInt32
    ) async throws -> LinkStatement {
        try await node.derivedRows.turn.pass {
            let view = node.view
            let kept = try await node.store.write { [now = node.time.now()] transaction in
                let row = try Self.row(withPrefix: statement.record, in: transaction)
                try Self.takeBack(row.key, view, in: transaction)
                let kept = LinkStatement(
                    scope: row.key.scope.text,
                    record: row.key.record.hex,
                    sentAs: try Self.opening(statement, of: row.key, view, in: transaction)?.hex,
                    reason: reason,
                    user: user,
                    at: now
                )
                try kept.put(in: transaction)
                return kept
            }
            node.derivedRows.forgetLinks()
            return kept
        }
    }

    /// Removes the link that a matter has by an earlier statement: another one takes its place.
    private static func takeBack(
        _ matter: RecordKey,
        _ view: NodeView,
        in transaction: SQLiteTransaction
    ) throws {
        let former = try LinkStatement.found(in: transaction).whole.first { $0.matter == matter }
        guard let opening = former?.opening,
            try transaction.homeLink(of: matter)?.opening == opening
        else { return }
        try transaction.removeHomeLink(of: matter)
        _ = try view.projector.refold([matter], in: transaction)
    }

    /// What is stated as the opening; nil for a matter that was not sent.
    private static func opening(
        _ statement: HomeLinkStatement,
        of matter: RecordKey,
        _ view: NodeView,
        in transaction: SQLiteTransaction
    ) throws -> Digest? {
        try chosen(
            statement,
            of: matter,
            among: possible(matter, view, in: transaction).map(\.digest)
        )
    }

    /// The one of them that is stated; nil for a matter that was not sent.
    static func chosen(
        _ statement: HomeLinkStatement,
        of matter: RecordKey,
        among openings: [Digest]
    ) throws -> Digest? {
        guard let sentAs = statement.sentAs?.lowercased() else { return nil }
        let found = openings.filter { sentAs.utf8.count >= 8 && $0.hex.hasPrefix(sentAs) }
        guard let opening = found.first, found.count == 1 else {
            throw NodeError(
                .homeLinkOther,
                [
                    "opening": sentAs,
                    "openings": openings.map(\.hex).joined(separator: ", "),
                    "record": matter.record.hex,
                ]
            )
        }
        return opening
    }

    static func reason(_ text: String) throws -> String {
        let reason = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let count = reason.utf8.count
        let isPlain = !reason.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard isPlain, (1...Limits.linkReasonByteCountMax).contains(count) else {
            throw NodeError(
                .homeLinkReason,
                ["found": "\(count)", "limit": "\(Limits.linkReasonByteCountMax)"]
            )
        }
        return reason
    }
}
