import Casework
import Cryptography
import Ledger
import LocalAPI

/// Matters at home of which it is not known whether they were sent.
extension RecordPresenter {
    /// Whether a step may be offered: not one that would send such a matter, as it is refused until somebody states what is so.
    func maySend(_ key: RecordKey, by step: NextStep) -> Bool {
        step.opens != true || lostLink(key) == nil
    }

    /// What is to be said of such a matter.
    func lostLinkAlarm(of key: RecordKey) -> [CodedText] {
        guard let lost = lostLink(key) else { return [] }
        return [
            CodedText(
                "node.home_link_open",
                [
                    "mechanism": lost.scope.mechanism?.text ?? lost.scope.text,
                    "opening": lost.opening.hex, "record": key.record.hex,
                ]
            )
        ]
    }
}
