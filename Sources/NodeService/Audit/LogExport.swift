import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import SQLiteStorage
package import TransparencyLog

/// Writes one log as a plain tlog-tiles directory that any static file server can publish (FORMATS.md §7).
package struct LogExport {
    /// What was written.
    package struct Outcome: Sendable {
        /// The size of the exported head.
        package let size: TreeSize
        /// Its root.
        package let root: String
        /// Objects among them.
        package let objectCount: Int
        /// Pieces of fork evidence against the log among them.
        package let forkCount: Int
        /// Sizes whose storage receipts were left out, since there are too many.
        package let cosignedSizesLeftOut: Int
        /// Files written.
        package let fileCount: Int
        /// Bytes written.
        package let byteCount: UInt64
    }

    private let source: SQLiteAuditSource
    private let origin: Origin
    private let folder: URL
    private let storageKey: [UInt8]?
    private let limits: ExportLimits
    private var objectCount = 0
    private var forkCount = 0
    private var fileCount = 0
    private var byteCount: UInt64 = 0
    private var digests: [String: Digest] = [:]

    /// Prepares the export of one log of a home into a directory that does not exist or is empty.
    ///
    /// With the storage key, the objects that the home holds for the log's entries go with it, opened.
    package init(
        of origin: Origin,
        in home: HomeDirectory,
        to folder: String,
        openingObjectsWith storageKey: [UInt8]? = nil,
        limits: ExportLimits = ExportLimits()
    ) throws {
        self.limits = limits
        self.storageKey = storageKey
        source = SQLiteAuditSource(try ReadOnlyStore(directory: home.data.path))
        self.origin = origin
        self.folder = URL(filePath: folder, directoryHint: .isDirectory)
    }

    /// A log that lacks entries which were acknowledged is sound in itself: its export would pass as the whole log.
    private func requireNothingLost() throws {
        let losses = try source.losses().filter { $0.log == nil || $0.log == origin }
        guard let loss = losses.first else { return }
        throw NodeError(
            .exportLacksEntries,
            ["origin": "\(origin)"],
            cause: (["auditing.\(loss.code.rawValue)"]
                + loss.arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
                .joined(separator: " ")
        )
    }

    /// Writes everything, the checkpoint last, so that a directory with a checkpoint is whole.
    package consuming func run(progress: (UInt64, UInt64) -> Void) throws -> Outcome {
        var export = self
        try export.requireNothingLost()
        guard try export.source.origins().contains(export.origin),
            let note = try export.source.checkpoint(of: export.origin)
        else { throw NodeError(.logUnknown, ["origin": "\(export.origin)"]) }
        let checkpoint = try UnverifiedCheckpoint(parsing: note)
        let companions = try ExportCompanions(
            of: export.origin,
            in: export.source,
            size: checkpoint.size,
            limits: export.limits
        )
        let objects = try export.holdings(checkpoint.size)
        try export.requireRoom(checkpoint.size, companions, objects)
        try export.requireEmptyFolder()
        try export.writeEntries(checkpoint.size, progress)
        try export.writeTiles(checkpoint.size)
        try export.writeCompanions(companions)
        try export.writeForks()
        try export.write(objects)
        try export.writeDigests(checkpoint: note)
        try export.write(note, to: "checkpoint")
        return Outcome(
            size: checkpoint.size,
            root: checkpoint.root.hex,
            objectCount: export.objectCount,
            forkCount: export.forkCount,
            cosignedSizesLeftOut: companions.cosignedSizesLeftOut,
            fileCount: export.fileCount,
            byteCount: export.byteCount
        )
    }

    /// Refuses, before anything is written, what no audit would read: a list of digests beyond its limit.
    private func requireRoom(
        _ size: TreeSize,
        _ companions: ExportCompanions,
        _ objects: [HoldingKey]
    ) throws {
        let bundles = Self.bundles(of: size).map(\.path)
        let tiles = size.tiles(since: 0).lazy.map(\.path)
        let sealed = objects.lazy.map { ExportedDirectory.objectPath($0.object, at: $0.index) }
        // Fork evidence and single files are few.
        let paths =
            companions.cosignatures.lazy.map { "cosignatures/\($0.size)" }
            + (companions.charters.map { "charters/\($0.digest)" }
                + companions.packs.map { "rules/\($0.digest)" })
        var byteCount: UInt64 = 0
        for lines in [
            Self.listedByteCount(bundles), Self.listedByteCount(tiles),
            Self.listedByteCount(paths), Self.listedByteCount(sealed),
        ] { byteCount += lines }
        guard byteCount <= UInt64(limits.digestsByteCountMax) else {
            throw NodeError(
                .exportTooLarge,
                ["found": "\(byteCount)", "limit": "\(limits.digestsByteCountMax)"]
            )
        }
    }

    /// Bytes that the list of digests has for these files.
    private static func listedByteCount(_ paths: some Sequence<String>) -> UInt64 {
        paths.reduce(0) { $0 + UInt64(2 * Digest.byteCount + 3 + $1.utf8.count) }
    }

    private func requireEmptyFolder() throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: folder.path) {
            guard try manager.contentsOfDirectory(atPath: folder.path).isEmpty else {
                throw NodeError(.folderNotEmpty, ["path": folder.path])
            }
        }
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private mutating func writeEntries(
        _ size: TreeSize,
        _ progress: (UInt64, UInt64) -> Void
    ) throws {
        for coordinate in Self.bundles(of: size) {
            let start = EntryIndex(unchecked: coordinate.index * 256)
            let entries = try source.entries(of: origin, from: start, count: coordinate.width)
            guard entries.count == coordinate.width else {
                throw NodeError(.logIncomplete, ["index": "\(start)", "origin": "\(origin)"])
            }
            try write(try EntryBundle(entries).encoded, to: coordinate.path)
            progress(start.rawValue + UInt64(entries.count), size.rawValue)
        }
    }

    private mutating func writeTiles(_ size: TreeSize) throws {
        for tile in size.tiles(since: 0) {
            let hashes = try source.tile(
                of: origin,
                level: tile.level,
                index: tile.index,
                width: tile.width
            )
            guard let hashes, hashes.count == tile.width * Digest.byteCount else {
                throw NodeError(.logIncomplete, ["index": tile.path, "origin": "\(origin)"])
            }
            try write(hashes, to: tile.path)
        }
    }

    /// The bundles of a tree, the full ones first.
    private static func bundles(of size: TreeSize) -> [BundleCoordinate] {
        let full = size.rawValue / 256
        let rest = Int(size.rawValue % 256)
        var bundles = (0..<full).compactMap { BundleCoordinate(index: $0) }
        if rest > 0, let last = BundleCoordinate(index: full, width: rest) { bundles.append(last) }
        return bundles
    }

    /// Cosignatures, charters, rule packs, the entries that name keys, and the node's key.
    private mutating func writeCompanions(_ companions: ExportCompanions) throws {
        for (size, text) in companions.cosignatures {
            try write(text, to: "cosignatures/\(size)")
        }
        for (digest, note) in companions.charters { try write(note, to: "charters/\(digest)") }
        for (digest, pack) in companions.packs { try write(pack, to: "rules/\(digest)") }
        let first = try source.entries(of: origin, from: 0, count: 1).first ?? []
        try write(try ExportedKeys.encoded(companions.keys), to: "keys")
        if let node = try ExportedKeys.nodeKey(of: first, among: source.offeredKeys()) {
            try write(node + [UInt8(ascii: "\n")], to: "vkey")
            try writeCard(of: node)
        }
    }

    /// What this home knows of a fork goes with the log: whoever gets one history alone must learn that there is another.
    private mutating func writeForks() throws {
        for kept in try source.store.read({ try $0.forkEvidence() })
        where try ForkEvidence(parsing: kept.bytes).origin == origin {
            try write(kept.bytes, to: "\(ExportedDirectory.forksName)/\(kept.digest)")
            forkCount += 1
        }
    }

    /// A home log is judged by its node's region, which stands on the card.
    private mutating func writeCard(of node: [UInt8]) throws {
        guard LogName(origin)?.isHome == true else { return }
        let cards = try source.cards().map { try PeerCard(parsing: $0) }
            .filter { $0.content.key.encoded == node }
        guard let card = cards.max(by: { $0.content.serial < $1.content.serial }) else { return }
        try write(card.note.encoded, to: "card")
    }

    /// The objects that are here; none where they are not asked for.
    private func holdings(_ size: TreeSize) throws -> [HoldingKey] {
        guard storageKey != nil else { return [] }
        var keys: [HoldingKey] = []
        try source.forEachHolding { key, status in
            if key.origin == origin, key.index.rawValue < size.rawValue, status == .stored {
                keys.append(key)
            }
        }
        return keys
    }

    /// The salted bytes of every object that is here, in folders that nobody else may read: a web server that publishes the
    /// directory does not get at them by oversight.
    private mutating func write(_ keys: [HoldingKey]) throws {
        guard let storageKey else { return }
        if !keys.isEmpty {
            try FileManager.default.createDirectory(
                at: folder.appending(path: "objects"),
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
        }
        for key in keys {
            do {
                // Erased since, or in a later read: what is not here any more is left out.
                guard let holding = try source.store.read({ try $0.holding(key) }),
                    holding.status == .stored
                else { continue }
                let sealed = try SealedObject(
                    name: key.object,
                    wrappedKey: holding.wrappedKey,
                    storageKey: storageKey
                )
                try write(
                    sealed.open(holding.sealed).bytes,
                    to: ExportedDirectory.objectPath(key.object, at: key.index)
                )
            } catch let error as LedgerError {
                throw NodeError(
                    .logIncomplete,
                    ["index": "\(key.index)", "origin": "\(origin)"],
                    cause: "\(error)"
                )
            }
            objectCount += 1
        }
    }

    /// The digests of all files, as `sha256sum --check` reads them: what no tree and no signature proves is accounted for too.
    private mutating func writeDigests(checkpoint: [UInt8]) throws {
        digests["checkpoint"] = SHA256.digest(of: checkpoint)
        let lines = digests.sorted { $0.key < $1.key }.map { "\($0.value.hex)  \($0.key)\n" }
        try write(Array(lines.joined().utf8), to: ExportedDirectory.digestsName)
    }

    private mutating func write(_ bytes: [UInt8], to path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try NewFile.create(bytes, at: file.path)
        digests[path] = SHA256.digest(of: bytes)
        fileCount += 1
        byteCount += UInt64(bytes.count)
    }
}
