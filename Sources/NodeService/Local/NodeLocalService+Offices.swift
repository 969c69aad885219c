import Casework
import Cryptography
import Foundation
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    /// A page of this node's offices, by id.
    package func offices(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<OfficeDocument> {
        let view = node.view
        let titles = Dictionary(
            view.card.content.offices.map { ($0.id, $0.title) },
            uniquingKeysWith: { first, _ in first }
        )
        return Page(
            view.keyring.offices.sorted { $0.key < $1.key }.map { id, signer in
                OfficeDocument(
                    office: id.text,
                    title: titles[id] ?? "",
                    key: "\(signer.verifierKey)"
                )
            }
        )
    }

    /// Makes an office's key, enrols it in every own log, and says so in a new card.
    package func add(_ office: OfficeDocument, caller: Caller) async throws -> OfficeDocument {
        try await Problems.told {
            guard let id = OfficeID(office.office), id != .system else {
                throw NodeError.malformed("office", office.office)
            }
            guard CardContent.Office.isTitle(office.title),
                office.title.contains(where: { !$0.isWhitespace })
            else {
                throw NodeError.malformed("title", office.title)
            }
            return try await node.changes.pass {
                let signer = try await officeSigner(id)
                // First what may be refused; an attempt that is cut off afterwards is finished by the next one.
                let card = try card(with: id, title: office.title)
                let name = try KeyName(node.view.node.text)
                try await node.store.write {
                    try $0.putMeta(NodeLoader.officeName(id), Array(office.title.utf8))
                    try $0.putCard(of: name, serial: card.content.serial, note: card.note.encoded)
                }
                let enrolled = try await enrol(signer)
                node.update { view in
                    view.keyring.offices[id] = signer
                    view.registry = CardRegistry(
                        own: card,
                        peers: view.registry.peers,
                        succession: view.registry.succession
                    )
                }
                return OfficeDocument(
                    office: id.text,
                    title: office.title,
                    key: "\(signer.verifierKey)",
                    enrolledIn: enrolled
                )
            }
        }
    }

    /// The key of a new office; one that an interrupted attempt left is used again.
    private func officeSigner(_ id: OfficeID) async throws -> Ed25519Signer {
        if let signer = node.view.keyring.offices[id] {
            guard try await logsWithout(signer).isEmpty,
                node.view.card.content.offices.contains(where: { $0.id == id })
            else { return signer }
            throw NodeError(.officeExists, ["office": id.text])
        }
        let file = node.home.officeKey(id.text)
        let name = "\(node.view.node)/office/\(id)"
        if FileManager.default.fileExists(atPath: file.path) {
            return try Ed25519Signer(
                name: KeyName(name),
                privateKey: KeyFile.load(from: file.path)
            )
        }
        return try NodeKeyring.makeSigner(name: name, at: file)
    }

    /// The own logs in which a key does not count yet.
    private func logsWithout(_ signer: Ed25519Signer) async throws -> [Origin] {
        var origins: [Origin] = []
        for log in try await node.store.read({ try $0.logs() }) where log.kind == .own {
            let history = try await node.history(of: log.origin)
            if history.standing(of: signer.verifierKey, at: history.size) != .holds {
                origins.append(log.origin)
            }
        }
        return origins
    }

    private func enrol(_ signer: Ed25519Signer) async throws -> [String] {
        let origins = try await logsWithout(signer)
        for origin in origins {
            let entry = try EntryBuilder.entry(
                .enrolOffice(at: node.time.timestamp(), key: signer.verifierKey),
                of: origin,
                signers: [node.view.keyring.node]
            )
            _ = try await node.append(entry, to: origin)
        }
        return origins.map { "\($0)" }
    }

    private func card(with id: OfficeID, title: String) throws -> PeerCard {
        let view = node.view
        var identity = try NodeIdentity(node.configuration)
        identity.offices =
            (view.card.content.offices.filter { $0.id != id }
            + [CardContent.Office(id: id, title: title)]).sorted { $0.id < $1.id }
        return try CardMaker.card(
            identity: identity,
            keyring: view.keyring,
            pins: view.card.content.pins.map { CertificatePin(digest: $0) },
            after: view.card,
            now: node.time.now()
        )
    }
}
