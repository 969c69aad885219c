import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService
@testable import Sequencing

/// An end that a node was about to sign when its clock was moved.
@Suite(.serialized) struct ExpiryRaceTests {
    /// What a batch came to, with which its transaction is undone.
    private struct Undone: Error {
        let verdicts: [String]
    }

    private static func payload(
        _ header: EntryHeader,
        by office: OfficeID,
        to origin: Origin,
        _ node: Node
    ) async throws -> AppendPayload {
        let signer = try #require(node.view.keyring.offices[office])
        let entry = try EntryBuilder.entry(header, of: origin, signers: [signer])
        let verifier = EntryVerifier(try await node.history(of: origin))
        return AppendPayload(
            checked: verifier.check(entry.bytes),
            entry: entry,
            now: header.at.instant,
            home: nil
        )
    }

    /// What the writer says of entries that come in one batch.
    private static func verdicts(
        _ payloads: [AppendPayload],
        in origin: Origin,
        _ node: Node
    ) async throws -> [String] {
        let (view, stops) = (node.view, node.stops)
        do {
            try await node.store.write { transaction in
                var judge = try AppendJudge(
                    projector: view.projector,
                    transaction: transaction,
                    origin: origin,
                    trusted: view.trustedKeys(of: try LogName.required(origin)),
                    stops: stops,
                    membershipEnd: nil
                )
                var verdicts: [String] = []
                for payload in payloads {
                    let bytes = payload.entry.bytes
                    let candidate = Candidate(
                        location: EntryLocation(origin: origin, index: 0),
                        entry: NewEntry(bytes: bytes, digest: SHA256.digest(of: bytes)),
                        payload: payload
                    )
                    switch try judge.judge(candidate) {
                    case .accept:
                        try judge.accepted(candidate)
                        verdicts.append("accepted")
                    case .refuse(let error):
                        verdicts.append("\(type(of: error))")
                    }
                }
                throw Undone(verdicts: verdicts)
            }
        } catch let undone as Undone {
            return undone.verdicts
        }
        return []
    }

    @Test(
        "an end that was due when the node looked is left out where an extension comes before it in the same batch"
    )
    func extended() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let jiangxi = federation[0].test
        let node = jiangxi.node
        let now = NodeTime.system.now()
        let last = now + 3_600
        let issue = try await ExpiryTests.drafted(until: ExpiryTests.text(last), at: jiangxi)
        let alert = try await jiangxi.submit(issue).entry
        let origin = try Origin("\(node.view.node)/exercise")
        let key = RecordKey(
            scope: RecordScope(try LogName.required(origin)),
            record: try #require(Digest(hex: alert))
        )
        let projector = node.view.projector
        let due = try await node.store.read { transaction in
            try projector.expirySteps(of: key, in: transaction)
        }
        let step = try #require(due.first).step
        func header(_ event: EventID, at second: Int64) throws -> EntryHeader {
            var header = EntryHeader(
                at: try NodeTime.timestamp(at: second),
                machine: step.machine,
                event: event
            )
            (header.from, header.record, header.rules) = (step.from, step.record, step.pack)
            header.parents = [step.trigger]
            return header
        }
        var longer = try header(EventID(unchecked: "extend_validity"), at: now)
        longer.office = OfficeID(unchecked: "scjg")
        longer.facts = [
            Fact(
                field: FieldID(unchecked: "valid_until"),
                value: .string(try ExpiryTests.text(last + 86_400))
            )
        ]
        let scjg = OfficeID(unchecked: "scjg")
        let extend = try await Self.payload(longer, by: scjg, to: origin, node)
        func end(at second: Int64, isLookedAtAgain: Bool = true) async throws -> AppendPayload {
            var ending = try header(step.event, at: second)
            ending.office = .system
            var end = try await Self.payload(ending, by: .system, to: origin, node)
            if isLookedAtAgain { end.expiry = (key, step) }
            return end
        }
        let over = try await end(at: last + 1)
        #expect(try await Self.verdicts([over], in: origin, node) == ["accepted"])
        let early = try await end(at: last)
        #expect(try await Self.verdicts([early], in: origin, node) == ["EndNotDue"])
        let both = try await Self.verdicts([extend, over], in: origin, node)
        #expect(both == ["accepted", "EndNotDue"])
        // Nothing but the look at the clock keeps it out: the rules would let it end the alert too early.
        let blind = try await end(at: last + 1, isLookedAtAgain: false)
        let unseen = try await Self.verdicts([extend, blind], in: origin, node)
        #expect(unseen == ["accepted", "accepted"])
        try await federation.remove()
    }
}
