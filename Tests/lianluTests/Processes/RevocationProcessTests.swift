import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import TestSupport
import Testing

@testable import lianlu

/// A node that is killed while it revokes an officer: all of its logs say so in the end, or none does.
@Suite(.serialized) struct RevocationProcessTests {
    private static let logs = ["jiangxi.ipr.example/home", "jiangxi.ipr.example/exercise"]

    /// In how many logs of its own a node has revoked a key.
    private static func revoked(_ key: String, at node: NodeProcess) async throws -> [Int] {
        var counts: [Int] = []
        for log in logs {
            counts.append(
                try await node.entries(of: log).filter {
                    $0.text?.contains("\"event\":\"revoke\"") == true
                        && $0.text?.contains("\"key\":\"\(key)\"") == true
                }
                .count
            )
        }
        return counts
    }

    /// Enrols a new officer.
    private static func enrol(at node: NodeProcess) async throws -> OfficerDocument {
        let key = try OfficerKey(publicKey: try Ed25519.PrivateKey().publicKey.rawBytes)
        return try await node.client.send(
            .enrol(OfficerEnrolment(key: "\(key.handedOver)", office: "scjg", rank: "chief"))
        )
    }

    @Test(
        "killed at any moment of a revocation, a node ends it in all of its logs at its next start"
    )
    func killed() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededRandom(seed)
        let jiangxi = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        let fujian = try await NodeProcess.make("fujian.ipr.example", region: "350000")
        for node in [jiangxi, fujian] { try await node.start() }
        let cards = try await NodeProcess.introduce(jiangxi, fujian)
        // How long it takes on this machine now, so that the kill comes before it, in it or behind it.
        let first = try await Self.enrol(at: jiangxi)
        let start = ContinuousClock.now
        _ = try await jiangxi.client.send(.revoke(OfficerRevocation(officer: first.officer)))
        let took = ContinuousClock.now - start
        let longest = Int64(took / .microseconds(1)) * 3 / 2
        var acknowledged: [String: Bool] = [:]
        for round in 0..<12 {
            let officer = try await Self.enrol(at: jiangxi)
            let client = jiangxi.client
            async let answer = client.send(.revoke(OfficerRevocation(officer: officer.officer)))
            let pause = Int64.random(in: 0...longest, using: &random)
            // Whatever the machine does meanwhile, one is ended before the kill.
            if round == 0 {
                _ = try await answer
            } else {
                try await Task.sleep(for: .microseconds(pause))
            }
            await jiangxi.kill()
            do {
                _ = try await answer
                acknowledged[officer.key] = true
            } catch {
                // Nobody knows whether it was asked for.
                acknowledged[officer.key] = false
            }
            try await jiangxi.start()
        }
        for (key, isAcknowledged) in acknowledged {
            try await until("all logs say the same, seed \(seed)") {
                let counts = try await Self.revoked(key, at: jiangxi)
                return counts == [1, 1] || counts == [0, 0] && !isAcknowledged
            }
        }
        // What was ended is ended once, and an officer of whom nothing was planned can be revoked.
        var ended = 0
        for key in acknowledged.keys.sorted() {
            let counts = try await Self.revoked(key, at: jiangxi)
            #expect(counts == [1, 1] || counts == [0, 0], "seed \(seed): \(counts)")
            ended += counts[0]
        }
        #expect(ended > 0, "seed \(seed)")
        print(
            "revocations: \(acknowledged.values.filter { $0 }.count) acknowledged, \(ended) ended"
        )
        try await jiangxi.requireSound(trusting: cards)
        for node in [jiangxi, fujian] { try await node.remove() }
    }

    /// Waits until something holds; the limit is no measure of anything on a busy machine.
    private func until(_ what: String, _ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now.advanced(by: .seconds(240))
        while try await !condition() {
            try #require(ContinuousClock.now < end, "waited in vain: \(what)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
