import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

extension RecordPresenter {
    /// What is to be done about a matter that is out although its part at home lacks a step, an approval for one: what its own office makes
    /// up for there, and how it tells those that were sent the matter, who see nothing of the home log.
    ///
    /// Said of both parts, to whoever may know of that at home; nothing where that part is as it should be, or allows no step.
    func unapproved(_ row: ProjectedRecord) throws -> [CodedText] {
        guard let (home, sent) = try parts(of: row.key),
            let state = try view.projector.state(of: home, in: transaction),
            state.openedBy != nil, !state.hasLeft,
            let steps = try NextSteps(of: home, at: state, in: view, transaction)?.open(),
            !steps.isEmpty
        else { return [] }
        var makeUp = Self.naming(steps)
        makeUp["home"] = home.record.hex
        return [CodedText("node.sent_unapproved", makeUp)] + (try telling(sent))
    }

    /// The parts of a matter, at home and in the mechanism, whichever of them is asked for; nil where there are no two, or the caller is not
    /// to know of that at home.
    private func parts(of key: RecordKey) throws -> (home: RecordKey, sent: RecordKey)? {
        guard key.scope.isHome else { return try knownHome(of: key).map { ($0, key) } }
        return try transaction.homeLink(of: key)
            .map { (key, RecordKey(scope: $0.scope, record: $0.opening)) }
    }

    /// By which step of the matter in the mechanism its opener may tell its addressees now, or that there is none.
    private func telling(_ sent: RecordKey) throws -> [CodedText] {
        guard let state = try view.projector.state(of: sent, in: transaction),
            let opener = state.opener, !state.addressees.isEmpty
        else { return [] }
        let steps = (try NextSteps(of: sent, at: state, in: view, transaction)?.open() ?? [])
            .filter { step in
                step.automatic == nil
                    && step.signers.contains { $0.addresses.contains(opener.text) }
            }
        var arguments = steps.isEmpty ? [:] : Self.naming(steps)
        arguments["addresses"] = state.addressees.map(\.text).joined(separator: ", ")
        arguments["record"] = sent.record.hex
        return [
            CodedText(
                steps.isEmpty ? "node.sent_unapproved_letter" : "node.sent_unapproved_step",
                arguments
            )
        ]
    }

    private static func naming(_ steps: [NextStep]) -> [String: String] {
        func names(_ language: String, _ separator: String) -> String {
            steps.map { $0.titles[language] ?? $0.event }.joined(separator: separator)
        }
        return [
            "steps": steps.map(\.event).joined(separator: ", "), "steps_en": names("en", ", "),
            "steps_zh": names("zh", "、"),
        ]
    }
}

extension RecordState {
    /// What the state's name at home does not tell: the matter is out, and a step at home is to be made up for.
    var unapprovedNote: CodedText? {
        openedBy != nil && !hasLeft ? CodedText("node.state_sent_unapproved") : nil
    }
}
