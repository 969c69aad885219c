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
        let kinds = others.filter { $0.reference.id != pack.reference.id }
            .flatMap { other in other.kinds.map { (pack: other.reference.id, kind: $0) } }
        var found: [CaseworkError] = []
        for kind in pack.kinds {
            found += words(of: kind).filter { commands.contains($0) }.map { name in
                CaseworkError(.packNameIsCommand, ["kind": kind.id.text, "name": name])
            }
            for other in kinds where other.kind.id != kind.id {
                for (code, name) in taken(by: kind, from: other.kind) {
                    let fault = CaseworkError(
                        code,
                        [
                            "kind": kind.id.text, "name": name, "other": other.kind.id.text,
                            "pack": other.pack.text,
                        ]
                    )
                    // Two editions of the other pack are one.
                    if !found.contains(fault) { found.append(fault) }
                }
            }
        }
        return found
    }

    /// What of a kind is called as something of another one is.
    private static func taken(
        by kind: Kind,
        from other: Kind
    ) -> [(code: CaseworkError.Code, name: String)] {
        let machines = Set(other.machines.map(\.id.text))
        let taken = kind.machines.map(\.id.text).filter(machines.contains)
        let names = words(of: kind).intersection(words(of: other)).subtracting(taken)
        return taken.map { (.packMachineTaken, $0) } + names.sorted().map { (.packNameTaken, $0) }
    }

    /// Everything by which officers ask for a kind or one of its machines.
    private static func words(of kind: Kind) -> Set<String> {
        let ids = [kind.id.text] + kind.machines.map(\.id.text)
        let titles = [kind.title] + kind.machines.map(\.title)
        let names = [kind.code] + kind.aliases + titles.flatMap { [$0.zh, $0.en] }
        return Set(ids.map { $0.replacing("_", with: "-") } + names).subtracting([""])
    }
}
