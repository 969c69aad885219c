import Casework
import Cryptography
import Foundation
package import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Makes the home of a new node: keys, certificate, configuration, card and home log.
package struct HomeInitializer {
    private static let dayCount: Int64 = 86_400
    /// How long a TLS certificate lasts; the pin decides, so a long life costs nothing.
    private static let certificateDayCount: Int64 = 3_650
    /// Clocks of peers may be behind ours.
    private static let certificateLeadDayCount: Int64 = 1

    private let home: HomeDirectory
    private let configuration: NodeConfiguration
    private let time: NodeTime

    /// Prepares a home; `configuration` is what its `lianlu.yaml` will say.
    package init(home: HomeDirectory, configuration: NodeConfiguration, time: NodeTime = .system) {
        self.home = home
        self.configuration = configuration
        self.time = time
    }

    /// Makes everything; throws `home_exists` where a node lives already, and never overwrites a key.
    ///
    /// The configuration file is written last: a home without it was not finished and is refused by `serve`.
    package func run() async throws -> PeerCard {
        guard !FileManager.default.fileExists(atPath: home.configuration.path) else {
            throw NodeError(.homeExists, ["path": home.root.path])
        }
        let identity = try NodeIdentity(configuration)
        try makeDirectories()
        let tlsPin = try makeCertificate(identity.node)
        try makeKeys(identity)
        let keyring = try NodeKeyring(home: home, node: identity.node)
        let now = time.now()
        let card = try CardMaker.card(
            identity: identity,
            keyring: keyring,
            pins: [tlsPin],
            after: nil,
            now: now
        )
        let view = NodeView(
            keyring: keyring,
            registry: CardRegistry(own: card),
            library: CharterLibrary(),
            packs: try InstalledPacks.builtIn()
        )
        try await makeStore(view, now: now)
        try ConfigurationFile.write(configuration, to: home.configuration)
        return card
    }

    private func makeDirectories() throws {
        let manager = FileManager.default
        for folder in [home.peers, home.charters, home.certificates] {
            try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        for folder in [home.keys, home.data, home.run] {
            try manager.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: folder == home.run ? 0o755 : 0o700]
            )
        }
    }

    private func makeCertificate(_ node: NodeName) throws -> CertificatePin {
        let key = try P256.PrivateKey()
        try KeyFile.create(key, at: home.key("tls").path)
        let now = time.now()
        let certificate = try NodeCertificate.selfSigned(
            nodeName: node.text,
            key: key,
            notBefore: now - Self.certificateLeadDayCount * Self.dayCount,
            notAfter: now + Self.certificateDayCount * Self.dayCount
        )
        try CertificateFile.create([certificate], at: home.tlsCertificate.path)
        return certificate.pin
    }

    private func makeKeys(_ identity: NodeIdentity) throws {
        let node = identity.node
        _ = try NodeKeyring.makeSigner(name: node.text, at: home.key("node"))
        _ = try NodeKeyring.makeSigner(name: "\(node)/mirror", at: home.key("mirror"))
        _ = try NodeKeyring.makeSigner(name: "\(node)/home", at: home.logKey("home"))
        for office in [OfficeID.system] + identity.offices.map(\.id) {
            _ = try NodeKeyring.makeSigner(
                name: "\(node)/office/\(office)",
                at: home.officeKey(office.text)
            )
        }
        _ = try StorageKeyFile.create(at: home.storageKey.path)
    }

    private func makeStore(_ view: NodeView, now: Int64) async throws {
        let store = try SQLiteStore.open(.init(directory: home.data.path, createsMissing: true))
        let origin = try Origin("\(view.node)/home")
        guard let key = view.keyring.logs[LogName.home] else {
            throw NodeError(.logEmpty, ["origin": "\(origin)"])
        }
        let entries = try OwnLogs.firstEntries(charter: nil, key: key, view: view, now: now)
        try await store.write { transaction in
            try transaction.putCard(
                of: KeyName(view.node.text),
                serial: view.card.content.serial,
                note: view.card.note.encoded
            )
            for pack in InstalledPacks.files {
                try transaction.putRulePack(SHA256.digest(of: pack), bytes: pack)
            }
            _ = try LogOpening.open(
                origin,
                key: key,
                entries: entries,
                now: now,
                view: view,
                stops: AppendStops(),
                in: transaction
            )
        }
        try store.close()
    }
}
