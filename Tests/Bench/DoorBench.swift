import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import SQLiteStorage
import Sequencing
import TransparencyLog

/// Appends at the sequencer's door: each writer signs an entry, verifies it as admission does, and waits for its acknowledgement.
struct DoorBench {
    let directory: String
    let yardstick: Yardstick

    func run(entryCount: Int, into table: inout Table) async throws {
        for writers in [1, 8, 64] {
            let count = writers == 1 ? entryCount / 30 : writers == 8 ? entryCount / 6 : entryCount
            let result = try await measure(writers: writers, entryCount: count)
            table.add(
                "door, \(writers) writers, signed and verified",
                result.rate,
                ratio: result.rate / yardstick.signAndVerifyRate,
                aim: writers == 64 ? "≥ 0.60 of sign and verify" : nil,
                detail: Table.detail(of: result.times)
            )
            if writers == 1 {
                let median = result.times.percentile(50)
                table.add(
                    "door, 1 writer, p50",
                    microseconds: median * 1e6,
                    ratio: median / yardstick.syncMedian,
                    aim: "≤ 2.5 of fdatasync"
                )
            }
            if writers == 64 { table.addPostgresRatio("door, 64 writers", result.rate, yardstick) }
        }
    }

    private func measure(
        writers: Int,
        entryCount: Int
    ) async throws -> (rate: Double, times: [Double]) {
        let folder = directory + "/door-\(writers)"
        let store = try SQLiteStore.open(.init(directory: folder, createsMissing: true))
        let origin = try Origin("bench.example/mechanism")
        try await store.write { try $0.createLog(origin, kind: .own) }
        let signer = try Ed25519Signer(name: origin, privateKey: Ed25519.PrivateKey())
        let office = try Ed25519Signer(
            name: KeyName("bench.example/office/scjg"),
            privateKey: Ed25519.PrivateKey()
        )
        let sequencer = Sequencer<SQLiteStore, Void>(
            store: store,
            origin: origin,
            signer: signer,
            plan: store.plan
        )
        let running = Task { try await sequencer.run() }
        let start = ContinuousClock.now
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    try await Self.write(
                        entryCount / writers,
                        as: writer,
                        office,
                        origin,
                        sequencer
                    )
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let seconds = (ContinuousClock.now - start).seconds
        running.cancel()
        // The end by cancellation is what was asked for; a failure would have failed the appends above.
        _ = await running.result
        try store.close()
        try FileManager.default.removeItem(atPath: folder)
        return (Double(times.count) / seconds, times)
    }

    private static func write(
        _ count: Int,
        as writer: Int,
        _ office: Ed25519Signer,
        _ origin: Origin,
        _ sequencer: Sequencer<SQLiteStore, Void>
    ) async throws -> [Double] {
        var times: [Double] = []
        times.reserveCapacity(count)
        for number in 0..<count {
            let start = ContinuousClock.now
            let text = try UnverifiedEntry.text(
                origin: origin,
                header: header(writer: writer, number: number)
            )
            let note = try Note(text: text, signers: [office])
            _ = try note.verify(with: [office.verifierKey])
            _ = try await sequencer.submit(Submission(entry: note.encoded, payload: ()))
            times.append((ContinuousClock.now - start).seconds)
        }
        return times
    }

    private static func header(writer: Int, number: Int) throws -> EntryHeader {
        struct Malformed: Error {}
        let digest = SHA256.digest(of: Array("\(writer) \(number)".utf8))
        guard let at = Timestamp("2026-11-20T09:00:00+08:00"), let machine = MachineID("clue"),
            let event = EventID("accept"), let region = RegionCode("360000"),
            let office = OfficeID("scjg"),
            let rules = PackReference("clue@" + digest.hex)
        else { throw Malformed() }
        var header = EntryHeader(at: at, machine: machine, event: event)
        header.from = region
        header.office = office
        header.rules = rules
        header.record = digest
        header.parents = [digest]
        return header
    }
}
