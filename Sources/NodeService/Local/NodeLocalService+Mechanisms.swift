import Casework
import Cryptography
import Foundation
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    /// Writes the next revision of a charter, and signs it where this node may.
    package func create(_ draft: CharterDraft, caller: Caller) async throws -> CharterDocument {
        try await Problems.told {
            let content = try await CharterDrafter(node: node).content(draft)
            let charter = try Charter(content, signers: [node.view.keyring.node])
            // Whoever may not sign a revision may not write one either: nobody could tell where it came from.
            guard possibleSigners(of: charter).contains(node.view.card.key) else {
                throw NodeError(
                    .draftLacksOwnNode,
                    [
                        "mechanism": draft.mechanism, "node": node.view.node.text,
                        "region": node.view.card.content.region.text,
                    ]
                )
            }
            try node.view.requireRoomForCalendars(of: charter)
            return try await judged(charter)
        }
    }

    /// Verifies a charter without signing or keeping it.
    package func inspect(charter text: String, caller: Caller) async throws -> CharterDocument {
        try await Problems.told { try await judged(try Charter(parsing: Array(text.utf8))) }
    }

    /// Adds this node's signature to a charter that names it.
    package func sign(charter text: String, caller: Caller) async throws -> CharterDocument {
        try await Problems.told {
            let charter = try Charter(parsing: Array(text.utf8))
            let signer = node.view.keyring.node
            let possible = possibleSigners(of: charter)
            guard possible.contains(signer.verifierKey) else {
                throw NodeError(.charterNotOurs, ["mechanism": charter.mechanism.text])
            }
            try node.view.requireKnownKeys(of: charter)
            try requireNoRival(of: charter)
            try requireEnds(in: charter)
            return try await judged(try charter.signed(by: signer, among: possible))
        }
    }

    /// Adopts a charter in force: opens this node's log in the mechanism, or writes the `adopt` entries.
    package func join(charter text: String, caller: Caller) async throws -> CharterDocument {
        try await Problems.told {
            let charter = try Charter(parsing: Array(text.utf8))
            try await MechanismJoiner(node: node).join(charter)
            var document = try await document(charter)
            let packs = packs(of: charter)
            let stranded = try await node.store.read { try packs.strandedWarnings(in: $0) }
            let told = stranded + MemberOffices(view: node.view).warnings(of: charter)
            if !told.isEmpty { document.warnings = (document.warnings ?? []) + told }
            return document
        }
    }

    /// A page of the newest charter in force of each mechanism, by mechanism.
    package func mechanisms(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<CharterDocument> {
        try await Problems.told {
            var documents: [CharterDocument] = []
            for (_, chain) in node.view.library.chains.sorted(by: { $0.key < $1.key }) {
                guard let newest = chain.newestInForce() else { continue }
                documents.append(try await document(newest))
            }
            return Page(documents)
        }
    }

    /// The newest charter in force of one mechanism.
    package func mechanism(_ id: String, caller: Caller) async throws -> CharterDocument {
        try await Problems.told {
            guard let mechanism = MechanismID(id),
                let charter = node.view.library.chains[mechanism]?.newestInForce()
            else { throw NodeError(.mechanismUnknown, ["mechanism": id]) }
            var document = try await document(charter)
            let view = node.view
            let awaited = try await node.store.read { transaction in
                try LackingRules.all(known: view, in: transaction, of: mechanism)[mechanism]?.texts
                    ?? []
            }
            let silent =
                awaited
                + silentMembers(node.view, await node.observations())
                .filter { $0.arguments["mechanism"] == id }
            let warnings = AwaitedCharter.withoutMemberships((document.warnings ?? []) + silent)
            document.warnings = warnings.isEmpty ? nil : warnings
            return document
        }
    }

    /// The text of a known charter.
    package func charter(_ digest: String, caller: Caller) async throws -> String {
        try await Problems.told {
            guard let name = Digest(hex: digest),
                let note = try await node.store.read({ try $0.charter(name) })
            else { throw NodeError(.charterUnknown, ["digest": digest]) }
            return String(decoding: note, as: UTF8.self)
        }
    }

    // MARK: Parts

    /// Throws `charter_lacks_ends` for a charter that can never come into force, however many sign it.
    private func requireEnds(in charter: Charter) throws {
        guard let standing = node.view.library.chains[charter.mechanism]?.standing(of: charter),
            case .lacksEnds = standing, let fault = standing.fault(of: charter)
        else { return }
        throw fault
    }

    /// Throws `charter_beside_another` for a charter that stands beside one in force: whoever signs both is the one whom every member's alarm
    /// names.
    private func requireNoRival(of charter: Charter) throws {
        guard let chain = node.view.library.chains[charter.mechanism], chain[charter.digest] == nil,
            let other = chain.all.first(where: {
                $0.content.predecessor == charter.content.predecessor && chain.isInForce($0.digest)
            })
        else { return }
        throw NodeError(
            .charterBesideAnother,
            ["digest": charter.digest.hex, "other": other.digest.hex]
        )
    }

    private func possibleSigners(of charter: Charter) -> Set<VerifierKey> {
        node.view.library.chains[charter.mechanism]?.possibleSigners(of: charter)
            ?? charter.content.memberKeys
    }

    /// A charter with what whoever signs it should look at.
    private func judged(_ charter: Charter) async throws -> CharterDocument {
        var document = try await document(charter)
        let before = charter.content.predecessor
            .flatMap { node.view.library.chains[charter.mechanism]?[$0] }
        let ends = CharterEnds(
            charter: charter,
            former: before?.content,
            chain: node.view.library.chains[charter.mechanism]
        )
        let packs = packs(of: charter)
        let warnings =
            try await node.store.read { try ends.warnings(in: $0) + packs.warnings(in: $0) }
            + Self.outsideRoles(of: charter) + MemberOffices(view: node.view).warnings(of: charter)
            + PackTerms(charter: charter, packs: node.view.packs, now: node.time.now()).warnings()
        if !warnings.isEmpty { document.warnings = (document.warnings ?? []) + warnings }
        return document
    }

    private func packs(of charter: Charter) -> CharterPacks {
        let view = node.view
        let former = charter.content.predecessor
            .flatMap { view.library.chains[charter.mechanism]?[$0] }
        return CharterPacks(
            charter: charter,
            former: former?.content,
            packs: view.packs,
            calendars: view.calendars
        )
    }

    /// Roles that no member can fill.
    private static func outsideRoles(of charter: Charter) -> [CodedText] {
        let members = charter.content.members.map(\.address)
        return charter.content.roles.filter { $0.address.mostSpecific(among: members) == nil }
            .map { binding in
                CodedText(
                    "node.role_outside",
                    ["address": binding.address.text, "role": binding.role.text]
                )
            }
    }

    private func document(_ charter: Charter) async throws -> CharterDocument {
        let view = node.view
        let content = charter.content
        let signers = try charter.signers(among: possibleSigners(of: charter))
        let chain = view.library.chains[charter.mechanism] ?? CharterChain(anchor: charter)
        let standing = chain.standing(of: charter)
        var document = CharterDocument(
            text: String(decoding: charter.note.encoded, as: UTF8.self),
            digest: charter.digest.hex,
            mechanism: charter.mechanism.text,
            revision: Int(content.revision),
            titleZh: content.titleZh,
            titleEn: content.titleEn,
            members: content.members.map { member in
                CharterDocument.Party(
                    address: member.address.text,
                    node: member.node.text,
                    signed: signers.contains(member.key),
                    crossBorder: member.isCrossBorder
                )
            },
            inForce: standing == .inForce,
            adopted: try await isAdopted(charter)
        )
        if document.adopted, try await isGone(charter) { document.gone = true }
        document.observers = content.observers.map {
            CharterDocument.Party(
                address: "",
                node: "\($0.name)",
                signed: signers.contains($0)
            )
        }
        document.fault = standing.fault(of: charter).map { fault in
            CodedText("ledger_parties.\(fault.code.rawValue)", fault.arguments)
        }
        document.rules = content.rules.map(\.text)
        document.predecessor = content.predecessor?.hex
        document.threshold = content.threshold.map(Int.init)
        document.roles = Dictionary(grouping: content.roles, by: \.role.text)
            .mapValues { $0.map(\.address.text) }
        document.ended = content.ended.map { .init(log: "\($0.origin)", size: $0.size.rawValue) }
        let warnings = [MembershipEnd.text(of: charter, in: view), rivalry(of: charter, chain)]
            .compactMap { $0 }
        if !warnings.isEmpty { document.warnings = warnings }
        return document
    }

    /// That another charter in force stands beside one that is here, or beside one before it.
    private func rivalry(of charter: Charter, _ chain: CharterChain) -> CodedText? {
        guard chain[charter.digest] != nil else { return nil }
        let line = Set(chain.ancestors(of: charter.digest) + [charter.digest])
        let rivalry = chain.rivalries.first { line.contains($0.first) || line.contains($0.second) }
        return rivalry.map { CodedText("ledger_parties.charters_rival", $0.error.arguments) }
    }

    /// Whether the store has no row of a charter that is known, whole or not.
    private func isGone(_ charter: Charter) async throws -> Bool {
        try await node.store.read {
            try $0.documentKeys(.charter, prefix: charter.digest.bytes).isEmpty
        }
    }

    private func isAdopted(_ charter: Charter) async throws -> Bool {
        let origin = try Origin("\(node.view.node)/\(charter.mechanism)")
        guard try await node.store.read({ try $0.log(origin) }) != nil else { return false }
        return try await node.history(of: origin).namedCharters.contains(charter.digest)
    }
}
