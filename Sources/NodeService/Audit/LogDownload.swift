import Cryptography
import Foundation
import Ledger
import TLSTransport
import TransparencyLog

/// Brings a published log into a folder, file by file.
///
/// Only names that FORMATS.md §7 gives are ever asked for or written, whatever the server lists. A file that is not there is
/// left out: the audit names it.
struct LogDownload {
    /// One file and the most bytes that it may have.
    private struct File: Sendable {
        let path: String
        let byteCountMax: Int
    }

    private let url: String
    private let site: HTTPSClient
    private let prefix: String
    private let folder: URL
    private let limits: DownloadLimits
    private let progress: @Sendable (UInt64, UInt64) -> Void
    private var byteCount: UInt64 = 0
    private var nextFreeCheck = DownloadLimits.freeCheckByteCount
    private var doneCount: UInt64 = 0
    private var totalCount: UInt64 = 0
    /// Whether the server lists what lies beside the tree; where it does not, only what other files name is asked for.
    private(set) var isListed = false

    init(
        url: String,
        from site: HTTPSClient,
        below prefix: String,
        to folder: URL,
        limits: DownloadLimits,
        progress: @escaping @Sendable (UInt64, UInt64) -> Void
    ) {
        self.url = url
        self.site = site
        self.prefix = prefix
        self.folder = folder
        self.limits = limits
        self.progress = progress
    }

    /// Downloads everything; throws where there is no log, more of it than the limits allow, or another one at the end than at
    /// the beginning.
    mutating func run() async throws {
        let note = File(path: "checkpoint", byteCountMax: DownloadLimits.noteByteCountMax)
        guard let bytes = try await read(note) else { throw try await withoutCheckpoint() }
        let size: TreeSize
        do {
            size = try UnverifiedCheckpoint(parsing: bytes).size
        } catch {
            throw try await withoutCheckpoint(because: "\(error)")
        }
        guard size.rawValue <= limits.entryCountMax else {
            throw NodeError(.urlTooLarge, ["limit": "\(limits.entryCountMax)", "url": url])
        }
        try requireFree(size.rawValue * DownloadLimits.entryByteCountLeast)
        try Self.save(bytes, as: note.path, in: folder)
        let companions = try await companions()
        let bundleCount = (size.rawValue + 255) / 256
        totalCount = UInt64(companions.count) + 2 * bundleCount
        _ = try await fetch(companions)
        let held = try await fetchBundles(of: size)
        if !isListed { try await fetchNamed(of: size) }
        _ = try await fetch(
            held.tiles().lazy.map {
                File(path: $0.path, byteCountMax: DownloadLimits.tileByteCountMax)
            }
        )
        guard try await read(note) == bytes else {
            throw NodeError(.urlChanged, ["url": url])
        }
    }

    /// What an address without a readable checkpoint is: a log that lacks it, where anything else says that there is one, or no log.
    private mutating func withoutCheckpoint(because cause: String? = nil) async throws -> NodeError
    {
        for path in ["vkey", ExportedDirectory.digestsName, "card", "keys", Self.firstBundle] {
            guard let file = Self.sign(path), let bytes = try await probed(file) else { continue }
            // Some servers have a page for every address.
            if Self.isOfLog(bytes, as: path) {
                return NodeError(.urlCheckpointMissing, ["url": url], cause: cause)
            }
        }
        return NodeError(.urlNoLog, ["url": url], cause: cause)
    }

    /// A file where the server gives one of its kind; what it refuses, or has a longer page for, is none.
    private mutating func probed(_ file: File) async throws -> [UInt8]? {
        do {
            return try await read(file)
        } catch let error as NodeError where [.urlRefused, .urlFileTooLong].contains(error.code) {
            return nil
        }
    }

    private static let firstBundle = "tile/entries/000"

    /// A file by which a log is known.
    private static func sign(_ path: String) -> File? {
        switch path {
        case ExportedDirectory.digestsName:
            File(path: path, byteCountMax: DownloadLimits.digestsByteCountMax)
        case firstBundle: File(path: path, byteCountMax: DownloadLimits.bundleByteCountMax)
        default: companion(path)
        }
    }

    /// Whether bytes are what such a file holds.
    private static func isOfLog(_ bytes: [UInt8], as path: String) -> Bool {
        do {
            switch path {
            case "vkey":
                _ = try VerifierKey(parsing: bytes.last == 10 ? bytes.dropLast() : bytes[...])
            case "card": _ = try PeerCard(parsing: bytes)
            case "keys": return try !ExportedKeys.parse(bytes).isEmpty
            case firstBundle: _ = try EntryBundle(parsing: bytes)
            default: return Digest(hexBytes: bytes.prefix(64)) != nil
            }
            return true
        } catch {
            return false
        }
    }

    /// All bundles up to the first that is not there; returns how many entries these hold.
    private mutating func fetchBundles(of size: TreeSize) async throws -> TreeSize {
        let full = size.rawValue / 256
        let rest = Int(size.rawValue % 256)
        let bundles = (0..<(full + (rest > 0 ? 1 : 0))).lazy.compactMap { number in
            BundleCoordinate(index: number, width: number < full ? 256 : rest)
        }
        let firstMissing = try await fetch(
            bundles.map {
                File(path: $0.path, byteCountMax: DownloadLimits.bundleByteCountMax)
            },
            untilMissing: true
        )
        guard let firstMissing else { return size }
        return TreeSize(UInt64(firstMissing) * 256) ?? size
    }

    // MARK: Companions

    /// What lies beside the tree: as SHA256SUMS lists it, or, where another program wrote the directory, the files of fixed name.
    private mutating func companions() async throws -> [File] {
        let list = File(
            path: ExportedDirectory.digestsName,
            byteCountMax: DownloadLimits.digestsByteCountMax
        )
        guard let text = try await read(list) else {
            return ["keys", "vkey", "card"].compactMap { Self.companion($0) }
        }
        isListed = true
        try Self.save(text, as: list.path, in: folder)
        var files: [File] = []
        var known: Set<String> = []
        for line in text.split(separator: UInt8(ascii: "\n")) {
            guard let path = String(validating: line.dropFirst(66), as: UTF8.self),
                let file = Self.companion(path), known.insert(path).inserted
            else { continue }
            guard files.count < limits.companionCountMax else {
                throw NodeError(.urlTooLarge, ["limit": "\(limits.companionCountMax)", "url": url])
            }
            files.append(file)
        }
        return files
    }

    /// What entries and charters name by a digest, and the head's receipts: all that is known without a list.
    private mutating func fetchNamed(of size: TreeSize) async throws {
        let source = try ExportedDirectory(folder.path)
        var named = NamedFiles()
        try named.read(source, of: size)
        _ = try await fetch([Self.companion("cosignatures/\(size)")].compactMap { $0 })
        var revisionCount = 0
        while case let digests = named.nextCharters(), !digests.isEmpty {
            revisionCount += 1
            // A node keeps no more revisions of a mechanism either.
            guard revisionCount <= Ledger.Limits.charterRevisionCountMax else {
                throw tooLarge(Ledger.Limits.charterRevisionCountMax)
            }
            guard named.count <= limits.companionCountMax else {
                throw tooLarge(limits.companionCountMax)
            }
            try await fetchNamed("charters", digests)
            named.readCharters(digests, in: source)
        }
        guard named.count <= limits.companionCountMax else {
            throw tooLarge(limits.companionCountMax)
        }
        try await fetchNamed("rules", named.packs)
        // Packs name calendars, which are known only once the packs are here.
        let calendars = named.calendars(in: try source.rulePacks()).subtracting(named.packs)
        guard named.count + calendars.count <= limits.companionCountMax else {
            throw tooLarge(limits.companionCountMax)
        }
        try await fetchNamed("rules", calendars)
    }

    private func tooLarge(_ limit: Int) -> NodeError {
        NodeError(.urlTooLarge, ["limit": "\(limit)", "url": url])
    }

    private mutating func fetchNamed(_ folder: String, _ digests: Set<Digest>) async throws {
        _ = try await fetch(
            digests.map(\.hex).sorted().compactMap { Self.companion("\(folder)/\($0)") }
        )
    }

    /// The file of this path; nil for any other than those that an export has beside its tree.
    private static func companion(_ path: String) -> File? {
        let limit: Int
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("keys", 1): limit = DownloadLimits.keysByteCountMax
        case ("vkey", 1), ("card", 1): limit = DownloadLimits.noteByteCountMax
        case ("charters", 2) where Digest(hex: parts[1]) != nil,
            ("forks", 2) where Digest(hex: parts[1]) != nil:
            limit = DownloadLimits.noteByteCountMax
        case ("rules", 2) where Digest(hex: parts[1]) != nil:
            limit = DownloadLimits.documentByteCountMax
        case ("cosignatures", 2) where Decimal.decode(Array(parts[1].utf8)) != nil:
            limit = DownloadLimits.cosignaturesByteCountMax
        case ("objects", 3) where ExportedDirectory.isObjectPath(path):
            limit = Limits.objectByteCountMax
        default: return nil
        }
        return File(path: path, byteCountMax: limit)
    }

    // MARK: Files

    /// Fetches some files at a time and writes them; returns the number of the first that is not there.
    private mutating func fetch(
        _ files: some Sequence<File>,
        untilMissing: Bool = false
    ) async throws -> Int? {
        let (site, prefix, folder) = (site, prefix, folder)
        return try await withThrowingTaskGroup(of: (Int, Int?).self) { group in
            var firstMissing: Int?
            var running = 0
            for (number, file) in files.enumerated() {
                if running == DownloadLimits.requestCountMax, let done = try await group.next() {
                    running -= 1
                    try count(done, &firstMissing)
                }
                if untilMissing, firstMissing != nil { break }
                running += 1
                group.addTask {
                    let bytes = try await Self.read(file, from: site, below: prefix)
                    if let bytes { try Self.save(bytes, as: file.path, in: folder) }
                    return (number, bytes?.count)
                }
            }
            for try await done in group { try count(done, &firstMissing) }
            return firstMissing
        }
    }

    private mutating func count(
        _ done: (number: Int, byteCount: Int?),
        _ missing: inout Int?
    ) throws {
        doneCount += 1
        progress(doneCount, max(doneCount, totalCount))
        guard let count = done.byteCount else {
            missing = min(missing ?? done.number, done.number)
            return
        }
        try add(count)
    }

    private mutating func add(_ count: Int) throws {
        byteCount += UInt64(count)
        guard byteCount <= limits.byteCountMax else {
            throw NodeError(.urlTooLarge, ["limit": "\(limits.byteCountMax)", "url": url])
        }
        guard byteCount >= nextFreeCheck else { return }
        nextFreeCheck = byteCount + DownloadLimits.freeCheckByteCount
        try requireFree(0)
    }

    /// Refuses a download that would fill the disk; what else runs on this machine needs it too.
    private func requireFree(_ count: UInt64) throws {
        var status = statvfs()
        // What the system does not tell is noticed when it is written.
        guard statvfs(folder.path, &status) == 0 else { return }
        let free = Self.byteCount(UInt64(status.f_bavail), of: UInt64(status.f_frsize))
        guard free < Self.sum(count, limits.freeByteCountMin) else { return }
        let required = Self.sum(max(count, expectedByteCount), limits.freeByteCountMin)
        throw NodeError(
            .downloadNoSpace,
            [
                "free": "\(free)", "path": folder.deletingLastPathComponent().path,
                "required": "\(required)",
            ]
        )
    }

    /// Bytes of the whole download, as far as the files that are here tell.
    private var expectedByteCount: UInt64 {
        guard doneCount > 0 else { return byteCount }
        return Self.byteCount(max(totalCount, doneCount), of: byteCount / doneCount + 1)
    }

    /// Bytes of a number of blocks; some file systems tell of more than there can be.
    static func byteCount(_ count: UInt64, of blockByteCount: UInt64) -> UInt64 {
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: blockByteCount)
        return isTooLarge ? .max : product
    }

    private static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (sum, isTooLarge) = a.addingReportingOverflow(b)
        return isTooLarge ? .max : sum
    }

    private mutating func read(_ file: File) async throws -> [UInt8]? {
        let bytes = try await Self.read(file, from: site, below: prefix)
        try add(bytes?.count ?? 0)
        return bytes
    }

    /// The bytes of a file; nil where the server says that it is not there.
    private static func read(
        _ file: File,
        from site: HTTPSClient,
        below prefix: String
    ) async throws -> [UInt8]? {
        let path = prefix + file.path
        let request = ClientRequest(.get, path, responseByteCountMax: file.byteCountMax)
        do {
            return try await site.withResponse(to: request) { head, body in
                switch head.status {
                case 200: return try await body.collect()
                case 404, 410: return nil
                case let status:
                    throw NodeError(.urlRefused, ["path": path, "status": "\(status)"])
                }
            }
        } catch let error as TLSTransportError where error.code == .responseBodyTooLarge {
            throw NodeError(.urlFileTooLong, ["limit": "\(file.byteCountMax)", "path": path])
        }
    }

    private static func save(_ bytes: [UInt8], as path: String, in folder: URL) throws {
        let file = folder.appending(path: path)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: file, options: .withoutOverwriting)
        } catch {
            throw NodeError(.fileFailed, ["path": file.path, "reason": "\(error)"])
        }
    }
}
