import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Testing
import TransparencyLog

@testable import NodeService
@testable import SQLiteStorage

/// What a node signs by itself on a home from which a charter was removed: nothing, and all of it once the charter is back.
@Suite(.serialized) struct SigningWhileMissingTests {
    private static let caller = Federation.caller
    private static let members = [
        ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
    ]
    private static let log = "jiangxi.ipr.example/exercise"

    /// An alert of jiangxi's that ends in an hour, and a later revision that every member named has joined; then all are stopped, the revision
    /// is gone at jiangxi, the hour is over, and jiangxi runs alone.
    private struct Scene {
        var federation: Federation
        let clock: SettableClock
        let alert: String
        let revision: String
        var node: RunningNode { federation[0] }

        static func make(among members: [Int]) async throws -> Scene {
            var federation = try await Federation.make(SigningWhileMissingTests.members)
            let clock = SettableClock()
            for position in 0..<3 {
                try await federation.stop(position)
                try await federation.restart(position, time: clock.time)
            }
            let jiangxi = federation[0].test
            let until = try ExpiryTests.text(clock.time.now() + 3_600)
            let alert = try await jiangxi.submit(ExpiryTests.drafted(until: until, at: jiangxi))
                .entry
            let size = try await federation[0].size(of: log)
            for position in [1, 2] {
                try await eventually("node \(position) has the alert") {
                    try await federation[position].size(of: log) == size
                }
            }
            var draft = Federation.draft(members.map { SigningWhileMissingTests.members[$0] })
            draft.titleEn = "Second"
            let signers = members.sorted().reversed().map { federation[$0].test.local }
            var text = try await signers[0].create(draft, caller: caller).text
            for signer in signers.dropFirst() {
                text = try await signer.sign(charter: text, caller: caller).text
            }
            for position in 0..<3 {
                _ = try await federation[position].test.local.join(charter: text, caller: caller)
            }
            let digest = try Charter(parsing: Array(text.utf8)).digest
            try await eventually("jiangxi has judged by the revision") {
                try await hasJudged(by: digest, federation[0])
            }
            for position in 0..<3 { try await federation.stop(position) }
            let home = federation[0].test.home
            let store = try SQLiteStore.open(.init(directory: home.data.path))
            try await store.write { try $0.removeDocument(.charter, digest.bytes) }
            try store.close()
            clock.advance(by: 3_601)
            try await federation.restart(0, time: clock.time)
            try await eventually("all is judged without the revision") {
                try await !hasJudged(by: digest, federation[0])
            }
            return Scene(federation: federation, clock: clock, alert: alert, revision: text)
        }

        private static func hasJudged(
            by digest: Digest,
            _ node: RunningNode
        ) async throws -> Bool {
            try await node.node.store.read { transaction in
                let facts = try transaction.meta(CharterLibrary.projectedFactsName) ?? []
                return String(decoding: facts, as: UTF8.self).contains("charter \(digest.hex)")
            }
        }

        /// The end of the alert as the node's own signer would write it.
        func end() throws -> UnverifiedEntry {
            let view = node.node.view
            var header = EntryHeader(
                at: try clock.time.timestamp(),
                machine: try #require(MachineID("alert")),
                event: try #require(EventID("expire"))
            )
            let record = try #require(Digest(hex: alert))
            header.from = RegionCode("360000")
            header.office = .system
            header.record = record
            let mechanism = try #require(MechanismID("exercise"))
            header.rules = view.library.currentPacks(of: mechanism)
                .first { view.packs.pack($0)?.machine(header.machine) != nil }
            header.parents = [record]
            return try EntryBuilder.entry(
                header,
                of: Origin(SigningWhileMissingTests.log),
                signers: [try #require(view.keyring.offices[.system])]
            )
        }

        /// Nothing is owed that may be signed, nothing was, and nothing is taken from whoever tries.
        func requireSilence(_ code: NodeError.Code) async throws {
            let found = try await node.supervisor.receipts.findings(of: node.supervisor)
            #expect(found.owed.map(\.step.event.text) == [])
            let refused = await #expect(throws: NodeError.self) {
                _ = try await node.node.append(
                    try end(),
                    to: Origin(SigningWhileMissingTests.log)
                )
            }
            #expect(refused?.code == code)
            #expect(try await node.count(of: "expire", in: "exercise") == 0)
        }
    }

    @Test(
        "where the revision is gone that left a node out, it signs no end by itself, although what is left calls it a member"
    )
    func leftOut() async throws {
        let scene = try await Scene.make(among: [1, 2])
        let view = scene.node.node.view
        let mechanism = try #require(MechanismID("exercise"))
        #expect(MembershipEnd(of: mechanism, in: view) == nil)
        try await scene.requireSilence(.charterGone)
        // Given back, it says that the membership has ended.
        _ = try await scene.node.test.local.join(charter: scene.revision, caller: Self.caller)
        try await scene.requireSilence(.membershipEnded)
        try await scene.federation.remove(stopped: [1, 2])
    }

    @Test("what a node did not sign while a charter was gone it signs once that is back, and once")
    func nothingLost() async throws {
        let scene = try await Scene.make(among: [0, 1, 2])
        try await scene.requireSilence(.charterGone)
        _ = try await scene.node.test.local.join(charter: scene.revision, caller: Self.caller)
        try await eventually("the alert has ended") {
            try await scene.node.count(of: "expire", in: "exercise") == 1
        }
        let shown = try await scene.node.test.local.record(scene.alert, caller: Self.caller)
        #expect(shown.summary.state == "expired")
        try await scene.federation.remove(stopped: [1, 2])
    }
}
