import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import LogStorage
import NodeService
import SQLiteStorage
import Sequencing
import TestSupport
import TransparencyLog
import Wording

/// The inbox of a node with very many open records, each with a body and a statutory clock, and the start of the program beside it.
struct InboxBench {
    private static let runCount = 20
    private static let writerCount = 256

    let directory: String

    func run(recordCount: Int, into table: inout Table) async throws {
        let folder = directory + "/inbox"
        let home = try await BenchNode.makeHome("jiangxi", region: "360000", in: folder)
        let bench = try await BenchNode(opening: home)
        try await fill(bench.node, to: recordCount)
        let first = ContinuousClock.now
        let page = try await bench.local.inbox(InboxQuery(), caller: BenchNode.caller)
        let cold = (ContinuousClock.now - first).seconds
        guard page.counts.waiting == recordCount, page.items.allSatisfy({ $0.due != nil }) else {
            throw LogFiller.Failure(description: "the inbox has \(page.counts.waiting) records")
        }
        let name = "inbox of \(recordCount) open records"
        table.add("\(name), first call", microseconds: cold * 1e6)
        for limit in [50, 200] {
            var times: [Double] = []
            for _ in 0..<Self.runCount {
                let start = ContinuousClock.now
                _ = try await bench.local.inbox(
                    InboxQuery(limit: limit),
                    caller: BenchNode.caller
                )
                times.append((ContinuousClock.now - start).seconds)
            }
            table.add(
                "\(name), page of \(limit), p50",
                microseconds: times.percentile(50) * 1e6,
                aim: "≤ 200,000 µs"
            )
        }
        try bench.node.close()
        try await addProcessStart(to: &table)
        try FileManager.default.removeItem(atPath: folder)
    }

    /// What starting the program takes by itself, where it was built beside this one.
    private func addProcessStart(to table: inout Table) async throws {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "lianlu").path
        guard FileManager.default.isExecutableFile(atPath: program) else { return }
        var times: [Double] = []
        for _ in 0..<Self.runCount {
            let start = ContinuousClock.now
            _ = try await OutsideProgram(program, ["--version"]).run()
            times.append((ContinuousClock.now - start).seconds)
        }
        table.add("process start (lianlu --version), p50", microseconds: times.percentile(50) * 1e6)
    }

    // MARK: Filling

    /// Reports so many cases of suspected crime at home: three days to approve each.
    private func fill(_ node: Node, to count: Int) async throws {
        let bytes = RulePack.cooperationBytes
        let rules = try RulePack.load(bytes).reference
        try node.update { view in
            if let error = view.packs.insert(bytes, as: rules) { throw error }
        }
        let view = node.view
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
                        let (header, object) = try step(number, at, of: view, officeID, rules)
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
        _ number: Int,
        _ at: Timestamp,
        of view: NodeView,
        _ office: OfficeID,
        _ rules: PackReference
    ) throws -> (EntryHeader, Submission<CheckedEntry>.SealedObject) {
        guard let machine = MachineID("handover-criminal"), let event = EventID("report"),
            let title = FieldID("title")
        else { throw LogFiller.Failure(description: "a value of the entry is malformed") }
        var header = EntryHeader(at: at, machine: machine, event: event)
        header.from = view.card.content.region
        header.office = office
        header.rules = rules
        let body = Body(fields: [title: .string("第\(number)件")])
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
        )
    }
}
