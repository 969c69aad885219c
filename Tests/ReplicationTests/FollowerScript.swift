import Cryptography
@testable import Replication
import Testing
import TransparencyLog

/// A follower with its answers at hand.
struct FollowerScript {
    var machine: FollowerMachine
    var second = 0
    let author: KeyName
    let mirror: KeyName

    init(_ configure: (inout FollowerState) throws -> Void = { _ in }) throws {
        author = try KeyName("jiangxi.ipr.example")
        mirror = try KeyName("guizhou.ipr.example")
        var state = FollowerState(origin: try Fixture.origin(), author: author)
        try configure(&state)
        machine = FollowerMachine(state, now: .zero)
    }

    var now: Moment { Fixture.moment(second, posixSeconds: 1_000 + UInt64(second)) }

    mutating func tell(
        _ event: (inout FollowerMachine, Moment) -> [FollowerDirective]
    ) -> [FollowerDirective] {
        event(&machine, now)
    }

    mutating func show(_ checkpoint: Checkpoint, by source: KeyName) -> [FollowerDirective] {
        tell { $0.onHeads(HeadClaim(checkpoint), from: source, now: $1) }
    }

    /// Answers the one `fetchCheckpoint` among directives.
    mutating func answer(
        _ directives: [FollowerDirective],
        with bytes: [UInt8]
    ) throws -> [FollowerDirective] {
        let id = try #require(
            directives.compactMap { directive -> RequestID? in
                if case .fetchCheckpoint(let id, _) = directive { id } else { nil }
            }.first
        )
        return tell { $0.onCheckpoint(id, .received(bytes), now: $1) }
    }

    mutating func answer(
        _ directives: [FollowerDirective],
        with checkpoint: Checkpoint
    ) throws -> [FollowerDirective] {
        try answer(directives, with: checkpoint.note.encoded)
    }

    /// Answers every `fetchRun` among directives.
    mutating func receiveRuns(_ directives: [FollowerDirective]) -> [FollowerDirective] {
        directives.flatMap { directive -> [FollowerDirective] in
            guard case .fetchRun(let run, _) = directive else { return [] }
            let count = Int(run.end.rawValue - run.start.rawValue) * 600
            return tell { $0.onRun(run.id, .received(count), now: $1) }
        }
    }

    /// Brings a follower that asked for a checkpoint to a committed and cosigned head of it.
    mutating func follow(_ checkpoint: Checkpoint, from source: KeyName) throws {
        var directives = show(checkpoint, by: source)
        if directives.contains(.fetchKeys(from: source)) {
            let keys = try Fixture.keys()
            directives = tell { $0.onKeys(from: source, .received(keys), now: $1) }
        }
        directives = try answer(directives, with: checkpoint)
        directives = receiveRuns(directives)
        let slice = try Follower.slice(directives)
        let tree = [Follower.tree, SimTree(fork: 200)].first {
            $0.root(checkpoint.size) == checkpoint.root
        }
        let edge = try Follower.range(slice.end, of: try #require(tree))
        _ = tell { $0.onSliceHashed(slice.id, edge, now: $1) }
        _ = tell { $0.onEntriesVerified(slice.id, now: $1) }
        _ = tell { $0.onSliceStored(slice.id, now: $1) }
        let time = now.posixSeconds
        _ = tell { $0.onCosigned(size: checkpoint.size, time: time, now: $1) }
        _ = tell { $0.onReceipt(size: checkpoint.size, .accepted, now: $1) }
    }
}

/// What tests take out of directives.
enum Follower {
    static let tree = SimTree()

    static func slice(_ directives: [FollowerDirective]) throws -> Slice {
        try #require(
            directives.compactMap { directive -> Slice? in
                if case .authenticateSlice(let slice) = directive { slice } else { nil }
            }.first
        )
    }

    static func runs(_ directives: [FollowerDirective]) -> [Run] {
        directives.compactMap { directive in
            if case .fetchRun(let run, _) = directive { run } else { nil }
        }
    }

    static func range(_ size: TreeSize, of tree: SimTree = tree) throws -> CompactRange {
        try #require(CompactRange(end: size, hashes: tree.hashes(0, size)))
    }

    static func material(_ directives: [FollowerDirective]) -> ForkMaterial? {
        directives.compactMap { directive -> ForkMaterial? in
            if case .forkSuspected(let material) = directive { material } else { nil }
        }.first
    }

    static func blamed(
        _ directives: [FollowerDirective]
    ) -> [(KeyName, BadSourceReason)] {
        directives.compactMap { directive in
            if case .markBadSource(let name, let reason, _) = directive {
                (name, reason)
            } else {
                nil
            }
        }
    }

    static func run(_ directive: FollowerDirective?) throws -> Run {
        guard case .fetchRun(let run, _) = directive else {
            throw SimFailure(description: "no run: \(String(describing: directive))")
        }
        return run
    }

    static func ownTiles(
        _ directive: FollowerDirective?,
        at size: TreeSize,
        of tree: Checkpoint
    ) throws -> RequestID {
        guard case .readOwnTiles(let id, size, tree) = directive else {
            throw SimFailure(description: "no tiles: \(String(describing: directive))")
        }
        return id
    }
}
