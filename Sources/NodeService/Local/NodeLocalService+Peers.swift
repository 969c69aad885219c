import Casework
import Foundation
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    /// The node's own newest card.
    package func card(caller: Caller) async throws -> CardDocument {
        CardPresenter.document(node.view.card, standing: .own, now: node.time.now())
    }

    /// Verifies a card without adding it.
    package func inspect(card text: String, caller: Caller) async throws -> CardDocument {
        try await Problems.told {
            let card = try PeerCard(parsing: Array(text.utf8))
            try requireOther(card)
            let standing = try Self.standing(of: judge(card, confirmed: true))
            return CardPresenter.document(card, standing: standing, now: node.time.now())
        }
    }

    /// A page of the added peers, by name.
    package func peers(after cursor: String?, caller: Caller) async throws -> Page<CardDocument> {
        let now = node.time.now()
        let peers = node.view.registry.peers.filter { peer in
            cursor.map { peer.node.text > $0 } ?? true
        }
        let page = peers.prefix(Self.pageItemCount).map {
            CardPresenter.document($0, standing: .added, now: now)
        }
        return Page(page, next: peers.count > page.count ? page.last?.node : nil)
    }

    /// One added peer.
    package func peer(_ name: String, caller: Caller) async throws -> CardDocument {
        try await Problems.told {
            guard let node = NodeName(name), let card = self.node.view.registry[node] else {
                throw NodeError(.peerUnknown, ["node": name])
            }
            return CardPresenter.document(card, standing: .added, now: self.node.time.now())
        }
    }

    /// Adds a peer, or replaces its card, once the confirmed fingerprint is the card's.
    package func add(_ addition: PeerAddition, caller: Caller) async throws -> CardDocument {
        try await Problems.told {
            let card = try PeerCard(parsing: Array(addition.card.utf8))
            try requireOther(card)
            guard Fingerprint(typed: addition.fingerprint) == card.fingerprint else {
                throw NodeError(
                    .fingerprintDiffers,
                    ["card": card.fingerprint.text, "given": addition.fingerprint]
                )
            }
            try await node.changes.pass {
                _ = try Self.standing(of: judge(card, confirmed: true))
                try await keep(card)
            }
            return CardPresenter.document(card, standing: .added, now: node.time.now())
        }
    }

    /// Removes a peer: its pins count no more, what it wrote stays.
    package func remove(peer name: String, caller: Caller) async throws {
        try await Problems.told {
            try await node.changes.pass {
                guard let peer = NodeName(name), node.view.registry[peer] != nil else {
                    throw NodeError(.peerUnknown, ["node": name])
                }
                let key = try KeyName(name)
                try await node.store.write { try $0.removeDocument(.peer, key.bytes) }
                node.update { $0.registry.remove(peer) }
                try Self.removeFile(cardFile(peer))
            }
        }
    }

    // MARK: Parts

    /// Throws `card_is_own` for a card of this node.
    private func requireOther(_ card: PeerCard) throws {
        guard card.node != node.view.node || card.key != node.view.card.key else {
            throw NodeError(.cardIsOwn, ["node": card.node.text])
        }
    }

    private func judge(_ card: PeerCard, confirmed: Bool) -> CardRegistry.Judgement {
        node.view.registry.judge(card, now: node.time.now(), operatorConfirmed: confirmed)
    }

    private static func standing(
        of judgement: CardRegistry.Judgement
    ) throws -> CardDocument.Standing {
        switch judgement {
        case .add: .new
        case .replace: .newer
        case .same: .added
        case .refused(let error): throw error
        }
    }

    private func cardFile(_ peer: NodeName) -> URL {
        node.home.peers.appending(path: "\(peer).card")
    }

    /// Stores a card, and only then lets it count.
    private func keep(_ card: PeerCard) async throws {
        let name = try KeyName(card.node.text)
        let added = Array("\(node.time.now())".utf8)
        try await node.store.write { transaction in
            try transaction.keep(card)
            if try transaction.peer(name) == nil { try transaction.putPeer(name, added) }
        }
        try NewFile.replace(card.note.encoded, at: cardFile(card.node).path)
        node.update { $0.registry.keep(card) }
    }

    private static func removeFile(_ file: URL) throws {
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        try FileManager.default.removeItem(at: file)
    }
}
