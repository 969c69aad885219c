import Casework
package import LocalAPI

extension KindDocument {
    /// All kinds of the packs that come with the program, each followed by its machines where it has several.
    ///
    /// Throws where a pack of the program cannot be read.
    package static func ofBuiltInPacks() throws -> [KindDocument] {
        try of(packs: RulePack.builtInBytes)
    }

    /// All kinds of some packs, of which a newer one stands behind an older one.
    ///
    /// Throws where one of them cannot be read.
    package static func of(packs: [[UInt8]]) throws -> [KindDocument] {
        // Of a kind that several editions have the newest one is told; which edition judges a step is for the node.
        var kinds: [Kind] = []
        for kind in try packs.map({ try RulePack.load($0) }).reversed()
            .flatMap(\.kinds) where !kinds.contains(where: { $0.id == kind.id })
        {
            kinds.append(kind)
        }
        return kinds.flatMap { kind in
            [KindDocument(kind)]
                + (kind.machines.count > 1 ? kind.machines.map { KindDocument($0) } : [])
        }
    }

    private init(_ kind: Kind) {
        self.init(
            kind: kind.id.text,
            titles: kind.title.byLanguage,
            names: [kind.code, kind.title.zh, kind.title.en] + kind.aliases,
            summary: kind.summary?.byLanguage ?? [:],
            steps: kind.machines.flatMap(Self.steps)
        )
    }

    private init(_ machine: Machine) {
        self.init(
            kind: machine.id.text,
            titles: machine.title.byLanguage,
            names: [machine.title.zh, machine.title.en] + machine.aliases,
            summary: [:],
            steps: Self.steps(of: machine)
        )
    }

    /// What a node signs by itself, and nobody else may, is no step of a person.
    private static func steps(of machine: Machine) -> [Step] {
        let system = OfficeID.system.text
        return machine.transitions.filter { $0.by.contains { $0.text != system } }.map { step in
            var told = Step(
                event: step.id.text,
                first: step.from.isEmpty,
                machine: machine.id.text,
                titles: step.title.byLanguage
            )
            told.opens = step.opens ? true : nil
            return told
        }
    }
}
