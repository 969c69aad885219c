import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Turns what an operator asks for into the text of a charter's next revision.
struct CharterDrafter {
    let node: Node

    /// The content of the next revision; keys come from our own card and those of the peers that were added.
    func content(_ draft: CharterDraft) async throws -> CharterContent {
        let view = node.view
        guard let mechanism = MechanismID(draft.mechanism) else {
            throw NodeError.malformed("mechanism", draft.mechanism)
        }
        guard mechanism != LogName.home else {
            throw PartyError(.charterMechanismReserved, ["mechanism": mechanism.text])
        }
        for (key, title) in [("title-zh", draft.titleZh), ("title-en", draft.titleEn)] {
            guard CardContent.Office.isTitle(title),
                title.contains(where: { !$0.isWhitespace })
            else { throw NodeError.malformed(key, title) }
        }
        try await node.store.read { transaction in
            try AwaitedCharter.requireNone(
                of: mechanism,
                besides: draft.members.compactMap { NodeName($0.node) },
                in: transaction
            )
        }
        let last = view.library.chains[mechanism]?.newestInForce()
        let members = try draft.members.map { member in
            let found = CharterContent.Member(
                address: try Self.address(member.address),
                key: try key(of: member.node, view),
                isCrossBorder: member.crossBorder
            )
            guard let found else {
                throw NodeError.malformed("node", member.node)
            }
            // One that the revision before has is told, and not refused: its node may have given the office up.
            let isNew = last?.content.members.contains { $0.address == found.address } != true
            if isNew, let unfit = MemberOffices(view: view).arguments(of: found) {
                throw NodeError(.memberOfficeUnknown, unfit)
            }
            return found
        }
        let rules = try rules(draft, after: last)
        return CharterContent(
            mechanism: mechanism,
            revision: last.map { $0.content.revision + 1 } ?? 1,
            predecessor: last?.digest,
            titleZh: draft.titleZh,
            titleEn: draft.titleEn,
            members: members.sorted { $0.address.text < $1.address.text },
            observers: try draft.observers.map { try key(of: $0.node, view) }
                .sorted { "\($0)" < "\($1)" },
            roles: try roles(draft, by: rules, view),
            rules: rules,
            ended: try await ended(draft, after: last, members),
            threshold: try threshold(draft)
        )
    }

    private func key(of name: String, _ view: NodeView) throws -> VerifierKey {
        guard let node = NodeName(name) else {
            throw NodeError.malformed("node", name)
        }
        if node == view.node { return view.card.key }
        guard let card = view.registry[node] else { throw NodeError(.peerUnknown, ["node": name]) }
        return card.key
    }

    private static func address(_ text: String) throws -> Address {
        guard let address = Address(text) else {
            throw NodeError.malformed("address", text)
        }
        return address
    }

    /// The bindings that the packs leave to a charter; what a pack that is not here leaves to it nobody can say.
    private func roles(
        _ draft: CharterDraft,
        by rules: [PackReference],
        _ view: NodeView
    ) throws -> [CharterContent.RoleBinding] {
        let packs = rules.compactMap { view.packs.pack($0) }
        let bound = Set(
            packs.flatMap(\.kinds).flatMap(\.machines).flatMap(\.roles)
                .filter { $0.bindings.contains(.charter) }.map(\.id)
        )
        return try draft.roles.flatMap { name, addresses in
            guard let role = RoleID(name) else {
                throw NodeError.malformed("role", name)
            }
            guard bound.contains(role) || packs.count < rules.count else {
                let known = bound.map(\.text).sorted().joined(separator: ", ")
                throw NodeError(.roleUnknown, ["role": name, "roles": known])
            }
            return try addresses.map {
                CharterContent.RoleBinding(role: role, address: try Self.address($0))
            }
        }
        .sorted { ($0.role.text, $0.address.text) < ($1.role.text, $1.address.text) }
    }

    /// The packs that were named, or those of the revision before, or those that come with the program.
    private func rules(_ draft: CharterDraft, after last: Charter?) throws -> [PackReference] {
        if draft.rules.isEmpty {
            return try last?.content.rules ?? InstalledPacks.builtIn().references
        }
        return try Set(draft.rules.map(reference)).sorted()
    }

    /// A pack that is named whole, or by its version or the first digits of its digest where that is plain.
    ///
    /// One that is named whole need not be here: another member may have it, and whoever joins waits for it.
    private func reference(_ text: String) throws -> PackReference {
        if let whole = PackReference(text) { return whole }
        let packs = node.view.packs
        guard let query = PackQuery(text) else { throw NodeError.malformed("rules", text) }
        let found = packs.references.filter { reference in
            query.names(
                id: reference.id.text,
                version: packs.pack(reference)?.version ?? 0,
                digest: reference.digest.hex
            )
        }
        guard found.count < 2 else {
            let names = found.map(\.text).joined(separator: ", ")
            throw NodeError(.packAmbiguous, ["packs": names, "rules": text])
        }
        guard let only = found.first else { throw NodeError(.packUnknown, ["rules": text]) }
        return only
    }

    private func threshold(_ draft: CharterDraft) throws -> UInt64? {
        try draft.threshold.map { value in
            guard value > 0 else {
                throw NodeError.malformed("threshold", "\(value)")
            }
            return UInt64(value)
        }
    }

    /// The logs of members that leave, with the sizes that the draft gives or that are verified here: what they write beyond is
    /// never folded.
    ///
    /// Throws `ended_log_unknown` for a log that is not here, or only in part, and has no size in the draft: to end it at 0 would take
    /// back everything that its member ever wrote.
    private func ended(
        _ draft: CharterDraft,
        after last: Charter?,
        _ members: [CharterContent.Member]
    ) async throws -> [CharterContent.EndedLog] {
        let present = Set(members.map(\.node))
        let given = try given(draft, present, in: last)
        guard let last else { return given }
        let gone = Set(last.content.members.map(\.node)).subtracting(present)
        let here = try await node.store.read { try $0.logs() }
            .filter { log in
                LogName(log.origin).map {
                    $0.mechanism == last.mechanism && gone.contains($0.node)
                } == true
            }
        var sizes = Dictionary(
            last.content.ended.map { ($0.origin, $0.size) },
            uniquingKeysWith: { first, _ in first }
        )
        .filter { origin, _ in LogName(origin).map { !present.contains($0.node) } == true }
        for log in here { sizes[log.origin] = log.size }
        for end in given { sizes[end.origin] = end.size }
        // Of a log that is on its way it is not known what its member wrote in time, whatever its number.
        let partial = here.filter { $0.size == 0 || $0.stagedSize > $0.size }.map(\.origin)
        for origin in partial.sorted() where !given.contains(where: { $0.origin == origin }) {
            throw NodeError(.endedLogUnknown, ["origin": "\(origin)"])
        }
        for node in gone.sorted() {
            let origin = try Origin("\(node)/\(last.mechanism)")
            let isHere = here.contains { $0.origin == origin }
            guard isHere || given.contains(where: { $0.origin == origin }) else {
                throw NodeError(.endedLogUnknown, ["origin": "\(origin)"])
            }
        }
        return sizes.map { .init(origin: $0.key, size: $0.value) }
            .sorted { $0.origin < $1.origin }
    }

    /// The ends that the draft states itself: of logs of this mechanism, whose nodes are no members.
    private func given(
        _ draft: CharterDraft,
        _ members: Set<NodeName>,
        in last: Charter?
    ) throws -> [CharterContent.EndedLog] {
        var origins: Set<Origin> = []
        let former = last.map { last in
            node.view.library.chains[last.mechanism]?.all
                .flatMap { $0.content.members.map(\.node) } ?? []
        }
        return try (draft.ended ?? [])
            .map { end in
                // A name that no log can have, or a size beyond all, is told by what was written.
                guard let origin = try? Origin(end.log), let log = LogName(origin),
                    let size = TreeSize(end.size)
                else { throw NodeError.malformed("ended", "\(end.log)=\(end.size)") }
                guard origins.insert(origin).inserted else {
                    throw NodeError(.endedLogTwice, ["origin": "\(origin)"])
                }
                guard log.mechanism.text == draft.mechanism, !members.contains(log.node),
                    former?.contains(log.node) == true
                else {
                    throw NodeError(
                        .endedLogUnfit,
                        ["mechanism": draft.mechanism, "origin": "\(origin)"]
                    )
                }
                return CharterContent.EndedLog(origin: origin, size: size)
            }
            .sorted { $0.origin < $1.origin }
    }
}
