package import Auditing
import Cryptography
import Foundation
import Ledger
package import TransparencyLog

/// An exported log in a directory, as the source of an audit; every file in it is accounted for.
package struct ExportedDirectory: AuditSource {
    /// The file that names the digest of every other one, in the form of `sha256sum`.
    static let digestsName = "SHA256SUMS"

    private static let bundlesName = "tile/entries"
    private static let keysName = "keys"
    private static let fileCountMax = 10_000_000

    /// The directory's path, or where it came from.
    package let name: String
    private let reader: FolderReader
    /// The log; nil where neither checkpoint nor first entry says which.
    private let origin: Origin?
    private let size: TreeSize
    /// The bytes of the checkpoint, whatever they are; nil where there is none.
    private let checkpointNote: [UInt8]?
    /// Whether no checkpoint can be read, so that only the bundles say how large the log is.
    private let isHeadless: Bool

    /// Opens a directory; throws `folder_no_export` where nothing in it is part of an export.
    ///
    /// Where the checkpoint is missing or damaged, the log is the one that its entries name, as large as its bundles.
    /// `name` is what the report calls it; nil: its path.
    package init(_ path: String, named name: String? = nil) throws {
        let reader = FolderReader(URL(filePath: path, directoryHint: .isDirectory))
        self.reader = reader
        self.name = name ?? path
        // A checkpoint that cannot be read is one that is damaged.
        let found = Result { try reader.bytes("checkpoint") }
        let note = (try? found.get()) ?? []
        if let checkpoint = try? UnverifiedCheckpoint(parsing: note),
            !Self.isMisnamed(checkpoint, reader)
        {
            (checkpointNote, origin, size) = (note, checkpoint.origin, checkpoint.size)
            isHeadless = false
            return
        }
        isHeadless = true
        guard try Self.hasParts(reader) else {
            throw NodeError(.folderNoExport, ["path": self.name])
        }
        if case .success(nil) = found { checkpointNote = nil } else { checkpointNote = note }
        (origin, size) = try Self.logOfBundles(reader)
    }

    /// Whether the name in a checkpoint's text is damaged: the line of its signature and the entries beside it name one log, and the text
    /// another.
    ///
    /// Audited as the other log, every entry here would be a fault of its own.
    private static func isMisnamed(
        _ checkpoint: UnverifiedCheckpoint,
        _ reader: FolderReader
    ) -> Bool {
        let signers = checkpoint.note.signatures.map { "\($0.name)" }
        guard !signers.contains("\(checkpoint.origin)"),
            // Bundles that cannot be listed name no log, and are found where they are read.
            let named = (try? logOfBundles(reader))?.0
        else { return false }
        return signers.contains("\(named)")
    }

    /// Whether a directory has a checkpoint or lacks one that it should have, and is therefore not a home.
    package static func isExport(_ path: String) -> Bool {
        if FileManager.default.fileExists(atPath: path + "/checkpoint") { return true }
        // What cannot be read has no part of an export.
        return (try? hasParts(FolderReader(URL(filePath: path, directoryHint: .isDirectory))))
            == true
    }

    /// Whether entries lie in a directory, or a list of digests that names a checkpoint.
    private static func hasParts(_ reader: FolderReader) throws -> Bool {
        if try !reader.files(bundlesName, atMost: fileCountMax).isEmpty { return true }
        let limit = DownloadLimits.digestsByteCountMax
        let list = try reader.bytes(digestsName, atMost: limit) ?? []
        return list.split(separator: UInt8(ascii: "\n"))
            .contains { $0.dropFirst(64).elementsEqual("  checkpoint".utf8) }
    }

    /// What a bundle holds; nil where it is not there.
    private static func bundle(
        _ bundle: BundleCoordinate,
        in reader: FolderReader
    ) throws -> EntryBundle? {
        try reader.bytes(bundle.path).map { try EntryBundle(parsing: $0) }
    }

    /// The log that the first entry that can be read names, and how many entries the bundles should hold by their names.
    private static func logOfBundles(_ reader: FolderReader) throws -> (Origin?, TreeSize) {
        let bundles = try reader.files(bundlesName, atMost: fileCountMax)
            .compactMap { BundleCoordinate(path: $0.path) }
        // What cannot be read names no log; where nothing can, the container's findings say so.
        let origin = bundles.sorted { $0.index < $1.index }.lazy.compactMap { bundle -> Origin? in
            guard let first = try? Self.bundle(bundle, in: reader)?.first else { return nil }
            return try? UnverifiedEntry(parsing: first).origin
        }
        .first
        let size = bundles.compactMap { bundle -> TreeSize? in
            let start = bundle.index.multipliedReportingOverflow(by: 256)
            // A number that no log reaches is surplus.
            return start.overflow || start.partialValue > .max - 256
                ? nil : TreeSize(start.partialValue + UInt64(bundle.width))
        }
        .max()
        return (origin, size ?? 0)
    }

    package func origins() throws -> [Origin] { [origin].compactMap { $0 } }

    package func checkpoint(of origin: Origin) throws -> [UInt8]? { checkpointNote }

    package func entries(
        of origin: Origin,
        from start: EntryIndex,
        count: Int
    ) throws -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var index = start.rawValue
        while entries.count < count, index < size.rawValue {
            let number = index / 256
            let width = Int(min(256, size.rawValue - number * 256))
            guard let coordinate = BundleCoordinate(index: number, width: width) else { break }
            guard let bytes = try bytes(coordinate.path) else {
                // Where no checkpoint says how many entries there are, a bundle behind this one does.
                guard isHeadless else { break }
                throw NodeError(
                    .fileFailed,
                    ["path": "\(name)/\(coordinate.path)", "reason": "it is not here"]
                )
            }
            let bundle = try EntryBundle(parsing: bytes)
            let wanted = bundle.dropFirst(Int(index - number * 256)).prefix(count - entries.count)
            guard !wanted.isEmpty else { break }
            entries += wanted.map { Array($0) }
            index += UInt64(wanted.count)
        }
        return entries
    }

    package func tile(
        of origin: Origin,
        level: TileLevel,
        index: UInt64,
        width: Int
    ) throws -> [UInt8]? {
        guard let coordinate = TileCoordinate(level: level, index: index, width: width) else {
            return nil
        }
        return try bytes(coordinate.path)
    }

    package func tileCoordinates(of origin: Origin) throws -> [StoredTileCoordinate] {
        try files().compactMap { path in
            TileCoordinate(path: path).map {
                StoredTileCoordinate(level: $0.level, index: $0.index, width: $0.width)
            }
        }
    }

    package func cosignatures(of origin: Origin) throws -> [KeptCosignature] {
        try files("cosignatures").flatMap { path in
            let text = path.dropFirst("cosignatures/".count)
            guard let number = Decimal.decode(Array(text.utf8)), let size = TreeSize(number),
                // One that cannot be read is a finding of the container.
                let lines = try? bytes(path)
            else { return [KeptCosignature]() }
            return lines.split(separator: UInt8(ascii: "\n"))
                .map { KeptCosignature(size: size, line: Array($0) + [UInt8(ascii: "\n")]) }
        }
    }

    package func charters() throws -> [[UInt8]] { try contents("charters") }

    /// The file that lies under a charter's digest, whatever it is; nil where there is none.
    func charter(_ digest: Digest) throws -> [UInt8]? { try bytes("charters/\(digest.hex)") }

    /// The folder of fork evidence, each piece under its digest.
    static let forksName = "forks"

    /// The fork evidence that lies in the directory; what cannot be read is a finding.
    func evidence() -> KeptEvidence {
        var kept = KeptEvidence()
        do {
            for path in try files(Self.forksName) {
                let name = path.dropFirst(Self.forksName.count + 1)
                guard let digest = Digest(hex: name), let bytes = try bytes(path) else {
                    kept.findings.append(surplus(path))
                    continue
                }
                kept.forks.append((digest.bytes, bytes))
            }
        } catch {
            kept.findings.append(
                AuditFinding(.sourceUnreadable, place: Self.forksName, cause: "\(error)")
            )
        }
        return kept
    }

    package func rulePacks() throws -> [[UInt8]] { try contents("rules") }

    package func keyEntries(of origin: Origin) throws -> [[UInt8]]? {
        try reader.bytes(Self.keysName, atMost: DownloadLimits.keysByteCountMax)
            .map { try ExportedKeys.parse($0) }
    }

    package func cards() throws -> [[UInt8]] { try bytes("card").map { [$0] } ?? [] }

    package func offeredKeys() throws -> [[UInt8]] {
        try (bytes("vkey") ?? []).split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }

    // MARK: Objects

    /// Where the salted bytes of an object lie that an entry names.
    static func objectPath(_ object: Digest, at index: EntryIndex) -> String {
        "objects/\(index)/\(object)"
    }

    /// Whether a path is one that `objectPath` gives.
    static func isObjectPath(_ path: String) -> Bool { objectIndex(path) != nil }

    /// The entry that a path is for; nil for one that `objectPath` does not give.
    static func objectIndex(_ path: String) -> EntryIndex? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "objects", Digest(hex: parts[2]) != nil else {
            return nil
        }
        return Decimal.decode(Array(parts[1].utf8)).flatMap { EntryIndex($0) }
    }

    /// The paths of all objects.
    func objectPaths() throws -> Set<String> {
        Set(try files("objects").filter { Self.isObjectPath($0) })
    }

    /// The salted bytes of an object.
    func object(_ path: String) throws -> [UInt8] { try bytes(path) ?? [] }

    // MARK: Everything

    /// Files that belong to nothing, and those whose name is not the digest of their bytes; one that cannot be read is a
    /// finding, and the others are checked all the same.
    package func containerFindings() throws -> [AuditFinding] {
        let found = try reader.files(nil, atMost: Self.fileCountMax)
        let files = found.filter(\.isRegular).map(\.path)
        var findings = try digestFindings(files)
        let unread = Set(findings.filter { $0.code == .sourceUnreadable }.compactMap(\.place))
        for path in files where !unread.contains(path) {
            do {
                findings += try self.findings(of: path)
            } catch {
                findings.append(AuditFinding(.sourceUnreadable, place: path, cause: "\(error)"))
            }
        }
        if origin == nil {
            let code: AuditCode =
                checkpointNote == nil ? .checkpointMissing : .checkpointUnusable
            findings.append(AuditFinding(code, place: "checkpoint"))
        }
        if !files.contains("keys") {
            let cause = AuditDetail.text(.fileAbsent)
            findings.append(AuditFinding(.keysFileDiffers, place: "keys", cause: cause))
        }
        let links = found.filter { !$0.isRegular }
        return findings
            + links.map { surplus($0.path, cause: AuditDetail.text(.fileNotRegular)) }
    }

    private func findings(of path: String) throws -> [AuditFinding] {
        if ["checkpoint", "keys", "vkey", Self.digestsName].contains(path) { return [] }
        if path == "card" { return try cardFindings() }
        if TileCoordinate(path: path) != nil || Self.isObjectPath(path) { return [] }
        if let bundle = BundleCoordinate(path: path) { return try findings(of: bundle) }
        let parts = path.split(separator: "/")
        guard parts.count == 2 else { return [surplus(path)] }
        let name = String(parts[1])
        switch parts[0] {
        case "cosignatures":
            let size = Decimal.decode(Array(name.utf8)).flatMap { TreeSize($0) }
            _ = try bytes(path)
            return size == nil ? [surplus(path)] : []
        case "rules":
            let found = try bytes(path).map { SHA256.digest(of: $0).hex }
            return found == name ? [] : [misnamed(.rulePackUnusable, path, name, found)]
        case "charters":
            let note = try bytes(path) ?? []
            // What is no charter is found where it is read.
            guard let charter = try? Charter(parsing: note) else { return [] }
            let found = charter.digest.hex
            return found == name ? [] : [misnamed(.charterUnusable, path, name, found)]
        case Substring(Self.forksName): return []
        default: return [surplus(path)]
        }
    }

    private func misnamed(
        _ code: AuditCode,
        _ path: String,
        _ digest: String,
        _ found: String?
    ) -> AuditFinding {
        AuditFinding(
            code,
            ["digest": digest],
            place: path,
            cause: AuditDetail.text(.digestOther, ["digest": found ?? "?"])
        )
    }

    private func cardFindings() throws -> [AuditFinding] {
        do {
            for card in try cards() { _ = try PeerCard(parsing: card) }
            return []
        } catch let error as PartyError {
            return [AuditFinding(.cardUnusable, place: "card", cause: "\(error)")]
        }
    }

    /// Files that are not what SHA256SUMS says; a directory without it, as other programs write them, is worth knowing.
    private func digestFindings(_ files: [String]) throws -> [AuditFinding] {
        let limit = DownloadLimits.digestsByteCountMax
        guard let text = try reader.bytes(Self.digestsName, atMost: limit) else {
            return [AuditFinding(.digestsMissing, place: Self.digestsName)]
        }
        var listed: [String: Digest] = [:]
        var malformed: AuditFinding?
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where !line.isEmpty {
            guard line.count > 66, let digest = Digest(hexBytes: line.prefix(64)),
                line.dropFirst(64).starts(with: Array("  ".utf8)),
                let path = String(validating: line.dropFirst(66), as: UTF8.self),
                listed.updateValue(digest, forKey: path) == nil
            else {
                let place = "\(Self.digestsName), \(number + 1)"
                malformed = malformed ?? AuditFinding(.digestsMalformed, place: place)
                continue
            }
        }
        let findings = files.compactMap { path -> AuditFinding? in
            guard path != Self.digestsName else { return nil }
            guard let digest = listed.removeValue(forKey: path) else {
                return AuditFinding(.fileNotListed, place: path)
            }
            do {
                let limit = path == Self.keysName ? DownloadLimits.keysByteCountMax : nil
                let bytes =
                    try reader.bytes(path, atMost: limit ?? FolderReader.fileByteCountMax) ?? []
                return digest == SHA256.digest(of: bytes)
                    ? nil : AuditFinding(.fileDiffers, place: path)
            } catch {
                // It has no digest at all.
                return AuditFinding(.sourceUnreadable, place: path, cause: "\(error)")
            }
        }
        return [malformed].compactMap { $0 } + findings
            + listed.keys.sorted().map { AuditFinding(.fileMissing, place: $0) }
    }

    // MARK: Files

    /// A bundle is one that this size has, or what a smaller log had in its place.
    private func findings(of bundle: BundleCoordinate) throws -> [AuditFinding] {
        // Of a log that nothing names none is surplus; that they cannot be read is why.
        guard origin != nil else {
            _ = try Self.bundle(bundle, in: reader)
            return []
        }
        guard bundle.tile.exists(in: size) else { return [surplus(bundle.path)] }
        let last = size.partialTile(at: .leaves)
        let width = last?.index == bundle.index ? last?.width : nil
        guard
            let whole = BundleCoordinate(
                index: bundle.index,
                width: width ?? TileCoordinate.fullWidth
            ), bundle.width < whole.width
        else { return [] }
        // The whole one is read when its entries are.
        guard let earlier = try bytes(bundle.path), let later = try bytes(whole.path),
            (try? EntryBundle(parsing: earlier, for: bundle)) != nil, later.starts(with: earlier)
        else {
            let cause = AuditDetail.text(.fileNoBeginning, ["path": whole.path])
            return [AuditFinding(.fileSurplus, place: bundle.path, cause: cause)]
        }
        return []
    }

    private func surplus(_ path: String, cause: String? = nil) -> AuditFinding {
        AuditFinding(.fileSurplus, place: path, cause: cause)
    }

    private func contents(_ directory: String) throws -> [[UInt8]] {
        // One that cannot be read is a finding of the container.
        try files(directory).compactMap { try? bytes($0) }
    }

    /// Every regular file below the directory, or below one of its folders, relative to it, sorted.
    private func files(_ below: String? = nil) throws -> [String] {
        try reader.files(below, atMost: Self.fileCountMax).filter(\.isRegular).map(\.path)
    }

    private func bytes(_ path: String) throws -> [UInt8]? { try reader.bytes(path) }
}
