import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Reads what a node knows from its store.
struct NodeLoader {
    /// The name under which the store keeps the digest of the charter that the operator took for a mechanism.
    static func anchorName(_ mechanism: MechanismID) -> String { anchorPrefix + mechanism.text }

    /// What those names begin with.
    static let anchorPrefix = "anchor/"

    private static let officePrefix = "office/"

    /// The name under which the store keeps the title of an office that was added later.
    static func officeName(_ office: OfficeID) -> String { officePrefix + office.text }

    var identity: NodeIdentity
    let keyring: NodeKeyring
    let pins: [CertificatePin]
    let store: SQLiteStore
    let now: Int64

    /// Reads everything, and makes a new card of our own where the last one says something else than the configuration.
    func load() async throws -> NodeView {
        var complete = self
        complete.identity.offices = try await offices()
        return try await complete.loadWithOffices()
    }

    /// The offices of the configuration and those that were added later.
    private func offices() async throws -> [CardContent.Office] {
        let added = try await store.read { transaction in
            try transaction.documents(.meta, prefix: Array(Self.officePrefix.utf8))
        }
        var titles = Dictionary(
            identity.offices.map { ($0.id, $0.title) },
            uniquingKeysWith: { first, _ in first }
        )
        for document in added {
            guard let id = OfficeID(document.key.dropFirst(Self.officePrefix.utf8.count)),
                titles[id] == nil
            else { continue }
            let title = String(decoding: document.bytes, as: UTF8.self)
            // A title that no card can hold keeps no node from starting.
            titles[id] = CardContent.Office.isTitle(title) ? title : id.text
        }
        return titles.map { CardContent.Office(id: $0, title: $1) }.sorted { $0.id < $1.id }
    }

    private func loadWithOffices() async throws -> NodeView {
        let own = try await ownCard()
        try await keepBuiltInPacks()
        let node = own.node
        let (peers, charters, anchors, packs, gone) = try await store.read { transaction in
            try (
                Self.peerCards(transaction, except: node), transaction.charters(),
                Self.anchors(transaction), transaction.rulePacks(),
                AwaitedCharter.all(in: transaction, ownOnly: true)
            )
        }
        let library = try Self.library(charters, hangingOn: anchors)
        var view = NodeView(
            keyring: keyring,
            registry: CardRegistry(own: own, peers: peers),
            library: library,
            packs: try Self.packs(packs, namedIn: library),
            calendars: try Self.calendars(packs)
        )
        for charter in gone {
            view.goneCharters[charter.mechanism, default: []].insert(charter.digest)
        }
        return view
    }

    private static func library(
        _ charters: [DigestedText],
        hangingOn anchors: Set<Digest>
    ) throws -> CharterLibrary {
        var library = CharterLibrary()
        let parsed = try charters.map { try Charter(parsing: $0.bytes) }
        for charter in parsed where anchors.contains(charter.digest) {
            library.join(anchor: charter)
        }
        // Oldest first, so that none is judged again for each of its ancestors.
        for charter in parsed.sorted(by: { $0.content.revision < $1.content.revision }) {
            library.restore(charter)
        }
        return library
    }

    /// The packs that count at home, and those that charters name, what is unusable of them too.
    private static func packs(
        _ stored: [DigestedText],
        namedIn library: CharterLibrary
    ) throws -> PackSet {
        var packs = try Self.packs(stored)
        for reference in library.chains.values.flatMap({ $0.all }).flatMap({ $0.content.rules }) {
            if packs.pack(reference) == nil,
                let pack = stored.first(where: { $0.digest == reference.digest })
            {
                packs.insert(pack.bytes, as: reference)
            }
        }
        return packs
    }

    private static func calendars(_ stored: [DigestedText]) throws -> CalendarSet {
        try CalendarSet.builtIn(
            and: stored.lazy.filter { InstalledPacks.bytes(of: $0.digest) == nil }.map(\.bytes)
        )
    }

    /// The packs and calendars that charters name and that a node would not find in its store when it starts.
    static func lackingRules(in transaction: SQLiteTransaction) throws -> [MissingRules.Missing] {
        let stored = try transaction.rulePacks()
        let library = try Self.library(transaction.charters(), hangingOn: anchors(transaction))
        return try LackingRules.missing(
            library,
            packs(stored, namedIn: library),
            calendars(stored),
            in: transaction
        )
    }

    /// The packs that count at home: those of the program, and whatever is stored, which an operator added or an earlier edition came with.
    static func packs(_ stored: [DigestedText]) throws -> PackSet {
        var packs = try InstalledPacks.builtIn()
        for stored in stored
        where !packs.references.contains(where: { $0.digest == stored.digest }) {
            // What needs a newer program is told of where a charter or an entry names it.
            if let pack = try? RulePack.load(stored.bytes) { packs.insert(pack) }
        }
        return packs
    }

    /// Stores the packs and calendars that this edition comes with: peers and exports get them from the store, and a later edition may have others.
    private func keepBuiltInPacks() async throws {
        let stored = try await store.read { Set(try $0.rulePacks().map(\.digest)) }
        let missing = InstalledPacks.stored.map { (SHA256.digest(of: $0), $0) }
            .filter { !stored.contains($0.0) }
        guard !missing.isEmpty else { return }
        try await store.write { transaction in
            for (digest, bytes) in missing { try transaction.putRulePack(digest, bytes: bytes) }
        }
    }

    private func ownCard() async throws -> PeerCard {
        let name = try KeyName(identity.node.text)
        let (stored, logs) = try await store.read { try ($0.cards(of: name), $0.logs()) }
        let last = try stored.max { $0.serial < $1.serial }.map { try PeerCard(parsing: $0.note) }
        try requireSameIdentity(last, logs)
        if let last,
            !CardMaker.isOutdated(last, identity: identity, pins: pins, now: now)
        {
            return last
        }
        let card = try CardMaker.card(
            identity: identity,
            keyring: keyring,
            pins: pins,
            after: last,
            now: now
        )
        try await store.write {
            try $0.putCard(of: name, serial: card.content.serial, note: card.note.encoded)
        }
        return card
    }

    /// The node's name stands in all its logs and keys, and its region in every entry at home: neither changes with a line of
    /// the configuration.
    private func requireSameIdentity(_ last: PeerCard?, _ logs: [StoredLog]) throws {
        let own = logs.filter { $0.kind == .own }.compactMap { LogName($0.origin)?.node }
        if let other = own.first(where: { $0 != identity.node }) {
            throw NodeError(
                .nodeNameChanged,
                ["found": identity.node.text, "stored": other.text]
            )
        }
        if let last, last.content.region != identity.region {
            throw NodeError(
                .regionChanged,
                ["found": identity.region.text, "stored": last.content.region.text]
            )
        }
    }

    /// The newest card of each peer that was added.
    private static func peerCards(
        _ transaction: SQLiteTransaction,
        except own: NodeName
    ) throws -> [PeerCard] {
        try transaction.peers().compactMap { peer in
            let newest = try transaction.cards(of: KeyName(peer.key))
                .max { $0.serial < $1.serial }
            return try newest.map { try PeerCard(parsing: $0.note) }
        }
        .filter { $0.node != own }
    }

    private static func anchors(_ transaction: SQLiteTransaction) throws -> Set<Digest> {
        let prefix = anchorPrefix
        return Set(
            try transaction.documents(.meta, prefix: Array(prefix.utf8))
                .compactMap { Digest($0.bytes) }
        )
    }
}
