/// What a pack must not take from the packs beside it and from the program: the machines, names and commands by which officers work.
///
/// Another edition of the same pack replaces what it repeats. A kind with the id of another pack's kind is meant to take its place, which is
/// a notice (`PackNotice`); every other name that two kinds share would have one command mean the other kind.
package enum PackClash {
    /// The words that are commands of the program, so that no kind can be called by them; a test holds them to the program.
    package static let commands: Set<String> = [
        "audit", "card", "doctor", "help", "inbox", "init", "links", "log",
        "mechanism", "office", "officer", "peer", "record", "rules", "search", "serve", "stats",
        "status", "verify", "why",
    ]

    /// Everything that a pack takes from others, in the order of its kinds.
    package static func faults(of pack: RulePack, beside others: [RulePack]) -> [CaseworkError] {
        let others = others.filter { $0.reference.id != pack.reference.id }
        var found: [CaseworkError] = []
        for kind in pack.kinds {
            let words = words(of: kind).sorted()
            found += words.filter { commands.contains($0) }.map { name in
                CaseworkError(.packNameIsCommand, ["kind": kind.id.text, "name": name])
            }
            for (other, word) in others.flatMap({ other in words.map { (other, $0) } }) {
                // Two editions of the other pack are one.
                for fault in taken(word, by: kind, from: other) where !found.contains(fault) {
                    found.append(fault)
                }
            }
        }
        return found
    }

    /// What a word stands for already in another pack, but for a kind whose place the kind takes.
    private static func taken(
        _ word: String,
        by kind: Kind,
        from other: RulePack
    ) -> [CaseworkError] {
        let meant = Set(StepNames([other]).machines(named: word))
        return other.kinds.filter { $0.id != kind.id }.compactMap { owner in
            let machines = owner.machines.map(\.id).filter(meant.contains)
            guard !machines.isEmpty else { return nil }
            let isMachine = kind.machines.contains {
                machines.contains($0.id) && $0.id.text == word
            }
            return CaseworkError(
                isMachine ? .packMachineTaken : .packNameTaken,
                [
                    "kind": kind.id.text, "name": word, "other": owner.id.text,
                    "pack": other.reference.id.text,
                ]
            )
        }
    }

    /// Everything by which officers ask for a kind or one of its machines.
    private static func words(of kind: Kind) -> Set<String> {
        let ids = [kind.id.text] + kind.machines.map(\.id.text)
        let titles = [kind.title] + kind.machines.map(\.title)
        let names = [kind.code] + kind.aliases + titles.flatMap { [$0.zh, $0.en] }
        return Set(ids.map { $0.replacing("_", with: "-") } + names).subtracting([""])
    }
}
