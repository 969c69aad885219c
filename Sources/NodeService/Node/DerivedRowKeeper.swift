import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import Logging
import SQLiteStorage
import TransparencyLog

/// Compares the rows that entries give with the entries, after a start and whenever something else than this node has written to the
/// database, and makes anew what is not as it must be.
///
/// What was made anew is an alarm that stays, written in the transaction that makes it: nobody but the node writes to its database.
package struct DerivedRowKeeper: Sendable {
    private static let pause: Duration = .seconds(30)
    static let pageCount = 256
    /// Rows that cannot be compared and are named by an alarm each; the others are counted.
    static let namedRowCountMax = 16

    let node: Node
    let alarms: AlarmBook

    /// Compares the rows of a node.
    package init(_ node: Node) {
        self.node = node
        alarms = AlarmBook(node: node)
    }

    // MARK: When

    /// Tells at a start which documents are gone, and has each log projected as far as it goes, before anything is appended.
    ///
    /// Nobody reads the store yet, so that a log is judged anew in as many transactions as it takes.
    func begin(lacking lost: [KeptDocument]) async throws {
        try await attempt("rows beside the entries were not compared") {
            for document in lost { try await alarms.raise(document.text) }
            try await RequestKeeper(node).count()
            try await noteDocuments()
            try await requireLogs(isAlone: true)
        }
    }

    /// Keeps the alarms of documents that are gone, before the program stores those again with which it comes.
    static func tell(
        _ lost: [KeptDocument],
        at now: Int64,
        in store: SQLiteStore,
        _ logger: Logger
    ) async throws {
        guard !lost.isEmpty else { return }
        do {
            try await store.write { transaction in
                for document in lost {
                    try AlarmBook.keep(document.text, at: now, in: transaction)
                }
            }
        } catch  where !PeerFailure.endsNode(error) {
            // A full disk keeps no node from starting; nothing is stored on it again either.
            logger.error("alarm not kept", metadata: ["error": "\(error)"])
        }
    }

    /// Compares now, after each change of what the node knows, and from time to time, until the task is cancelled.
    func run() async throws {
        let bell = Doorbell()
        node.onViewChange { _ in bell.ring() }
        while !Task.isCancelled {
            try await attempt("rows that entries give were not compared") {
                try await compareDue()
            }
            await bell.wait(until: ContinuousClock.now.advanced(by: Self.pause))
        }
    }

    /// Compares what was not compared since something else wrote to the database, or since all was judged by what the node knows.
    package func compareDue() async throws {
        try await noteDocuments()
        try await RequestKeeper(node).count()
        let version = try await node.store.foreignVersion()
        // No record is folded with rows of a log whose keys are not here.
        guard
            try await isDone(.logs, at: version, { try await requireLogs(isAlone: false) })
        else { return }
        var pass = DerivedRowPass()
        pass.hasLinks = try await isDone(.links, at: version, requireLinks)
        var standing = DerivedRowWatch.Standing(
            version: version,
            isSettled: try await isSettled()
        )
        guard !node.derivedRows.hasRows(under: standing) else { return }
        do {
            try await removeStrays()
            try await compareEntries(&pass)
            try await mendDependencies(&pass)
            try await mendDuties(&pass)
            try await compareRecords(&pass)
            // A charter that came meanwhile leaves records out, which are looked at once they are judged by it.
            standing.isSettled = standing.isSettled && pass.isSettled
            node.derivedRows.foundRows(
                under: standing,
                leaving: pass.leftCount,
                records: pass.leftRecords
            )
        } catch {
            node.derivedRows.cutRows(under: standing)
            throw error
        }
    }

    /// Does a part, unless what is damaged has kept it from being done at this version of the database; whether it is done.
    private func isDone(
        _ part: DerivedRowWatch.Part,
        at version: Int64,
        _ work: () async throws -> Void
    ) async throws -> Bool {
        guard !node.derivedRows.isDamaged(part, at: version) else { return false }
        do {
            try await work()
            return true
        } catch  where PeerFailure.isDamage(error) && !Task.isCancelled {
            let told = PeerFailure.told(error)
            try await alarms.raise(told.code, told.arguments)
            node.derivedRows.foundDamage(part, at: version)
            return false
        }
    }

    /// Makes sure, before something is appended to a log, that the keys of the logs are here whose entries may belong to its record, and
    /// that a matter at home was not sent before.
    func requireRows(
        to origin: Origin,
        opening home: RecordKey?,
        by header: EntryHeader
    ) async throws {
        try await requireLogs(isAlone: false)
        try await requireUnharmed(header, to: origin)
        guard let home else { return }
        try await requireLinks()
        guard let lost = node.derivedRows.lostLink(of: home) else { return }
        throw NodeError(
            .homeLinkLost,
            [
                "event": header.event.text, "opening": lost.opening.hex,
                "mechanism": lost.scope.mechanism?.text ?? lost.scope.text,
            ]
        )
    }

    private func attempt(_ failure: Logger.Message, _ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch  where PeerFailure.endsNode(error) || Task.isCancelled {
            throw error
        } catch {
            // What is damaged is told where it is read.
            node.logger.error(failure, metadata: ["error": "\(error)"])
        }
    }

    /// Whether everything that is stored was judged by what the node knows now.
    private func isSettled() async throws -> Bool {
        let view = node.view
        return try await node.store.read { try Self.isSettled(view, in: $0) }
    }

    static func isSettled(_ view: NodeView, in transaction: SQLiteTransaction) throws -> Bool {
        try ProjectionRefresher.facts(in: transaction) == ProjectionRefresher.facts(of: view)
    }

    // MARK: Documents

    private func noteDocuments() async throws {
        let lost = try await node.store.read { transaction in
            try KeptDocument.isNoted(in: transaction)
                ? nil : try KeptDocument.lost(in: transaction)
        }
        guard let lost else { return }
        for document in lost { try await alarms.raise(document.text) }
        try await node.store.write { [view = node.view] transaction in
            for document in lost { try document.restore(from: view, in: transaction) }
            try KeptDocument.note(in: transaction)
        }
    }

    // MARK: Telling

    /// Tells in the node's own log what was made anew and is an alarm.
    func tell(_ repairs: [Repair]) {
        for repair in repairs {
            let arguments = repair.told.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            node.logger.error(
                "\(repair.code)",
                metadata: ["arguments": "\(arguments.joined(separator: " "))"]
            )
        }
    }

    /// Counts a row that is damaged and that nothing is compared with; the first ones are named by alarms.
    func leave(_ damage: any Error, _ pass: inout DerivedRowPass) async throws {
        pass.leftCount += 1
        guard pass.leftCount <= Self.namedRowCountMax else { return }
        let told = PeerFailure.told(damage)
        try await alarms.raise(told.code, told.arguments)
    }
}

/// What one comparison of entries, records and duties has come upon.
struct DerivedRowPass {
    /// Whether each page was looked at while all was judged by what the node knows.
    var isSettled = true
    /// Whether it is known which matters at home went on elsewhere.
    var hasLinks = true
    /// Rows that could neither be compared nor made anew.
    var leftCount = 0
    /// The records among them: something of their entries is damaged.
    var leftRecords: Set<RecordKey> = []
}

extension AlarmBook {
    /// Raises an alarm with a text of the catalogue.
    func raise(_ text: CodedText) async throws { try await raise(text.code, text.arguments) }
}
