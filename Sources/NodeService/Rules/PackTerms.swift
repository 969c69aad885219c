import Casework
import Ledger
import LocalAPI

/// Until when the rule packs that a charter names are in force: what is opened later under one that has ended is pointed out with every step.
struct PackTerms {
    /// How many days before the last one it is said: a revision wants the signatures of all members.
    private static let warningSecondCount: Int64 = 30 * 86_400

    let charter: Charter
    /// The packs that are here.
    let packs: PackSet
    /// The POSIX second at which somebody looks.
    let now: Int64

    /// One text for each pack that has ended, or will soon, and has kinds for which the charter names no other one then.
    func warnings() throws -> [CodedText] {
        let today = LocalDate(of: try NodeTime.timestamp(at: now))
        let soon = LocalDate(of: try NodeTime.timestamp(at: now + Self.warningSecondCount))
        let named = charter.content.rules.compactMap(packs.pack)
        return named.compactMap { pack in
            guard let last = pack.effectiveTo, last < soon else { return nil }
            let others = named.filter { other in
                other.reference != pack.reference && other.isInForce(on: soon)
            }
            let isFollowed = pack.kinds.flatMap(\.machines).allSatisfy { machine in
                others.contains { $0.machine(machine.id) != nil }
            }
            guard !isFollowed else { return nil }
            var arguments = pack.termArguments
            arguments["mechanism"] = charter.mechanism.text
            arguments["revision"] = "\(charter.content.revision)"
            return CodedText(last < today ? "node.pack_ended" : "node.pack_ends", arguments)
        }
    }
}

extension RulePack {
    /// What it is called, and its last day.
    fileprivate var termArguments: [String: String] {
        [
            "pack": reference.id.text, "pack_en": "\(title.en) (\(reference.id))",
            "pack_zh": "\(title.zh)（\(reference.id)）", "to": effectiveTo?.text ?? "-",
            "version": "\(version)",
        ]
    }
}

extension NodeView {
    /// What is to be said of the packs of every mechanism.
    func packTermWarnings(at now: Int64) throws -> [CodedText] {
        try library.chains.sorted { $0.key < $1.key }.flatMap { _, chain in
            guard let newest = chain.newestInForce() else { return [CodedText]() }
            return try PackTerms(charter: newest, packs: packs, now: now).warnings()
        }
    }
}
