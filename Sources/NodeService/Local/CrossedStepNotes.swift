import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension CrossedStep {
    /// What the finding of the crossing says.
    fileprivate var arguments: [String: String] {
        [
            "entry": other.digest.hex, "event": step.event.text, "last": other.event.text,
            "signer": other.signer.text,
        ]
    }

    /// That the signer's node had the other step's entry before it signed, where signed times show it; nil where they leave it open.
    fileprivate func receiptNote(at received: Timestamp?) -> CodedText? {
        guard let received, isAfterReceipt(at: received) else { return nil }
        var arguments = arguments
        arguments["node"] = step.node.text
        arguments["received"] = received.text
        return CodedText("casework.step_crossed_received", arguments)
    }
}

extension RecordState {
    /// What an audit says of the steps of a record that cross others: it shows no timeline in which they stand.
    func crossings(
        receivedAt received: (CaseEvent, NodeName) -> Timestamp?
    ) -> [CodedText] {
        crossedSteps.flatMap { crossed -> [CodedText] in
            let note = crossed.receiptNote(at: received(crossed.other, crossed.step.node))
            let told = CodedText("casework.step_crossed", crossed.arguments)
            return [told] + [note].compactMap(\.self)
        }
    }
}

extension RecordPresenter {
    /// Adds to the steps that cross others what receipts here prove of their signers; it stands behind the finding of the crossing.
    func addReceipts(
        ofCrossed states: some Sequence<RecordState>,
        to timeline: inout [TimelineEntry]
    ) throws {
        let proven = ProvenTime(transaction: transaction)
        for crossed in states.flatMap(\.crossedSteps) {
            guard let place = timeline.firstIndex(where: { $0.entry == crossed.step.digest.hex }),
                let note = try crossed.receiptNote(
                    at: proven.received(crossed.other, by: crossed.step.node)
                )
            else { continue }
            timeline[place].verdict.findings.append(titled(note, of: crossed.step.machine))
        }
    }
}

extension ProvenTime {
    /// When the mirror of a node first cosigned a log with an entry, as far as its receipts are here; by its own clock.
    func received(_ event: CaseEvent, by node: NodeName) throws -> Timestamp? {
        guard let index = EntryIndex(event.index) else { return nil }
        let mirror = Array(LogName.mirrorKeyName(node).utf8)
        let times = try transaction.cosignatureTimes(of: Origin(event.origin), around: index)
            .filter { $0.cosigner.name.bytes == mirror }.compactMap(\.with)
        return times.min().flatMap {
            Timestamp(instant: $0, offsetMinutes: LocalDate.chinaOffsetMinutes)
        }
    }
}
