import Casework
import Cryptography
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage

extension NodeLocalService {
    /// A page of the known rule packs.
    package func rules(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<RulePackDocument> {
        let view = node.view
        let today = LocalDate(of: try NodeTime.timestamp(at: node.time.now()))
        return Page(view.packs.references.compactMap { Self.document($0, in: view, on: today) })
    }

    /// Takes a pack into the home: it counts at home at once, and in a mechanism once a charter names it.
    ///
    /// The same bytes a second time change nothing. Throws what is wrong with the pack first in the file, `packs_too_many`, and
    /// `pack_version_taken` for another pack with the same id and version.
    package func add(rulePack text: String, caller: Caller) async throws -> RulePackDocument {
        try await Problems.told {
            let bytes = Array(text.utf8)
            let pack = try Self.load(rulePack: bytes)
            try await node.changes.pass { try await install(pack, bytes) }
            let today = LocalDate(of: try NodeTime.timestamp(at: node.time.now()))
            let view = node.view
            guard var document = Self.document(pack.reference, in: view, on: today) else {
                throw NodeError(.packUnknown, ["rules": pack.reference.text])
            }
            let notices = PackNotice.notices(
                of: pack,
                beside: view.packs.packs,
                knowing: view.calendars
            )
            document.notices =
                notices.isEmpty
                ? nil : notices.map { CodedText("casework.\($0.code.rawValue)", $0.arguments) }
            return document
        }
    }

    private func install(_ pack: RulePack, _ bytes: [UInt8]) async throws {
        let here = node.view.packs
        // What is here already stays as it is; it may be removed.
        if here.pack(pack.reference) == nil,
            let fault = PackClash.faults(of: pack, beside: here.packs).first
        {
            throw fault
        }
        let twin = here.references.compactMap { here.pack($0) }.first {
            $0.reference.id == pack.reference.id && $0.version == pack.version
                && $0.reference != pack.reference
        }
        if let twin {
            throw NodeError(
                .packVersionTaken,
                [
                    "digest": twin.reference.digest.hex, "pack": pack.reference.id.text,
                    "version": "\(pack.version)",
                ]
            )
        }
        try await node.store.write { transaction in
            let digest = pack.reference.digest
            guard try transaction.rulePack(digest) == nil else { return }
            let count = try node.view.ownRuleCount(in: transaction)
            guard count < Limits.rulePackCountMax else {
                throw NodeError(.packsTooMany, ["limit": "\(Limits.rulePackCountMax)"])
            }
            try transaction.putRulePack(digest, bytes: bytes)
        }
        node.update { $0.packs.insert(pack) }
    }

    /// The bytes of a known rule pack or calendar.
    package func rulePack(_ digest: String, caller: Caller) async throws -> [UInt8] {
        try await Problems.told {
            if let name = Digest(hex: digest) {
                if let bytes = try await node.store.read({ try $0.rulePack(name) }) { return bytes }
                // A home that an earlier edition made does not store what comes with this one.
                if let bytes = InstalledPacks.bytes(of: name) { return bytes }
            }
            throw NodeError(.packUnknown, ["rules": digest])
        }
    }

    private static func document(
        _ reference: PackReference,
        in view: NodeView,
        on today: LocalDate
    ) -> RulePackDocument? {
        guard let pack = view.packs.pack(reference) else { return nil }
        var document = PackPresenter.document(pack)
        document.mechanisms = view.library.chains.sorted { $0.key < $1.key }.compactMap {
            use(of: reference, in: $0.value)
        }
        let newer = view.packs.references.compactMap { view.packs.pack($0) }
            .filter {
                $0.reference.id == reference.id && $0.version > pack.version
                    && $0.isInForce(on: today)
            }
            .max { $0.version < $1.version }
        document.supersededBy = newer?.reference.digest.hex
        return document
    }

    /// How a mechanism's newest charter in force names a pack; nil where it does not.
    private static func use(
        of reference: PackReference,
        in chain: CharterChain
    ) -> RulePackDocument.Use? {
        guard let newest = chain.newestInForce(), newest.content.rules.contains(reference) else {
            return nil
        }
        var first = newest
        while let digest = first.content.predecessor, let earlier = chain[digest],
            earlier.content.rules.contains(reference)
        {
            first = earlier
        }
        return RulePackDocument.Use(
            mechanism: newest.mechanism.text,
            revision: Int(newest.content.revision),
            since: Int(first.content.revision)
        )
    }
}
