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
    /// The matter may be sent again, or has its link again, and `status` goes on saying who stated it, when and why. Throws
    /// `home_link_not_lost` for a matter of which nothing is open, and `home_link_other` for an entry that cannot be its opening.
    package func state(
        _ statement: HomeLinkStatement,
        caller: Caller
    ) async throws -> HomeLinkAnswer {
        try await Problems.told {
            let reason = try Self.reason(statement.reason)
            return try await node.changes.pass {
                let view = node.view
                let kept = try await node.store.read { [now = node.time.now()] transaction in
                    let row = try Self.row(withPrefix: statement.record, in: transaction)
                    return LinkStatement(
                        scope: row.key.scope.text,
                        record: row.key.record.hex,
                        sentAs: try Self.opening(statement, of: row.key, view, in: transaction)?
                            .hex,
                        reason: reason,
                        user: caller.credentials.uid,
                        at: now
                    )
                }
                try await node.store.write { try kept.put(in: $0) }
                let told = kept.text
                node.logger.warning(
                    "\(told.code)",
                    metadata: ["record": "\(kept.record)", "user": "\(kept.user)"]
                )
                node.derivedRows.forgetLinks()
                try await DerivedRowKeeper(node).requireLinks()
                return HomeLinkAnswer(
                    record: kept.record,
                    sentAs: kept.sentAs,
                    openCount: node.derivedRows.openCount
                )
            }
        }
    }

    /// What is stated as the opening; nil for a matter that was not sent.
    private static func opening(
        _ statement: HomeLinkStatement,
        of matter: RecordKey,
        _ view: NodeView,
        in transaction: SQLiteTransaction
    ) throws -> Digest? {
        let outcome = try LinkRestoration(view: view, transaction: transaction).outcome()
        let openings = outcome.candidates.filter { $0.value.contains(matter) }.keys
        guard !openings.isEmpty else {
            throw NodeError(.homeLinkNotLost, ["record": matter.record.hex])
        }
        guard let sentAs = statement.sentAs?.lowercased() else { return nil }
        let found = openings.filter { sentAs.utf8.count >= 8 && $0.hex.hasPrefix(sentAs) }
        guard let opening = found.first, found.count == 1 else {
            throw NodeError(
                .homeLinkOther,
                [
                    "opening": sentAs,
                    "openings": openings.map(\.hex).sorted().joined(separator: ", "),
                    "record": matter.record.hex,
                ]
            )
        }
        return opening
    }

    private static func reason(_ text: String) throws -> String {
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
