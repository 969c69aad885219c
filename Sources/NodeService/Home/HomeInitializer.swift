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
    private let freeByteCountMin: UInt64
    /// Where everything is made; nothing of it ever ran.
    private let stage: HomeDirectory

    /// Prepares a home; `configuration` is what its `lianlu.yaml` will say.
    ///
    /// `freeByteCountMin` is how much of the disk must be free; by default what the store needs to begin.
    package init(
        home: HomeDirectory,
        configuration: NodeConfiguration,
        time: NodeTime = .system,
        freeByteCountMin: UInt64? = nil
    ) {
        self.home = home
        self.configuration = configuration
        self.time = time
        let options = SQLiteStore.Options(directory: home.data.path)
        // The write-ahead log is laid out at once; all the rest of a new home is smaller than 2 MiB.
        self.freeByteCountMin =
            freeByteCountMin
            ?? options.freeByteCountMin + UInt64(options.walByteCountKept) + 2 * 1_048_576
        stage = HomeDirectory(home.root.appending(path: ".init").path)
    }

    /// Makes everything; throws `home_exists` where a node lives already, and never overwrites a key.
    ///
    /// All is made in `.init` inside the home and moved to its place when it is whole, the configuration file last; `serve`
    /// refuses a home without it. So an attempt that failed, or was cut off, leaves nothing that the next one must spare.
    package func run() async throws -> PeerCard {
        let identity = try NodeIdentity(configuration)
        try requireVacancy()
        try requireSpace()
        try FileManager.default.createDirectory(
            at: home.root,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        let lock = try lockHome()
        defer { close(lock) }
        try finishEarlier()
        try requireVacancy()
        do {
            let card = try await make(identity)
            try move()
            return card
        } catch {
            // What is left there is thrown away by the next attempt; the error that is on its way says more.
            try? FileManager.default.removeItem(at: stage.root)
            throw error
        }
    }

    private func make(_ identity: NodeIdentity) async throws -> PeerCard {
        try makeDirectories()
        let tlsPin = try makeCertificate(identity.node)
        try makeKeys(identity)
        let keyring = try NodeKeyring(home: stage, node: identity.node)
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
            packs: try InstalledPacks.builtIn(),
            calendars: try CalendarSet.builtIn()
        )
        try await makeStore(view, now: now)
        try ConfigurationFile.write(configuration, to: stage.configuration)
        return card
    }

    private func makeDirectories() throws {
        // Nobody but the owner writes anywhere in a home, whatever the umask is.
        let modes: [(URL, Int)] = [
            (stage.root, 0o755), (stage.peers, 0o755),
            (stage.charters, 0o755), (stage.certificates, 0o755), (stage.run, 0o755),
            (stage.keys, 0o700), (stage.data, 0o700),
        ]
        for (folder, mode) in modes {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: mode]
            )
        }
    }

    private func makeCertificate(_ node: NodeName) throws -> CertificatePin {
        let key = try P256.PrivateKey()
        try KeyFile.create(key, at: stage.key("tls").path)
        let now = time.now()
        let certificate = try NodeCertificate.selfSigned(
            nodeName: node.text,
            key: key,
            notBefore: now - Self.certificateLeadDayCount * Self.dayCount,
            notAfter: now + Self.certificateDayCount * Self.dayCount
        )
        try CertificateFile.create([certificate], at: stage.tlsCertificate.path)
        return certificate.pin
    }

    private func makeKeys(_ identity: NodeIdentity) throws {
        let node = identity.node
        _ = try NodeKeyring.makeSigner(name: node.text, at: stage.key("node"))
        _ = try NodeKeyring.makeSigner(name: "\(node)/mirror", at: stage.key("mirror"))
        _ = try NodeKeyring.makeSigner(name: "\(node)/home", at: stage.logKey("home"))
        for office in [OfficeID.system] + identity.offices.map(\.id) {
            _ = try NodeKeyring.makeSigner(
                name: "\(node)/office/\(office)",
                at: stage.officeKey(office.text)
            )
        }
        _ = try StorageKeyFile.create(at: stage.storageKey.path)
    }

    private func makeStore(_ view: NodeView, now: Int64) async throws {
        let store = try SQLiteStore.open(.init(directory: stage.data.path, createsMissing: true))
        let origin = try Origin("\(view.node)/home")
        guard let key = view.keyring.logs[LogName.home] else {
            throw NodeError(.logEmpty, ["origin": "\(origin)"])
        }
        let entries = try OwnLogs.firstEntries(charter: nil, key: key, view: view, now: now)
        let check = try StorageKeyCheck(view.keyring.storageKey).value()
        try await store.write { transaction in
            try transaction.putMeta(StorageKeyCheck.name, check)
            try DutyKeeper.noteKept(in: transaction)
            try transaction.putCard(
                of: KeyName(view.node.text),
                serial: view.card.content.serial,
                note: view.card.note.encoded
            )
            for file in InstalledPacks.stored {
                try transaction.putRulePack(SHA256.digest(of: file), bytes: file)
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

// MARK: - The place

extension HomeInitializer {
    /// Throws `home_exists` for a node that was made before, and `home_occupied` for what only looks like one.
    private func requireVacancy() throws {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard
            !manager.fileExists(atPath: home.root.path, isDirectory: &isFolder)
                || isFolder.boolValue
        else { throw NodeError(.homeNoFolder, ["path": home.root.path]) }
        guard !manager.fileExists(atPath: home.configuration.path) else {
            throw NodeError(.homeExists, ["path": home.root.path])
        }
        guard !manager.fileExists(atPath: stage.configuration.path) else { return }
        for folder in [home.keys, home.certificates, home.data]
        where manager.fileExists(atPath: folder.path) {
            guard try manager.contentsOfDirectory(atPath: folder.path).isEmpty else {
                throw NodeError(.homeOccupied, ["path": folder.path])
            }
        }
    }

    /// Throws `home_no_space` before anything is made.
    private func requireSpace() throws {
        var folder = home.root
        while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
            folder.deleteLastPathComponent()
        }
        var status = statvfs()
        guard statvfs(folder.path, &status) == 0 else { return }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        guard free < freeByteCountMin else { return }
        throw NodeError(
            .homeNoSpace,
            ["free": "\(free)", "path": folder.path, "required": "\(freeByteCountMin)"]
        )
    }

    /// Keeps a second `init` away until the descriptor is closed.
    private func lockHome() throws -> Int32 {
        let descriptor = open(home.root.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failed(home.root, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw NodeError(.homeOccupied, ["path": home.root.path])
        }
        return descriptor
    }

    /// An earlier attempt that was cut off while it moved is finished; one that was not whole is thrown away.
    private func finishEarlier() throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: stage.configuration.path) {
            try move()
        } else if manager.fileExists(atPath: stage.root.path) {
            try manager.removeItem(at: stage.root)
        }
    }

    /// Moves what was made to its place; the configuration file makes it a home.
    private func move() throws {
        let pairs = [
            (stage.peers, home.peers), (stage.charters, home.charters), (stage.run, home.run),
            (stage.certificates, home.certificates), (stage.keys, home.keys),
            (stage.data, home.data), (stage.configuration, home.configuration),
        ]
        for (made, place) in pairs where FileManager.default.fileExists(atPath: made.path) {
            if place == home.configuration { try sync(home.root) }
            // An empty directory gives way; one with cards or charters in it stays.
            guard rename(made.path, place.path) != 0 else { continue }
            guard errno == ENOTEMPTY || errno == EEXIST,
                [home.peers, home.charters, home.run].contains(place)
            else { throw Self.failed(place, errno) }
        }
        try sync(home.root)
        try FileManager.default.removeItem(at: stage.root)
    }

    private func sync(_ folder: URL) throws {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failed(folder, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failed(folder, errno) }
    }

    private static func failed(_ file: URL, _ number: Int32) -> NodeError {
        NodeError(
            .fileFailed,
            ["path": file.path, "reason": String(cString: strerror(number))]
        )
    }
}
