import Auditing
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Compares the objects that a home holds with those that entries and charters grant its node, opens what is sealed, and
/// compares it with its name.
struct ObjectAudit {
    private let source: SQLiteAuditSource
    private let storageKey: [UInt8]?
    private(set) var counts = AuditReport.Objects()
    private(set) var findings = AuditFindings()
    /// What was not looked into, by name.
    private(set) var unchecked = UncheckedObjects()
    /// Objects whose wrapped key the storage key does not open.
    private var unopened: [(key: HoldingKey, cause: String)] = []
    private var held: [HoldingKey: HoldingStatus] = [:]
    /// How many holdings of each log could not be compared with an entry.
    private var unjudged: [Origin: Int] = [:]
    /// Whether the node has looked through all entries under the charters that are here.
    private var isScanned = true

    /// Prepares the audit; without the storage key sealed objects are counted and not checked.
    init(source: SQLiteAuditSource, storageKey: [UInt8]?) {
        self.source = source
        self.storageKey = storageKey
    }

    /// Goes through every object of every entry, and then through what is held beside them.
    mutating func run(over entries: AuditedEntries) {
        attempt(nil) { try $0.readHoldings() }
        attempt(nil) { audit in
            guard let facts = try audit.source.scannedFacts() else { return }
            let lines = facts.split(separator: UInt8(ascii: "\n"))
                .map { String(decoding: $0, as: UTF8.self) }
            audit.isScanned = Set(lines) == entries.grantFacts
        }
        let node = entries.homeNode
        if node == nil { findings.append(AuditFinding(.objectsNotJudged)) }
        for origin in entries.origins {
            let isWhole = attempt(origin) { try $0.check(origin, entries, reader: node) }
            if !isWhole { leave { $0.origin == origin } }
        }
        judgeUnopened()
        leave { !entries.isJudged($0.index, of: $0.origin) }
        for (key, status) in held.sorted(by: { Self.isEarlier($0.key, $1.key) }) {
            // No entry names it: nothing was ever granted under that name.
            if status == .stored { counts.notEntitled += 1 }
            add(.objectNotEntitled, key)
        }
        for (origin, count) in unjudged.sorted(by: { $0.key < $1.key }) {
            let arguments = ["count": "\(count)"]
            findings.append(
                AuditFinding(.logObjectsNotJudged, arguments, log: origin, place: "holding")
            )
        }
    }

    /// Leaves out what no entry was read for: it is not accused of being here without one.
    private mutating func leave(_ isLeft: (HoldingKey) -> Bool) {
        for key in held.keys.filter(isLeft) {
            held[key] = nil
            unjudged[key.origin, default: 0] += 1
        }
    }

    private static func isEarlier(_ a: HoldingKey, _ b: HoldingKey) -> Bool {
        (a.origin, a.index, a.object) < (b.origin, b.index, b.object)
    }

    /// Runs a part; an error is a finding, and false.
    @discardableResult private mutating func attempt(
        _ origin: Origin?,
        _ body: (inout ObjectAudit) throws -> Void
    ) -> Bool {
        do {
            try body(&self)
            return true
        } catch {
            findings.append(
                AuditFinding(.sourceUnreadable, log: origin, place: "holding", cause: "\(error)")
            )
            return false
        }
    }

    private mutating func readHoldings() throws {
        var found: [HoldingKey: HoldingStatus] = [:]
        try source.forEachHolding { found[$0] = $1 }
        held = found
        let stray = try source.strayHoldingCount()
        guard stray > 0 else { return }
        findings.append(
            AuditFinding(
                .rowUnaccounted,
                place: "holding",
                cause: AuditDetail.text(.rowsOfNoLog, ["count": "\(stray)"])
            )
        )
    }

    private mutating func check(
        _ origin: Origin,
        _ entries: AuditedEntries,
        reader node: PeerNode?
    ) throws {
        try entries.forEachObject(of: origin, reader: node) { object in
            let key = HoldingKey(
                origin: origin,
                index: object.index,
                object: object.reference.sha256
            )
            let status = held.removeValue(forKey: key)
            if status != nil, !entries.isJudged(object.index, of: origin) {
                unjudged[origin, default: 0] += 1
            }
            try check(object, key, status)
        }
    }

    private mutating func check(
        _ object: AuditedObject,
        _ key: HoldingKey,
        _ status: HoldingStatus?
    ) throws {
        switch status {
        case nil where object.entitlement == .granted && !object.isErased:
            guard object.isErasureKnown else { return unjudged[key.origin, default: 0] += 1 }
            guard isScanned || object.isOwn else { return miss(object, key) }
            counts.unaccounted += 1
            add(.objectUnaccounted, key)
        case nil:
            counts.notGranted += 1
            unchecked.note(.notGranted, key)
        case .wanted? where object.isOwn && !object.isErased:
            counts.unaccounted += 1
            add(.objectUnaccounted, key)
        case .wanted?: miss(object, key)
        case .erased?:
            counts.erased += 1
            unchecked.note(.erased, key)
            if !object.isErased, object.isErasureKnown { add(.objectErasedUnsigned, key) }
        case .stored? where object.isErased:
            counts.notErased += 1
            add(.objectNotErased, key)
        case .stored?:
            if object.entitlement == .denied {
                counts.notEntitled += 1
                add(.objectNotEntitled, key)
            }
            try open(object.reference, key)
        }
    }

    /// What is not here yet; the node's own receipt for it says that it was.
    private mutating func miss(_ object: AuditedObject, _ key: HoldingKey) {
        counts.missing += 1
        unchecked.note(.missing, key)
        let wasHere =
            object.isReceipted && object.entitlement == .granted && !object.isErased
            && object.isErasureKnown
        add(wasHere ? .objectMissingAfterReceipt : .objectMissing, key)
    }

    private mutating func open(_ reference: ObjectReference, _ key: HoldingKey) throws {
        guard let storageKey else {
            counts.sealedNotChecked += 1
            unchecked.note(.sealed, key)
            return add(.objectNotChecked, key)
        }
        guard let holding = try source.store.read({ try $0.holding(key) }) else { return }
        let sealed: SealedObject
        do {
            sealed = try SealedObject(
                name: key.object,
                wrappedKey: holding.wrappedKey,
                storageKey: storageKey
            )
        } catch {
            unopened.append((key, "\(error)"))
            return
        }
        do {
            _ = try SaltedObject(salted: sealed.open(holding.sealed).bytes, matching: reference)
            counts.verified += 1
        } catch {
            add(.objectDamaged, key, cause: "\(error)")
        }
    }

    /// A key that opens nothing at all is another key; one that opens some says that the others are damaged.
    private mutating func judgeUnopened() {
        guard unopened.count > 1, counts.verified == 0 else {
            for (key, cause) in unopened { add(.objectDamaged, key, cause: cause) }
            return
        }
        counts.sealedNotChecked += unopened.count
        for (key, _) in unopened { unchecked.note(.sealed, key) }
        findings.append(AuditFinding(.storageKeyUnfit, ["count": "\(unopened.count)"]))
    }

    private mutating func add(_ code: AuditCode, _ key: HoldingKey, cause: String? = nil) {
        findings.append(
            AuditFinding(
                code,
                ["object": key.object.hex],
                log: key.origin,
                index: key.index,
                place: "holding",
                cause: cause
            )
        )
    }
}
