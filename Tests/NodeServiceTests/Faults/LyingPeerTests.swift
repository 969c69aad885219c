import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import NIOCore
import SQLiteStorage
import TLSTransport
import Testing
import TransparencyLog

@testable import NodeService

/// What a peer may answer wrongly, too slowly, without end or not at all, between real nodes.
@Suite(.serialized) struct LyingPeerTests {
    private static let origin = "guizhou.ipr.example/exercise"
    private static let liar = "guizhou.ipr.example"

    /// The last failure with the liar, as `status` shows it at another node.
    private static func failure(at node: RunningNode) async throws -> CodedText? {
        let peers = try await node.test.local.status(caller: Federation.caller).peers
        return peers.first { $0.node == liar }?.lastError
    }

    // MARK: Wrong bytes

    /// One lie about the newest entries of a log.
    private struct Lie {
        let what: String
        /// What the peer is blamed for, under `replication.`.
        let code: String
        /// A part of the paths whose answers are changed.
        let place: String
        let change: @Sendable ([UInt8]) throws -> [UInt8]

        var manner: Door.Manner {
            .changed { [place, change] path, body in
                path.contains(place) ? try change(body) : body
            }
        }
    }

    private static func lies(_ older: [UInt8]) throws -> [Lie] {
        func bundle(
            _ what: String,
            _ code: String,
            _ change: @escaping @Sendable (inout [[UInt8]]) -> Void
        ) -> Lie {
            Lie(what: what, code: code, place: "/tile/entries/") { body in
                var entries = try EntryBundle(parsing: body).map { Array($0) }
                change(&entries)
                return try EntryBundle(entries).encoded
            }
        }
        func checkpoint(
            _ what: String,
            _ code: String,
            _ change: @escaping @Sendable ([UInt8]) throws -> [UInt8]
        ) -> Lie {
            Lie(what: what, code: code, place: "/checkpoint", change: change)
        }
        let stranger = try Ed25519Signer(name: Origin(origin), privateKey: .init())
        return [
            checkpoint("another size", "checkpoint_stale") { _ in older },
            checkpoint("another root", "checkpoint_unverified") { body in
                var lines = body.split(separator: 0x0A, omittingEmptySubsequences: false)
                lines[2] = Base64.encodeBytes([UInt8](repeating: 7, count: 32))[...]
                return Array(lines.joined(separator: [0x0A]))
            },
            checkpoint("a key that no entry names", "checkpoint_unverified") { body in
                let size = try #require(
                    TreeSize(UInt64(body.split(separator: 0x0A)[1].asText) ?? 0)
                )
                let root = SHA256.digest(of: [1])
                return try Checkpoint(size: size, root: root, signer: stranger).note.encoded
            },
            bundle("a shorter bundle", "bundle_malformed") { $0.removeLast() },
            bundle("a longer bundle", "bundle_malformed") { $0.append($0[0]) },
            bundle("a reordered bundle", "bundle_mismatch") {
                $0.swapAt($0.count - 1, $0.count - 2)
            },
            bundle("a swapped bundle", "bundle_mismatch") { $0[$0.count - 1] = $0[0] },
            bundle("an entry over 16 KiB", "bundle_mismatch") {
                $0[$0.count - 1] += [UInt8](repeating: 0x20, count: 16_385)
            },
            // The tiles are asked for where entries do not fit.
            Lie(what: "entries and tiles of another log", code: "tiles_mismatch", place: "/tile/") {
                $0.dropLast() + [($0.last ?? 0) ^ 1]
            },
        ]
    }

    @Test("what a peer shows wrongly of its log is told by name, and nothing of it is stored")
    func lies() async throws {
        var federation = try await Federation.make([("jiangxi", "360000"), ("guizhou", "520000")])
        let door = try await Door.open(before: federation[1], ports: federation.ports)
        let sent = try await federation.send(from: 1, to: "360000")
        try await eventually("jiangxi holds the entry") {
            try await federation[0].size(of: Self.origin) == sent.index + 1
        }
        let older = try #require(
            try await federation[1].node.store.read {
                try $0.log(Origin(Self.origin))?.checkpoint
            }
        )
        for lie in try Self.lies(older) {
            // A source that lied is left alone for half a minute; a node that starts asks everybody.
            try await federation.stop(0)
            _ = try await federation.send(from: 1, to: "360000")
            door.answer(lie.manner)
            try await federation.restart(0)
            let code = "replication.\(lie.code)"
            var shown: CodedText?
            try await eventually("jiangxi blames guizhou for \(lie.what) with \(code)") {
                shown = try await Self.failure(at: federation[0])
                return shown?.code == code
            }
            let told = try #require(shown)
            #expect(told.arguments == ["origin": Self.origin, "peer": Self.liar])
            try Fault.requireTold(told.code, told.arguments)
            #expect(try await federation[0].size(of: Self.origin) == sent.index + 1, "\(lie.what)")
            // A source that gives an older checkpoint has taken back what it showed.
            guard lie.code != "checkpoint_stale" else { continue }
            let whole = try await federation[1].size(of: Self.origin)
            try await eventually("jiangxi knows what it lacks") {
                let observed = federation[0].supervisor.observed.current
                return try observed.logs[Origin(Self.origin)]?.gap?.size.rawValue == whole
            }
        }
        try await federation.stop(0)
        door.answer(.honest)
        try await federation.restart(0)
        let size = try await federation[1].size(of: Self.origin)
        try await eventually("jiangxi holds the true log") {
            try await federation[0].size(of: Self.origin) == size
        }
        try await eventually("it lacks nothing any more") {
            let observed = federation[0].supervisor.observed.current
            return try observed.logs[Origin(Self.origin)]?.gap == nil
        }
        let alarms = try await federation[0].test.local.status(caller: Federation.caller).alarms
        #expect(alarms.isEmpty)
        for node in federation.nodes {
            try await Fault.requireWhole(node.test.home, trusting: federation.nodes.map(\.node))
        }
        await door.close()
        try await federation.remove()
    }

    // MARK: No answers, and answers without end

    /// Asks the door as a node would, but with little patience, and gives what an operator is told.
    private static func told(
        asking node: RunningNode,
        _ ports: Ports,
        stall: Int64 = 60,
        total: Int64 = 60
    ) async throws -> (code: String, arguments: [String: String]) {
        let card = try #require(node.node.view.registry.peers.first { $0.node.text == liar })
        let client = HTTPSClient.peer(
            liar,
            at: try ports.address(of: card),
            context: node.supervisor.context,
            pins: node.supervisor.pins
        )
        let request = ClientRequest(
            .get,
            "/v1/heads",
            responseByteCountMax: 1 << 20,
            timeouts: .init(stall: .seconds(stall), total: .seconds(total))
        )
        let error = await #expect(throws: TLSTransportError.self) {
            _ = try await client.response(to: request)
        }
        await client.close()
        return PeerFailure.told(try #require(error))
    }

    @Test(
        "a peer that never answers, drips, or answers without end is told by name, and delays nobody else"
    )
    func badAnswers() async throws {
        var federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let door = try await Door.open(before: federation[2], ports: federation.ports)
        let manners: [(Door.Manner, code: String, stall: Int64, total: Int64)] = [
            (.silent, "response_stalled", 1, 60), (.dripping, "response_timed_out", 60, 1),
            (.endless, "response_body_too_large", 60, 600),
            (.manyHeaders, "response_malformed", 60, 60),
        ]
        for (manner, code, stall, total) in manners {
            try await federation.stop(0)
            door.answer(manner)
            try await federation.restart(0)
            let told = try await Self.told(
                asking: federation[0],
                federation.ports,
                stall: stall,
                total: total
            )
            #expect(told.code == "tls_transport.\(code)")
            try Fault.requireTold(told.code, told.arguments)
            // The others exchange a clue and its receipts meanwhile.
            let before = try await federation[1].count(of: "receive", in: "exercise")
            let sent = try await federation.send(from: 0, to: "350000")
            try await eventually("fujian's receipt in law reaches jiangxi, with \(code)") {
                guard try await federation[1].count(of: "receive", in: "exercise") == before + 1
                else { return false }
                let size = try await federation[1].size(of: "fujian.ipr.example/exercise")
                return try await federation[0].size(of: "fujian.ipr.example/exercise") == size
            }
            #expect(try await federation[1].size(of: "jiangxi.ipr.example/exercise") > sent.index)
        }
        // What ends by itself at once is shown in `status` as well.
        try await eventually("jiangxi shows what is wrong with guizhou") {
            try await Self.failure(at: federation[0])?.code == "tls_transport.response_malformed"
        }
        try await federation.stop(0)
        door.answer(.honest)
        try await federation.restart(0)
        let sent = try await federation.send(from: 2, to: "360000")
        try await eventually("jiangxi holds guizhou's log") {
            try await federation[0].size(of: Self.origin) > sent.index
        }
        for node in federation.nodes {
            try await Fault.requireWhole(node.test.home, trusting: federation.nodes.map(\.node))
        }
        await door.close()
        try await federation.remove()
    }
}

extension ArraySlice<UInt8> {
    fileprivate var asText: String { String(decoding: self, as: UTF8.self) }
}
