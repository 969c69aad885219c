import Casework
import Cryptography
import Ledger
import LogStorage
import NodeService
import SQLiteStorage
import TransparencyLog

/// Fills a node's home log with open records that have a body and a statutory clock.
struct BodyFiller {
    /// Reports so many cases of suspected crime at home: three days to approve each.
    ///
    /// Each body has the fields of its number.
    func fill(
        _ node: Node,
        to count: Int,
        _ fields: @escaping @Sendable (Int) -> [(String, BodyValue)]
    ) async throws {
        let bytes = RulePack.cooperationBytes
        let rules = try RulePack.load(bytes).reference
        try node.update { view in
            if let error = view.packs.insert(bytes, as: rules) { throw error }
        }
        guard let office = OfficeID("scjg"), let machine = MachineID("handover-criminal"),
            let event = EventID("report")
        else { throw LogFiller.Failure(description: "a value of the entry is malformed") }
        let view = node.view
        let now = NodeTime.system.now()
        try await EntryWriters(node: node, mechanism: nil, office: office).fill(0..<count) {
            number in
            // Ten ends, half of them past.
            let at = try NodeTime.timestamp(
                at: now - Int64(10 - number * 10 / count) * 86_400 / 2
        let origin = try Origin("\(view.node)/\(LogName.home)")
        guard let log = view.keyring.logs[LogName.home], let officeID = OfficeID("scjg"),
            let office = view.keyring.offices[officeID]
        else { throw LogFiller.Failure(description: "\(origin) has no keys") }
        let sequencer = Sequencer<SQLiteStore, CheckedEntry>(
            store: node.store,
            origin: origin,
            signer: log,
            plan: node.store.plan,
            makeJudge: { try ProjectingJudge(view, origin, $0) }
        )
        let running = Task { try await sequencer.run() }
        let verifier = EntryVerifier(try await node.history(of: origin))
        let now = NodeTime.system.now()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<Self.writerCount {
                group.addTask {
                    for number in stride(from: writer, to: count, by: Self.writerCount) {
                        // Ten ends, half of them past.
                        let at = try NodeTime.timestamp(
                            at: now - Int64(10 - number * 10 / count) * 86_400 / 2
                        )
                        let (header, object) = try step(
                            fields(number),
                            at,
                            of: view,
                            officeID,
                            rules
                        )
                        let entry = try EntryBuilder.entry(header, of: origin, signers: [office])
                        let checked = verifier.check(entry.bytes)
                        _ = try await sequencer.submit(
                            Submission(entry: entry.bytes, objects: [object], payload: checked)
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
        running.cancel()
        // The end by cancellation is what was asked for; a failure would have failed the appends above.
        _ = await running.result
    }

    private func step(
        _ fields: [(String, BodyValue)],
        _ at: Timestamp,
        of view: NodeView,
        _ office: OfficeID,
        _ rules: PackReference
    ) throws -> (EntryHeader, Submission<CheckedEntry>.SealedObject) {
        guard let machine = MachineID("handover-criminal"), let event = EventID("report") else {
            throw LogFiller.Failure(description: "a value of the entry is malformed")
        }
        var header = EntryHeader(at: at, machine: machine, event: event)
        header.from = view.card.content.region
        header.office = office
        header.rules = rules
        let pairs = fields.compactMap { id, value in FieldID(id).map { ($0, value) } }
        let body = Body(fields: Dictionary(pairs) { first, _ in first })
        let object = try SaltedObject(
            salt: SecureRandom.bytes(count: Ledger.Limits.objectSaltByteCount),
            content: body.encoded()
        )
        header.objects = [object.reference(role: .body, label: .internal, audience: .addresses([]))]
        let sealed = try SealedObject(
            name: object.name,
            key: SecureRandom.bytes(count: AESGCM.keyByteCount)
        )
        return (
            header,
            Submission.SealedObject(
                object: object.name,
                wrappedKey: try sealed.wrappedKey(under: view.keyring.storageKey),
                sealed: try sealed.seal(object)
            )
            var header = EntryHeader(at: at, machine: machine, event: event)
            header.from = view.card.content.region
            header.office = office
            header.rules = rules
            let pairs = fields(number).compactMap { id, value in FieldID(id).map { ($0, value) } }
            let body = Body(fields: Dictionary(pairs) { first, _ in first })
            let (reference, object) = try EntryWriters.sealed(
                body.encoded(),
                audience: .addresses([]),
                of: view
            )
            header.objects = [reference]
            return (header, [object])
        }
    }
}
