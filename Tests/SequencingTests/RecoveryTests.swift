import Cryptography
import LogStorage
import Sequencing
import Testing
import TransparencyLog

@Suite("Starting")
struct RecoveryTests {
    private static let machine = String(repeating: "a", count: 32)
    private static let instance = String(repeating: "b", count: 32)

    private static func head(_ size: TreeSize) -> LogHead {
        LogHead(size: size, root: SHA256.digest(of: Array("root \(size)".utf8)))
    }

    private func record(
        _ size: TreeSize,
        machine: String = machine,
        instance: String = instance
    ) throws -> InstanceRecord {
        InstanceRecord(
            generation: 3,
            machineID: machine,
            instanceID: instance,
            heads: [try Origin("a.example/home"): Self.head(size)]
        )
    }

    private func plan(
        _ file: RecoveryPlan.InstanceFile,
        stored size: TreeSize?,
        instanceID: String? = instance
    ) throws -> RecoveryPlan {
        var stored: [Origin: LogHead] = [:]
        if let size { stored[try Origin("a.example/home")] = Self.head(size) }
        return RecoveryPlan(
            file: file,
            machineID: Self.machine,
            instanceID: instanceID,
            stored: stored
        ) { _, size in
            // The stored log has another root at size 5 than the one that was written down.
            size == 5 ? LogHead.empty : Self.head(size)
        }
    }

    @Test("starts a new home, and one whose log grew since the instance file was written")
    func start() throws {
        #expect(try plan(.missing, stored: nil, instanceID: nil) == .start)
        #expect(try plan(.missing, stored: nil) == .start)
        #expect(try plan(.record(record(7)), stored: 7) == .start)
        #expect(try plan(.record(record(7)), stored: 9) == .start)
    }

    @Test("recovers a home that came out of a backup, was copied, or lost its instance file")
    func recover() throws {
        let other = String(repeating: "c", count: 32)
        let cases: [(RecoveryPlan, RecoveryReason.Code)] = [
            (try plan(.missing, stored: 1), .instanceMissing),
            (try plan(.unreadable, stored: 1), .instanceUnreadable),
            (try plan(.record(record(1, machine: other)), stored: 1), .machineChanged),
            (try plan(.record(record(1, instance: other)), stored: 1), .instanceChanged),
            (try plan(.record(record(1)), stored: 1, instanceID: nil), .instanceChanged),
        ]
        for (plan, code) in cases {
            guard case .recover = plan else {
                Issue.record("\(code): \(plan)")
                continue
            }
            #expect(plan.reasons.map(\.code) == [code])
            #expect(!plan.allowsAppending)
        }
    }

    @Test("raises an alarm when a recorded head is beyond the log, or not a prefix of it")
    func alarm() throws {
        let cases: [(RecoveryPlan, RecoveryReason.Code)] = [
            (try plan(.record(record(8)), stored: 7), .headLost),
            (try plan(.record(record(8)), stored: nil), .headLost),
            (try plan(.record(record(5)), stored: 7), .headConflicting),
        ]
        for (plan, code) in cases {
            guard case .alarm = plan else {
                Issue.record("\(code): \(plan)")
                continue
            }
            #expect(plan.reasons.map(\.code) == [code])
            #expect(!plan.allowsAppending)
        }
    }

    @Test("writes and reads the instance record, whatever follows it in its slot")
    func roundTrip() throws {
        let record = InstanceRecord(
            generation: 17,
            machineID: Self.machine,
            instanceID: Self.instance,
            heads: [
                try Origin("b.example/home"): Self.head(4),
                try Origin("a.example/home"): Self.head(0),
            ]
        )
        let expected = """
            lianlu/instance/v1
            generation 17
            machine \(Self.machine)
            instance \(Self.instance)
            head 0 \(Self.head(0).root.hex) a.example/home
            head 4 \(Self.head(4).root.hex) b.example/home

            """
        let checksum = SHA256.digest(of: Array(expected.utf8)).hex
        #expect(record.encoded == Array((expected + "sha256 \(checksum)\n").utf8))
        #expect(InstanceRecord(slot: record.encoded + [0, 1, 2]) == record)
    }

    @Test("takes the newer slot, and the other one when a slot is torn anywhere")
    func tornSlots() throws {
        let older = try record(1).encoded
        var newer = try record(2)
        newer.generation += 1
        let bytes = newer.encoded
        #expect(InstanceRecord.newest(ofSlots: [older, bytes]) == newer)
        #expect(InstanceRecord.newest(ofSlots: [bytes, older]) == newer)
        for cut in 0..<(bytes.count - 1) {
            // The last byte, an LF, is the same in both.
            let torn = Array(bytes[..<cut]) + older.dropFirst(cut)
            #expect(InstanceRecord.newest(ofSlots: [torn, older])?.generation == 3)
        }
        #expect(InstanceRecord.newest(ofSlots: [[], Array(bytes.dropLast())]) == nil)
    }

    @Test("refuses a record with any single bit changed")
    func bitFlips() throws {
        let bytes = try record(2).encoded
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << UInt8(bit)
                #expect(InstanceRecord(slot: changed) == nil)
            }
        }
    }
}
