import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Adopts charters: the first one opens this node's log in the mechanism, later ones are `adopt` entries, child after parent.
struct MechanismJoiner {
    let node: Node

    /// Adopts a charter that is in force; throws what it lacks otherwise, and stores nothing.
    ///
    /// Peers are asked for what is missing before the turn comes: nobody else's change waits for them.
    func join(_ charter: Charter) async throws {
        try node.view.requireKnownKeys(of: charter)
        let ancestors = try await missingAncestors(of: charter, in: node.view.library)
        let packs = try await missingPacks(of: charter)
        try await node.changes.pass { try await join(charter, after: ancestors, by: packs) }
    }

    private func join(
        _ charter: Charter,
        after fetched: [Charter],
        by packs: [PackReference: [UInt8]]
    ) async throws {
        try node.view.requireKnownKeys(of: charter)
        var library = node.view.library
        // Some may have come by another way meanwhile.
        let ancestors = fetched.filter { library.chains[$0.mechanism]?[$0.digest] == nil }
        if library.chains[charter.mechanism] == nil {
            library.join(anchor: charter)
            for ancestor in ancestors { _ = try library.insert(ancestor) }
        } else {
            for ancestor in ancestors { _ = try library.insert(ancestor) }
            _ = try library.insert(charter)
        }
        guard let chain = library.chains[charter.mechanism] else {
            throw NodeError(.mechanismUnknown, ["mechanism": charter.mechanism.text])
        }
        if let fault = chain.standing(of: charter).fault(of: charter) { throw fault }
        let place = Membership(charter).place(of: node.view.own)
        let origin = try Origin("\(node.view.node)/\(charter.mechanism)")
        let isHere = try await node.store.read { try $0.log(origin) } != nil
        guard case .member = place else {
            if isHere, place == .outside || place == .observer {
                try await requireDescent(of: charter, in: origin, chain)
            } else {
                guard place == .observer else {
                    throw NodeError(.charterNotOurs, ["mechanism": charter.mechanism.text])
                }
            }
            try await keep(charter, after: ancestors, in: library)
            // A batch that was judged before the revision counted is on disk before this answers; the next one is judged by it.
            try await node.store.write { _ in }
            return
        }
        // What is refused leaves nothing: a pack that was fetched for it would count at home.
        try requirePacks(charter, fetched: packs)
        if !isHere {
            try await keep(packs)
            try await keep(charter, after: ancestors, in: library)
            try await open(origin, under: charter)
        } else {
            // A charter that cannot be adopted is not kept either: a rival would suspend the mechanism.
            let order = try await order(of: charter, in: origin, chain)
            try await keep(packs)
            try await keep(charter, after: ancestors, in: library)
            try await adopt(order, in: origin)
        }
    }

    /// The revisions before a charter that are not here, oldest first, as peers have them.
    ///
    /// Whoever joins a mechanism that others founded needs them: what is in force, and what older entries count for, hangs on them.
    private func missingAncestors(
        of charter: Charter,
        in library: CharterLibrary
    ) async throws -> [Charter] {
        var found: [Charter] = []
        var next = charter.content.predecessor
        while let digest = next, library.chains[charter.mechanism]?[digest] == nil,
            found.count < Limits.fetchedCharterCountMax
        {
            guard let ancestor = try await node.fetchCharter(digest),
                ancestor.mechanism == charter.mechanism
            else { break }
            found.append(ancestor)
            next = ancestor.content.predecessor
        }
        return found.reversed()
    }

    /// The packs that a charter names and that are not here, as peers have them; what none gives is left out.
    ///
    /// Whoever joins a first charter shares no mechanism with anybody yet, and those who have joined it may have packs of their own.
    private func missingPacks(of charter: Charter) async throws -> [PackReference: [UInt8]] {
        var found: [PackReference: [UInt8]] = [:]
        for reference in charter.content.rules {
            guard case .missing = node.view.packs[reference],
                let bytes = try await node.fetchPack(reference.digest),
                // What cannot be used here is not kept, and the charter not joined.
                (try? RulePack.load(bytes))?.reference == reference
            else { continue }
            found[reference] = bytes
        }
        return found
    }

    private func keep(_ packs: [PackReference: [UInt8]]) async throws {
        for (reference, bytes) in packs where node.view.packs.pack(reference) == nil {
            try await node.store.write { try $0.putRulePack(reference.digest, bytes: bytes) }
            node.update { _ = $0.packs.insert(bytes, as: reference) }
        }
    }

    /// Stores a charter with its ancestors; the anchor first, so that the chain hangs on what the operator took.
    private func keep(
        _ charter: Charter,
        after ancestors: [Charter],
        in library: CharterLibrary
    ) async throws {
        if node.view.library.chains[charter.mechanism] == nil {
            try await keep(charter, in: library)
            for ancestor in ancestors { try await keep(ancestor, in: library) }
        } else {
            for ancestor in ancestors { try await keep(ancestor, in: library) }
            try await keep(charter, in: library)
        }
    }

    private func requirePacks(
        _ charter: Charter,
        fetched: [PackReference: [UInt8]]
    ) throws {
        var view = node.view
        for (reference, bytes) in fetched where view.packs.pack(reference) == nil {
            _ = view.packs.insert(bytes, as: reference)
        }
        for reference in charter.content.rules where view.packs.pack(reference) == nil {
            throw NodeError(.packAwaited, ["rules": reference.text])
        }
        try view.requireRoomForCalendars(of: charter)
    }

    /// Stores the charter, and the operator's trust in it, before it counts.
    private func keep(_ charter: Charter, in library: CharterLibrary) async throws {
        let anchor = library.chains[charter.mechanism]?.anchor ?? charter.digest
        try await node.store.write { transaction in
            try transaction.putCharter(charter.digest, note: charter.note.encoded)
            let name = NodeLoader.anchorName(charter.mechanism)
            if try transaction.meta(name) == nil { try transaction.putMeta(name, anchor.bytes) }
        }
        try node.update { view in
            if view.library.chains[charter.mechanism] == nil {
                view.library.join(anchor: charter)
            } else {
                _ = try view.library.insert(charter)
            }
        }
        // Only now what is for people: what is stored counts, also where the file cannot be written.
        try CharterFile(charter).write(to: node.home.charters)
    }

    private func open(_ origin: Origin, under charter: Charter) async throws {
        // A restored home may have had this log before: its peers would hold another one of the same name.
        try await node.requireAppending(to: origin)
        let signer = try logSigner(origin, charter.mechanism)
        node.update { $0.keyring.logs[charter.mechanism] = signer }
        let view = node.view
        let now = node.time.now()
        let home = try await node.history(of: Origin("\(view.node)/\(LogName.home)"))
        // One whose revocation was cut off is revoked, although this node's logs may not say so yet.
        let revoked = try await node.store.read {
            try RevocationBook(transaction: $0).officers()
        }
        let entries = try OwnLogs.firstEntries(
            charter: charter.digest,
            key: signer,
            officers: home.officers.filter { !revoked.contains($0.officer.text) },
            view: view,
            now: now
        )
        let checkpoint = try await node.store.write { [node] transaction in
            try LogOpening.open(
                origin,
                key: signer,
                entries: entries,
                now: now,
                view: view,
                stops: node.stops,
                in: transaction
            )
        }
        try node.startWriter(of: origin)
        node.announce(checkpoint)
    }

    /// The key of a new log; one that an interrupted attempt left is used again.
    private func logSigner(_ origin: Origin, _ mechanism: MechanismID) throws -> Ed25519Signer {
        if let signer = node.view.keyring.logs[mechanism] { return signer }
        return try NodeKeyring.makeSigner(
            name: "\(origin)",
            at: node.home.logKey(mechanism.text)
        )
    }

    /// The charters to adopt, from the last one that the log has adopted up to this one.
    private func order(
        of charter: Charter,
        in origin: Origin,
        _ chain: CharterChain
    ) async throws -> [Digest] {
        let history = try await node.history(of: origin)
        if let adopted = history.namedCharters.last,
            let order = chain.adoptionOrder(from: adopted, to: charter.digest)
        {
            return order
        }
        if let adopted = history.namedCharters.last, chain.isAncestor(charter.digest, of: adopted) {
            throw NodeError(
                .charterSuperseded,
                ["adopted": adopted.hex, "digest": charter.digest.hex]
            )
        }
        let rivalry = chain.rivalries.first { rivalry in
            [rivalry.first, rivalry.second].contains {
                $0 == charter.digest || chain.isAncestor($0, of: charter.digest)
            }
        }
        if let rivalry { throw rivalry.error }
        throw NodeError(.charterNotOurs, ["mechanism": charter.mechanism.text])
    }

    /// Throws where a revision that leaves this node out does not follow what its log has adopted, or stands beside another one.
    ///
    /// Nothing is appended then, for the log has ended: that the revision is here is what ends the membership.
    private func requireDescent(
        of charter: Charter,
        in origin: Origin,
        _ chain: CharterChain
    ) async throws {
        let order = try await order(of: charter, in: origin, chain)
        let rivalry = chain.rivalries.first { rivalry in
            order.contains(rivalry.first) || order.contains(rivalry.second)
        }
        if let rivalry { throw rivalry.error }
    }

    private func adopt(_ order: [Digest], in origin: Origin) async throws {
        for digest in order {
            let entry = try EntryBuilder.entry(
                .adopt(at: node.time.timestamp(), charter: digest),
                of: origin,
                signers: [node.view.keyring.node]
            )
            _ = try await node.append(entry, to: origin)
        }
    }
}

/// A charter as a file that people read: `charters/<mechanism>-<revision>-<digest prefix>.charter`.
struct CharterFile {
    let charter: Charter

    init(_ charter: Charter) { self.charter = charter }

    func write(to folder: URL) throws {
        let content = charter.content
        let name =
            "\(content.mechanism)-\(content.revision)-\(charter.digest.hex.prefix(12)).charter"
        try NewFile.replace(charter.note.encoded, at: folder.appending(path: name).path)
    }
}
