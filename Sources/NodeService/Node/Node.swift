package import Casework
import Cryptography
import Foundation
package import Ledger
import LogStorage
package import LocalAPI
package import Logging
package import SQLiteStorage
import Sequencing
import Synchronization
package import TransparencyLog

/// One running node: its store, what it knows, and the writers of its logs.
///
/// What it knows is one value, `view`, which is replaced whole under a lock; nobody keeps it across a step that may change it.
package final class Node: Sendable {
    typealias Writer = Sequencer<SQLiteStore, AppendPayload>

    /// The home.
    package let home: HomeDirectory
    /// What the operator decided.
    package let configuration: NodeConfiguration
    /// The clock.
    package let time: NodeTime
    /// When the node started, a POSIX second.
    package let started: Int64
    /// The store of logs, objects and projections.
    package let store: SQLiteStore
    /// Where the node tells operators what it does.
    package let logger: Logger

    /// Rows that the store lacked, or had of another home, when the node started.
    let lackingRows: [HomeRows.Fault]

    private let knowledge: NodeKnowledge
    private let writers = Mutex<[Origin: Writer]>([:])
    private let verifiers = Mutex<[Origin: EntryVerifier]>([:])
    private let newWriters: AsyncStream<Writer>
    private let newWritersInput: AsyncStream<Writer>.Continuation
    private let prober = Mutex<(@Sendable (NodeName) async throws -> [CheckResult])?>(nil)
    private let observer = Mutex<(@Sendable () async -> Observations)?>(nil)
    /// Cards, charters, offices and peers change one after the other: each change reads what the one before stored, and a
    /// serial of our own card is never used twice.
    let changes = Turnstile(1)
    /// Steps that take a document number are planned and appended one after the other.
    let numbering = Turnstile(1)
    /// Wakes whoever indexes identifiers.
    let identifierBell = Doorbell()
    /// What is known of the index of identifiers since the start.
    let identifierWatch = IdentifierWatch()
    /// What is known of the rows that entries give since the start.
    let derivedRows = DerivedRowWatch()
    /// What is known of the rows of requests since the start.
    let requests = RequestWatch()
    /// Wakes whoever ends what was cut off.
    let housekeepingBell = Doorbell()
    /// Own logs that must not grow.
    let stops = AppendStops()
    private let charterSource = Mutex<
        (@Sendable (Digest) async throws -> Charter?)?
    >(nil)
    private let packSource = Mutex<(@Sendable (Digest) async throws -> [UInt8]?)?>(nil)
    private let appendGate = Mutex<(@Sendable (Origin) async throws -> Void)?>(nil)

    /// Opens a home that `HomeInitializer` made.
    ///
    /// `adjust` may change how the store is opened. Throws `home_missing`, what the configuration or a key file is
    /// refused for, what the store throws, and `key_file_foreign` or `storage_key_foreign` before
    /// anything is signed or sealed with another home's key.
    package static func open(
        _ home: HomeDirectory,
        time: NodeTime = .system,
        logger: Logger,
        storage adjust: (inout SQLiteStore.Options) -> Void = { _ in }
    ) async throws -> Node {
        guard FileManager.default.fileExists(atPath: home.configuration.path) else {
            throw NodeError(.homeMissing, ["path": home.root.path])
        }
        try home.requireOwner()
        try home.makeTransientFolders()
        let configuration = try ConfigurationFile.read(home.configuration)
        let identity = try NodeIdentity(configuration)
        let keyring = try NodeKeyring(home: home, node: identity.node)
        var options = SQLiteStore.Options(directory: home.data.path)
        adjust(&options)
        let store = try SQLiteStore.open(options)
        let lacking: [HomeRows.Fault]
        let lost: [KeptDocument]
        do {
            try await store.read { transaction in
                let check = KeyFileCheck(home: home, keyring: keyring)
                try check.requireLogKeys(in: transaction)
                try check.require(in: transaction)
            }
            lacking = try await Self.lackingRows(of: store, logger)
            lost = try await store.read { try KeptDocument.lost(in: $0) }
            try await StorageKeyCheck(keyring.storageKey).require(of: home, in: store)
            try await DerivedRowKeeper.tell(lost, at: time.now(), in: store, logger)
        } catch {
            // The error that is on its way says more than one of closing.
            try? store.close()
            throw error
        }
        let pins = try CertificateFile.load(from: home.tlsCertificate.path).prefix(1).map(\.pin)
        let view = try await NodeLoader(
            identity: identity,
            keyring: keyring,
            pins: pins,
            store: store,
            now: time.now()
        ).load()
        try configuration.requireOffices(
            view.card.content.offices.map(\.id.text),
            in: home.configuration
        )
        for unknown in configuration.unknownDocuments(of: view.packs, in: home.configuration) {
            logger.warning(
                "document-numbers names what no rule pack here has",
                metadata: [
                    "key": "\(unknown.arguments["key"] ?? "")",
                    "line": "\(unknown.arguments["line"] ?? "")",
                ]
            )
        }
        let node = Node(
            home: home,
            configuration: configuration,
            time: time,
            store: store,
            view: view,
            logger: logger,
            lacking: lacking
        )
        try await DerivedRowKeeper(node).begin(lacking: lost)
        for log in try await store.read({ try $0.logs() }) where log.kind == .own {
            try node.startWriter(of: log.origin)
        }
        return node
    }

    private init(
        home: HomeDirectory,
        configuration: NodeConfiguration,
        time: NodeTime,
        store: SQLiteStore,
        view: NodeView,
        logger: Logger,
        lacking: [HomeRows.Fault]
    ) {
        self.home = home
        self.configuration = configuration
        self.time = time
        self.store = store
        self.logger = logger
        lackingRows = lacking
        started = time.now()
        knowledge = NodeKnowledge(view)
        (newWriters, newWritersInput) = AsyncStream.makeStream()
    }

    // MARK: What the node knows

    /// What the node knows now.
    package var view: NodeView { knowledge.view }

    /// Changes what the node knows, in one step, and tells the listeners.
    package func update(_ change: (inout NodeView) throws -> Void) rethrows {
        try knowledge.update(change)
    }

    /// Calls `listener` after each change of what the node knows: peers, charters, packs or keys.
    package func onViewChange(_ listener: @escaping @Sendable (NodeView) -> Void) {
        knowledge.onViewChange(listener)
    }

    /// Says who knows what replication has seen.
    package func setObserver(_ observe: @escaping @Sendable () async -> Observations) {
        observer.withLock { $0 = observe }
    }

    /// Says who may hold up or refuse what is to be appended, after what peers have shown of our own logs.
    package func setAppendGate(_ gate: @escaping @Sendable (Origin) async throws -> Void) {
        appendGate.withLock { $0 = gate }
    }

    /// Says who can ask peers for a charter that is not here.
    func setCharterSource(
        _ source: @escaping @Sendable (Digest) async throws -> Charter?
    ) {
        charterSource.withLock { $0 = source }
    }

    /// Says who can ask peers for a rule pack that is not here.
    func setPackSource(_ source: @escaping @Sendable (Digest) async throws -> [UInt8]?) {
        packSource.withLock { $0 = source }
    }

    /// A rule pack that is not here, as some peer has it; nil where none gives it.
    func fetchPack(_ digest: Digest) async throws -> [UInt8]? {
        try await packSource.withLock({ $0 })?(digest)
    }

    /// A charter that is not here, as some peer has it; nil where none gives it.
    func fetchCharter(_ digest: Digest) async throws -> Charter? {
        guard let charter = try await charterSource.withLock({ $0 })?(digest),
            charter.digest == digest
        else { return nil }
        return charter
    }

    /// Says who can dial a peer and report each step.
    package func setProber(
        _ probe: @escaping @Sendable (NodeName) async throws -> [CheckResult]
    ) {
        prober.withLock { $0 = probe }
    }

    /// Dials a peer now and says what each step found; one skipped step while replication does not run.
    package func probe(_ peer: NodeName) async throws -> [CheckResult] {
        guard let probe = prober.withLock({ $0 }) else {
            return [CheckResult(.skipped, CodedText("node.peers_not_served"))]
        }
        return try await probe(peer)
    }

    /// What replication has seen; nothing while it does not run.
    package func observations() async -> Observations {
        let observe = observer.withLock { $0 }
        return await observe?() ?? Observations()
    }

    // MARK: Writers

    /// Runs the writers of all own logs, those of later ones too, until the task is cancelled.
    ///
    /// Throws as soon as one throws: what the disk holds is then unknown, and the process must end.
    package func runWriters() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await writer in newWriters {
                group.addTask { try await writer.run() }
            }
        }
    }

    /// Starts the writer of a log of our own that is in the store.
    package func startWriter(of origin: Origin) throws {
        let name = try LogName.required(origin)
        guard let signer = view.keyring.logs[name.mechanism] else {
            throw NodeError(.logKeyMissing, ["origin": "\(origin)"])
        }
        let writer = Writer(
            store: store,
            origin: origin,
            signer: signer,
            plan: store.plan,
            makeJudge: { [knowledge, stops] transaction in
                let view = knowledge.view
                return try AppendJudge(
                    projector: view.projector,
                    transaction: transaction,
                    origin: origin,
                    trusted: view.trustedKeys(of: name),
                    stops: stops,
                    membershipEnd: MembershipEnd(of: name.mechanism, in: view)
                )
            },
            published: { [knowledge] checkpoint in knowledge.announce(checkpoint) }
        )
        writers.withLock { $0[origin] = writer }
        newWritersInput.yield(writer)
    }

    /// Appends an entry that was built and signed here; returns when it is durable.
    func append(
        _ entry: UnverifiedEntry,
        to origin: Origin,
        request: Submission<AppendPayload>.Request? = nil,
        objects: [Submission<AppendPayload>.SealedObject] = [],
        home: (record: RecordKey, origin: Origin, size: UInt64)? = nil,
        pause: (record: RecordKey, size: UInt64)? = nil,
        expiry: (record: RecordKey, step: AutomaticStep)? = nil,
        number: NumberClaim? = nil,
        identifiers: IndexNote? = nil
    ) async throws -> Sequencing.Acknowledgement {
        guard let writer = writers.withLock({ $0[origin] }) else {
            throw NodeError(.logUnknown, ["origin": "\(origin)"])
        }
        try await requireAppending(to: origin)
        try await DerivedRowKeeper(self).requireRows(
            to: origin,
            opening: home?.record,
            by: entry.header
        )
        let payload = AppendPayload(
            checked: try await check(entry, of: origin),
            entry: entry,
            now: time.now(),
            home: home,
            pause: pause,
            expiry: expiry,
            number: number,
            identifiers: identifiers
        )
        return try await writer.submit(
            Submission(entry: entry.bytes, request: request, objects: objects, payload: payload)
        )
    }

    /// What the signatures of an entry are worth by themselves.
    ///
    /// A verifier of earlier keys serves as long as it knows those that signed: which key holds is judged in the transaction.
    private func check(_ entry: UnverifiedEntry, of origin: Origin) async throws -> CheckedEntry {
        if let verifier = verifiers.withLock({ $0[origin] }) {
            let checked = verifier.check(entry.bytes)
            if !checked.hasUnknownKey { return checked }
        }
        let verifier = EntryVerifier(try await history(of: origin))
        verifiers.withLock { $0[origin] = verifier }
        return verifier.check(entry.bytes)
    }

    /// Returns once it is known that one of our own logs, stored or not yet opened, may grow; throws `appending_refused` otherwise.
    func requireAppending(to origin: Origin) async throws {
        try await appendGate.withLock({ $0 })?(origin)
        if let refusal = stops.refusal(of: origin) { throw refusal }
        guard !store.plan.allowsAppending else { return }
        throw SequencingError(
            .appendingRefused,
            ["origin": "\(origin)", "reasons": store.plan.reasonCodes]
        )
    }

    /// The keys of a log that is here, as far as its entries were projected; throws `log_unknown` for others.
    package func history(of origin: Origin) async throws -> KeyHistory {
        let history = try await store.read { [projector = view.projector] transaction in
            try projector.history(of: origin, in: transaction)
        }
        guard let history else { throw NodeError(.logUnknown, ["origin": "\(origin)"]) }
        return history
    }

    // MARK: Heads

    /// Calls `listener` after each checkpoint of an own log has become durable.
    package func onHead(_ listener: @escaping @Sendable (Checkpoint) -> Void) {
        knowledge.onHead(listener)
    }

    /// Tells the listeners of a head that has become durable.
    func announce(_ checkpoint: Checkpoint) {
        knowledge.announce(checkpoint)
    }

    /// Takes no more entries and closes the store.
    package func close() throws {
        newWritersInput.finish()
        try store.close()
    }
}
