import Casework
import Cryptography
import Ledger
import TransparencyLog

/// Verifies the storage receipts of one log over the checkpoint texts that its entries themselves give.
///
/// A cosigner's receipt of one size counts once, in however many lines it comes.
struct ReceiptCheck {
    /// Storage receipts of one member that lack the same: one finding, since one cause is behind them.
    private struct Failed {
        let code: AuditCode
        let cause: String?
        var count = 0
        var first: TreeSize
        var last: TreeSize
    }

    /// One cosigner's receipt of one size.
    private struct Receipt: Hashable {
        let cosigner: KeyName
        let size: TreeSize
    }

    private let origin: Origin
    private let roots: [TreeSize: Digest]
    private let mirrors: MirrorKeys
    private let noted: Set<VerifierKey>
    private var verified: Set<Receipt> = []
    private var anchored: Set<Receipt> = []
    private var offered: [VerifierKey: Set<TreeSize>] = [:]
    private var newest: [KeyName: (size: TreeSize, time: UInt64?, isAnchored: Bool)] = [:]
    private var failed: [String: [Failed]] = [:]
    /// Those of the keys asked for that have cosigned a size.
    private(set) var signers: [TreeSize: Set<VerifierKey>] = [:]
    /// When other nodes than the log's own have cosigned which size, under keys that the auditor brought.
    private(set) var times: [(cosigner: KeyName, size: TreeSize, time: UInt64)] = []

    /// Prepares the check; `keys` are those whose receipts are noted by size.
    init(
        of origin: Origin,
        roots: [TreeSize: Digest],
        mirrors: MirrorKeys,
        noting keys: Set<VerifierKey>
    ) {
        self.origin = origin
        self.roots = roots
        self.mirrors = mirrors
        noted = keys
    }

    /// How many receipts verify.
    var count: Int { verified.count }
    /// How many of them verify under keys that the auditor brought.
    var anchoredCount: Int { anchored.count }

    /// The receipts of each cosigner, by name.
    var byCosigner: [AuditReport.Receipts] {
        let counts = Dictionary(grouping: verified, by: \.cosigner).mapValues(\.count)
        return newest.sorted { $0.key < $1.key }.map { cosigner, newest in
            AuditReport.Receipts(
                cosigner: cosigner,
                count: counts[cosigner] ?? 0,
                size: newest.size,
                time: newest.time,
                isAnchored: newest.isAnchored
            )
        }
    }

    /// What is wrong with receipts, or not known of their keys.
    var findings: [AuditFinding] {
        let unusable = failed.sorted { $0.key < $1.key }.flatMap { name, groups in
            groups.map { group in
                AuditFinding(
                    group.code,
                    [
                        "cosigner": name, "count": "\(group.count)",
                        "first": "\(group.first)", "last": "\(group.last)",
                    ],
                    log: origin,
                    cause: group.cause
                )
            }
        }
        let unanchored = offered.map { key, sizes in
            [
                "cosigner": "\(key.name)", "count": "\(sizes.count)",
                "fingerprint": Fingerprint(of: key).text,
            ]
        }
        return unusable
            + unanchored.sorted {
                ($0["cosigner"] ?? "", $0["fingerprint"] ?? "") < (
                    $1["cosigner"] ?? "", $1["fingerprint"] ?? ""
                )
            }
            .map { AuditFinding(.cosignerNotAnchored, $0, log: origin) }
    }

    /// Verifies one line.
    mutating func take(_ kept: KeptCosignature) {
        switch check(kept) {
        case .success(let found):
            note(found.known, kept.size)
            noteNewest(found, kept.size)
            note(found.time, found.known, kept.size)
        case .failure(let fault): note(fault, kept)
        }
    }

    private struct Fault: Error {
        let code: AuditCode
        var cause: String?
    }

    /// A receipt that verifies.
    private struct Found {
        let known: MirrorKeys.Known
        let time: UInt64?
    }

    private func check(_ kept: KeptCosignature) -> Result<Found, Fault> {
        guard let root = roots[kept.size] else {
            let cause = AuditDetail.text(.logSmaller)
            return .failure(Fault(code: .cosignatureUnusable, cause: cause))
        }
        let text = Checkpoint.text(origin: origin, size: kept.size, root: root)
        do {
            let claim = try UnverifiedCheckpoint(parsing: text + Array("\n".utf8) + kept.line)
            guard let name = claim.note.signatures.first?.name,
                let signature = try claim.verifiedCosignatures(by: mirrors[name].map(\.key)).first,
                let known = mirrors[name].first(where: { $0.key == signature.key })
            else { return .failure(Fault(code: .cosignerUnknown)) }
            let time = Cosignature(signature.line)?.time
            if let end = known.end, let time, time > end {
                let times = ["end": Self.shown(end), "time": Self.shown(time)]
                let cause = AuditDetail.text(.mirrorKeyRetired, times)
                return .failure(Fault(code: .cosignatureUnusable, cause: cause))
            }
            return .success(Found(known: known, time: time))
        } catch {
            return .failure(Fault(code: .cosignatureUnusable, cause: "\(error)"))
        }
    }

    private mutating func note(_ known: MirrorKeys.Known, _ size: TreeSize) {
        let receipt = Receipt(cosigner: known.key.name, size: size)
        verified.insert(receipt)
        if known.isAnchored {
            anchored.insert(receipt)
        } else {
            offered[known.key, default: []].insert(size)
        }
        if noted.contains(known.key) { signers[size, default: []].insert(known.key) }
    }

    /// Of several for one size the earliest counts, and one under a key of the auditor's before others.
    private mutating func noteNewest(_ found: Found, _ size: TreeSize) {
        let (name, isAnchored) = (found.known.key.name, found.known.isAnchored)
        guard let known = newest[name], known.size >= size else {
            newest[name] = (size, found.time, isAnchored)
            return
        }
        guard known.size == size, isAnchored || !known.isAnchored else { return }
        let times = isAnchored == known.isAnchored ? [known.time, found.time] : [found.time]
        newest[name] = (size, times.compactMap { $0 }.min(), isAnchored)
    }

    /// A POSIX second as a person reads it; in figures where no date has it.
    private static func shown(_ second: UInt64) -> String {
        Timestamp(instant: Int64(clamping: second), offsetMinutes: 8 * 60)?.text ?? "\(second)"
    }

    /// A node's own mirror proves nothing of the node's own time.
    private mutating func note(_ time: UInt64?, _ known: MirrorKeys.Known, _ size: TreeSize) {
        guard let time, known.isAnchored, let node = LogName(origin)?.node,
            known.key.name.description != LogName.mirrorKeyName(node)
        else { return }
        times.append((known.key.name, size, time))
    }

    private mutating func note(_ fault: Fault, _ kept: KeptCosignature) {
        let name = SignatureLine.name(ofEncoded: kept.line) ?? "?"
        var groups = failed[name, default: []]
        let place = groups.firstIndex { $0.code == fault.code } ?? groups.endIndex
        if place == groups.endIndex {
            groups.append(
                Failed(code: fault.code, cause: fault.cause, first: kept.size, last: kept.size)
            )
        }
        groups[place].count += 1
        groups[place].first = min(groups[place].first, kept.size)
        groups[place].last = max(groups[place].last, kept.size)
        failed[name] = groups
    }
}
