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
        guard let mechanism = MechanismID(draft.mechanism), mechanism != LogName.home else {
            throw NodeError.malformed("mechanism", draft.mechanism)
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
            return found
        }
        return CharterContent(
            mechanism: mechanism,
            revision: last.map { $0.content.revision + 1 } ?? 1,
            predecessor: last?.digest,
            titleZh: draft.titleZh,
            titleEn: draft.titleEn,
            members: members.sorted { $0.address.text < $1.address.text },
            observers: try draft.observers.map { try key(of: $0.node, view) }
                .sorted { "\($0)" < "\($1)" },
            roles: try roles(draft),
            rules: try rules(draft, after: last),
            ended: try await ended(after: last, members),
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

    private func roles(_ draft: CharterDraft) throws -> [CharterContent.RoleBinding] {
        try draft.roles.flatMap { name, addresses in
            guard let role = RoleID(name) else {
                throw NodeError.malformed("role", name)
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
        return try draft.rules.map { text in
            guard let reference = PackReference(text) else {
                throw NodeError.malformed("rules", text)
            }
            return reference
        }
        .sorted()
    }

    private func threshold(_ draft: CharterDraft) throws -> UInt64? {
        try draft.threshold.map { value in
            guard value > 0 else {
                throw NodeError.malformed("threshold", "\(value)")
            }
            return UInt64(value)
        }
    }

    /// The logs of members that leave, with the sizes that are verified here: what they write beyond is never folded.
    private func ended(
        after last: Charter?,
        _ members: [CharterContent.Member]
    ) async throws -> [CharterContent.EndedLog] {
        guard let last else { return [] }
        let gone = Set(last.content.members.map(\.node)).subtracting(members.map(\.node))
        let origins = try gone.map { try Origin("\($0)/\(last.mechanism)") }
        let new = try await node.store.read { transaction in
            try origins.map { origin in
                CharterContent.EndedLog(
                    origin: origin,
                    size: try transaction.log(origin)?.size ?? 0
                )
            }
        }
        let kept = last.content.ended.filter { old in !new.contains { $0.origin == old.origin } }
        return (kept + new).sorted { $0.origin < $1.origin }
    }
}
