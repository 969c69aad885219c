import Cryptography
@testable import Replication
import Testing
import TransparencyLog

/// The follower among bad sources, rolled back origins and forks.
@Suite struct FollowerFaultTests {
    // MARK: Bad sources

    @Test(
        "a bundle that does not match the tiles: its source is blamed, its run alone fetched again"
    )
    func mismatch() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let checkpoint = try Fixture.checkpoint(2_000)
        var directives = script.show(checkpoint, by: script.author)
        _ = script.show(checkpoint, by: script.mirror)
        directives = try script.answer(directives, with: checkpoint)
        directives = script.receiveRuns(directives)
        let slice = try Follower.slice(directives)
        #expect(slice.runs.count == 2)
        let wrong = try Follower.range(2_000, of: SimTree(fork: 1_500))
        directives = script.tell { $0.onSliceHashed(slice.id, wrong, now: $1) }
        let located = try #require(
            directives.compactMap { directive -> RequestID? in
                if case .locateMismatch(let id, slice, checkpoint, _) = directive {
                    id
                } else {
                    nil
                }
            }.first
        )
        directives = script.tell {
            $0.onMismatchLocated(located, .received([slice.runs[1].id]), now: $1)
        }
        #expect(Follower.blamed(directives).map(\.0) == [slice.runs[1].source])
        #expect(Follower.blamed(directives).map(\.1) == [.bundleMismatch])
        let again = directives.compactMap { directive -> Run? in
            if case .fetchRun(let run, _) = directive { run } else { nil }
        }
        #expect(again.map(\.start) == [slice.runs[1].start])
        #expect(again.map(\.source) == [slice.runs[0].source])
        #expect(Follower.material(directives) == nil, "a bad source is never a fork")
    }

    @Test(
        "a run that fails goes to another holder",
        arguments: [
            BadSourceReason.bundleMalformed, .sourceUnreachable, .sourceLacksBytes, .sourceSlow,
        ]
    )
    func failedRun(reason: BadSourceReason) throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let checkpoint = try Fixture.checkpoint(300)
        let asked = script.show(checkpoint, by: script.author)
        _ = script.show(checkpoint, by: script.mirror)
        var directives = try script.answer(asked, with: checkpoint)
        let run = try Follower.run(directives.first)
        directives = script.tell { $0.onRun(run.id, .failed(reason), now: $1) }
        #expect(Follower.blamed(directives).map(\.1) == [reason])
        let again = try Follower.run(directives.last)
        #expect(again.source != run.source)
        #expect(script.tell { $0.onRun(run.id, .received(5), now: $1) } == [], "too late")
    }

    @Test("a run of more bytes than a run can have is malformed")
    func oversizedRun() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let checkpoint = try Fixture.checkpoint(300)
        let asked = script.show(checkpoint, by: script.author)
        let directives = try script.answer(asked, with: checkpoint)
        let run = try Follower.run(directives.first)
        let refused = script.tell {
            $0.onRun(run.id, .received(Limits.runByteCountMax + 1), now: $1)
        }
        #expect(refused.first == .dropRuns([run.id]))
        #expect(Follower.blamed(refused).map(\.1) == [.bundleMalformed])
    }

    @Test("a slow source loses its run after five seconds to a free one; alone, after a minute")
    func slowSource() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let checkpoint = try Fixture.checkpoint(300)
        var directives = script.show(checkpoint, by: script.author)
        directives = try script.answer(directives, with: checkpoint)
        let run = try Follower.run(directives.first)
        #expect(script.machine.deadline(now: .zero) == .seconds(5))
        script.second = 5
        #expect(script.tell { $0.onTick(now: $1) } == [], "nobody else holds it")
        _ = script.show(checkpoint, by: script.mirror)
        script.second = 10
        directives = script.tell { $0.onTick(now: $1) }
        #expect(directives.first == .dropRuns([run.id]))
        #expect(Follower.blamed(directives).map(\.1) == [.sourceSlow])
        let again = try Follower.run(directives.last)
        #expect(again.source == script.mirror)
        var alone = try FollowerScript { $0.keys = try Fixture.keys() }
        directives = alone.show(checkpoint, by: alone.author)
        _ = try alone.answer(directives, with: checkpoint)
        alone.second = 59
        #expect(alone.tell { $0.onTick(now: $1) } == [])
        alone.second = 60
        #expect(Follower.blamed(alone.tell { $0.onTick(now: $1) }).map(\.1) == [.sourceSlow])
    }

    @Test(
        "where the only link is slow, less is asked for at once and for longer, down to one bundle; when it is fast again, as much as before"
    )
    func slowLink() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let checkpoint = try Fixture.checkpoint(4_096)
        var directives = script.show(checkpoint, by: script.author)
        directives = try script.answer(directives, with: checkpoint)
        var asked = Follower.runs(directives)
        #expect(asked.map(\.end.rawValue) == [1_024, 2_048, 3_072, 4_096])
        var seen: [(width: UInt64, count: Int, seconds: Int)] = []
        for _ in 0..<5 {
            let began = script.second
            directives = []
            // Nothing ever comes; the machine is called when it asked for it.
            while Follower.blamed(directives).isEmpty {
                let next = try #require(script.machine.deadline(now: script.now.uptime))
                script.second = max(script.second + 1, Int(next / .seconds(1)))
                directives = script.tell { $0.onTick(now: $1) }
            }
            let first = try #require(asked.first)
            seen.append(
                (first.end.rawValue - first.start.rawValue, asked.count, script.second - began)
            )
            asked = Follower.runs(directives)
            while asked.isEmpty {
                let next = try #require(script.machine.deadline(now: script.now.uptime))
                script.second = max(script.second + 1, Int(next / .seconds(1)))
                asked = Follower.runs(script.tell { $0.onTick(now: $1) })
            }
        }
        #expect(seen.map(\.width) == [1_024, 512, 256, 256, 256])
        #expect(seen.map(\.count) == [4, 4, 2, 1, 1])
        #expect(seen.map(\.seconds) == [60, 120, 240, 300, 300])
        // One bundle after the other comes at once.
        var widths: [UInt64] = []
        while let run = asked.first {
            widths.append(run.end.rawValue - run.start.rawValue)
            asked.removeFirst()
            asked += Follower.runs(script.tell { $0.onRun(run.id, .received(1_000), now: $1) })
        }
        #expect(script.machine.window.narrowing == 0)
        #expect(widths.reduce(0, +) == 4_096)
    }

    @Test("a window plans single bundles after a slow link, and whole runs again after a fast one")
    func width() throws {
        var window = RunWindow()
        for _ in 0..<9 { window.narrow() }
        for _ in 0..<2 { _ = window.plan(after: 0, to: 3_000) }
        for _ in 0..<3 { window.widen() }
        for _ in 0..<3 { _ = window.plan(after: 0, to: 3_000) }
        #expect(window.items.map(\.end.rawValue) == [256, 512, 1_024, 2_048, 3_000])
    }

    @Test("a source that goes away gives its runs to others")
    func goneSource() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let checkpoint = try Fixture.checkpoint(300)
        let asked = script.show(checkpoint, by: script.author)
        _ = script.show(checkpoint, by: script.mirror)
        var directives = try script.answer(asked, with: checkpoint)
        let run = try Follower.run(directives.first)
        directives = script.tell { $0.onSourceGone(run.source, now: $1) }
        #expect(directives.first == .dropRuns([run.id]))
        let again = try Follower.run(directives.last)
        #expect(again.source != run.source)
    }

    @Test(
        "a checkpoint under a key that no entry names: its keys are asked for once, then it is blamed"
    )
    func unknownKey() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let forged = try Fixture.checkpoint(300, seed: 9)
        let mirror = script.mirror
        let asked = script.show(forged, by: mirror)
        var directives = try script.answer(asked, with: forged)
        #expect(directives == [.fetchKeys(from: mirror)])
        let keys = try Fixture.keys()
        directives = script.tell { $0.onKeys(from: mirror, .received(keys), now: $1) }
        #expect(Follower.blamed(directives).map(\.1) == [.checkpointUnverified])
        #expect(Follower.material(directives) == nil)
    }

    @Test(
        "what is no checkpoint of this log is a bad source",
        arguments: [
            "", "rubbish\n", "other.example/m\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        ]
    )
    func noCheckpoint(text: String) throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let asked = script.show(try Fixture.checkpoint(300), by: script.mirror)
        let directives = try script.answer(asked, with: Array(text.utf8))
        #expect(Follower.blamed(directives).map(\.1) == [.checkpointUnverified])
    }

    @Test("a rekey: the newer key verifies larger sizes only, after its entry was fetched")
    func rekey() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let author = script.author
        let checkpoint = try Fixture.checkpoint(300, seed: 2)
        let asked = script.show(checkpoint, by: author)
        #expect(try script.answer(asked, with: checkpoint) == [.fetchKeys(from: author)])
        let keys = try #require(
            LogKeys(
                entries: [Array("open".utf8), Array("rekey".utf8)],
                spans: [
                    .init(key: Fixture.signer().verifierKey, from: 1),
                    .init(key: Fixture.signer(2).verifierKey, from: 251),
                ]
            )
        )
        #expect(keys.key(at: 250) == (try Fixture.signer().verifierKey))
        #expect(keys.key(at: 251) == (try Fixture.signer(2).verifierKey))
        #expect(keys.key(at: 0) == nil)
        let directives = script.tell { $0.onKeys(from: author, .received(keys), now: $1) }
        _ = try Follower.run(directives.first)
    }

    @Test("one that shows more than it has is stale, and costs one question")
    func bragging() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let mirror = script.mirror
        let asked = script.tell {
            $0.onHeads(
                HeadClaim(origin: $0.origin, size: 9_999, root: Fixture.digest(0)),
                from: mirror,
                now: $1
            )
        }
        let directives = try script.answer(asked, with: try Fixture.checkpoint(300))
        #expect(Follower.blamed(directives).map(\.1) == [.checkpointStale])
        #expect(script.machine.target?.size == 300)
    }

    // MARK: Smaller heads

    @Test(
        "an older view of a mirror costs nothing; the origin's own, asked for later, is a rollback"
    )
    func rollback() throws {
        var script = try FollowerScript()
        let (small, large) = (try Fixture.checkpoint(200), try Fixture.checkpoint(300))
        try script.follow(small, from: script.author)
        try script.follow(large, from: script.author)
        #expect(script.show(small, by: script.mirror) == [])
        let asked = script.show(small, by: script.author)
        let directives = try script.answer(asked, with: small)
        #expect(directives.first == .rollbackAlarm(shown: small, held: large))
        #expect(Follower.material(directives) == nil)
        let again = script.show(try Fixture.checkpoint(200), by: script.author)
        #expect(again == [], "said once")
    }

    @Test("a smaller root that we do not remember is computed from our own tiles")
    func olderUnknown() throws {
        var script = try FollowerScript()
        try script.follow(try Fixture.checkpoint(300), from: script.author)
        let older = try Fixture.checkpoint(100)
        let head = try Fixture.checkpoint(300)
        let directives = script.show(older, by: script.mirror)
        let id = try Follower.ownTiles(directives.first, at: 100, of: head)
        let quiet = script.tell {
            $0.onOwnEdge(
                id,
                left: Follower.tree.hashes(0, 100),
                right: Follower.tree.hashes(100, 300),
                now: $1
            )
        }
        #expect(quiet == [])
        let mirror = script.mirror
        let lie = script.tell {
            $0.onHeads(
                HeadClaim(origin: $0.origin, size: 90, root: Fixture.digest(0)),
                from: mirror,
                now: $1
            )
        }
        let second = try Follower.ownTiles(lie.first, at: 90, of: head)
        let asked = script.tell {
            $0.onOwnEdge(
                second,
                left: Follower.tree.hashes(0, 90),
                right: Follower.tree.hashes(90, 300),
                now: $1
            )
        }
        #expect(asked.count == 1)
        let damaged = script.show(try Fixture.checkpoint(80), by: script.mirror)
        let third = try Follower.ownTiles(damaged.first, at: 80, of: head)
        let alarm = script.tell { $0.onOwnEdge(third, left: [], right: [], now: $1) }
        #expect(
            alarm == [
                .alarm(Alarm(.ownCopyDamaged, ["origin": Fixture.originText, "size": "300"]))
            ]
        )
    }

    // MARK: Forks

    @Test(
        "two roots for one size are a fork; evidence comes first, then the quarantine, then the peers"
    )
    func sameSize() throws {
        var script = try FollowerScript()
        let (ours, theirs) = (
            try Fixture.checkpoint(300), try Fixture.checkpoint(300, of: SimTree(fork: 200))
        )
        try script.follow(ours, from: script.author)
        let asked = script.show(theirs, by: script.mirror)
        var directives = try script.answer(asked, with: theirs)
        let material = ForkMaterial.sameSize(ours, theirs, keys: [Array("open".utf8)])
        #expect(directives == [.forkSuspected(material)])
        #expect(material.holds)
        #expect(!script.machine.isQuarantined)
        #expect(script.show(try Fixture.checkpoint(400), by: script.author) == [], "it waits")
        directives = script.tell { $0.onEvidence(Fixture.digest(1), now: $1) }
        #expect(directives.last == .quarantine(evidence: Fixture.digest(1)))
        #expect(
            directives.first
                == .alarm(
                    Alarm(.forkDetected, ["form": "same-size", "origin": Fixture.originText])
                )
        )
        #expect(
            script.tell { m, _ in m.onQuarantined() } == [.tellPeers(evidence: Fixture.digest(1))]
        )
        #expect(script.machine.isQuarantined)
        #expect(script.machine.verifiedSize == 300, "its entries stay")
        #expect(script.tell { $0.onTick(now: $1) } == [])
    }

    @Test("growth that is not consistent is a fork with the subtree hashes of both")
    func growth() throws {
        var script = try FollowerScript()
        let ours = try Fixture.checkpoint(300)
        let branch = SimTree(fork: 200)
        let theirs = try Fixture.checkpoint(400, of: branch)
        try script.follow(ours, from: script.author)
        var directives = script.show(theirs, by: script.mirror)
        directives = try script.answer(directives, with: theirs)
        directives = script.receiveRuns(directives)
        let slice = try Follower.slice(directives)
        let grown = branch.grow(slice.start, by: branch.entries(300..<400))
        directives = script.tell { $0.onSliceHashed(slice.id, grown, now: $1) }
        let id = try #require(
            directives.compactMap { directive -> RequestID? in
                if case .fetchTiles(let id, 300, theirs, _) = directive { id } else { nil }
            }.first
        )
        directives = script.tell {
            $0.onEdge(
                id,
                .received((branch.hashes(0, 300), branch.hashes(300, 400))),
                now: $1
            )
        }
        let material = try #require(Follower.material(directives))
        #expect(material.form == "growth")
        #expect(material.holds)
        guard case .growth(ours, theirs, _, _) = material else {
            Issue.record("other checkpoints")
            return
        }
    }

    @Test("a signed smaller head that is no prefix of ours is a fork")
    func smallerFork() throws {
        var script = try FollowerScript()
        let ours = try Fixture.checkpoint(300)
        let theirs = try Fixture.checkpoint(256, of: SimTree(fork: 200))
        try script.follow(ours, from: script.author)
        func edge(_ directives: [FollowerDirective]) throws -> [FollowerDirective] {
            let id = try Follower.ownTiles(directives.first, at: 256, of: ours)
            return script.tell {
                $0.onOwnEdge(
                    id,
                    left: Follower.tree.hashes(0, 256),
                    right: Follower.tree.hashes(256, 300),
                    now: $1
                )
            }
        }
        let asked = try edge(script.show(theirs, by: script.mirror))
        let directives = try edge(try script.answer(asked, with: theirs))
        let material = try #require(Follower.material(directives))
        #expect(material.holds)
        #expect(material.form == "growth")
    }

    @Test("two first entries under one node key are a fork")
    func open() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys("open") }
        let other = try Fixture.checkpoint(300, seed: 9)
        let mirror = script.mirror
        let asked = script.show(other, by: mirror)
        _ = try script.answer(asked, with: other)
        let keys = try Fixture.keys("another open")
        let directives = script.tell { $0.onKeys(from: mirror, .received(keys), now: $1) }
        #expect(
            directives == [
                .forkSuspected(.open(Array("open".utf8), Array("another open".utf8)))
            ]
        )
    }

    @Test("evidence that does not hold quarantines nobody, and following goes on")
    func refusedEvidence() throws {
        var script = try FollowerScript()
        let theirs = try Fixture.checkpoint(300, of: SimTree(fork: 200))
        try script.follow(try Fixture.checkpoint(300), from: script.author)
        let asked = script.show(theirs, by: script.mirror)
        _ = try script.answer(asked, with: theirs)
        let directives = script.tell { $0.onEvidence(nil, now: $1) }
        #expect(
            directives.first
                == .alarm(Alarm(.evidenceRefused, ["origin": Fixture.originText]))
        )
        #expect(!script.machine.isQuarantined)
        #expect(script.show(theirs, by: script.mirror) == [], "it is not asked for again")
        try script.follow(try Fixture.checkpoint(400), from: script.author)
        #expect(script.machine.verifiedSize == 400)
    }

    @Test("evidence that a peer sent and Ledger verified quarantines this log")
    func reported() throws {
        var script = try FollowerScript()
        let directives = script.tell { m, _ in m.onForkReported(Fixture.digest(4), form: "open") }
        #expect(directives.last == .quarantine(evidence: Fixture.digest(4)))
        #expect(script.tell { m, _ in m.onForkReported(Fixture.digest(4), form: "open") } == [])
    }

    // MARK: Conflicts that show later

    @Test("a claim below the target is compared as soon as the head has moved over it")
    func laterClaim() throws {
        var script = try FollowerScript()
        let checkpoint = try Fixture.checkpoint(300)
        let rival = try Fixture.checkpoint(250, of: SimTree(fork: 100))
        #expect(script.show(rival, by: script.mirror).count == 1, "keys are asked for")
        _ = script.tell { machine, now in
            let source = machine.keyRequest?.source ?? machine.author
            return machine.onKeys(from: source, .failed(.sourceUnreachable), now: now)
        }
        script.second = 1
        try script.follow(checkpoint, from: script.author)
        #expect(script.machine.ownTasks.count == 1)
        #expect(
            script.machine.ownTasks.values.contains(
                .claim(HeadClaim(rival), source: script.mirror, tree: checkpoint)
            )
        )
    }

    @Test("a signed checkpoint below the target waits, and proves the fork when the tree is there")
    func postponedCheckpoint() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let checkpoint = try Fixture.checkpoint(300)
        let rival = try Fixture.checkpoint(250, of: SimTree(fork: 100))
        var directives = script.show(checkpoint, by: script.author)
        directives = try script.answer(directives, with: checkpoint)
        script.machine.toAsk.insert(script.mirror)
        let asked = script.show(rival, by: script.mirror)
        #expect(try script.answer(asked, with: rival) == [])
        directives = script.receiveRuns(directives)
        let slice = try Follower.slice(directives)
        let edge = try Follower.range(300)
        _ = script.tell { $0.onSliceHashed(slice.id, edge, now: $1) }
        _ = script.tell { $0.onEntriesVerified(slice.id, now: $1) }
        directives = script.tell { $0.onSliceStored(slice.id, now: $1) }
        let id = try #require(
            directives.compactMap { directive -> RequestID? in
                if case .readOwnTiles(let id, 250, checkpoint) = directive { id } else { nil }
            }.first
        )
        directives = script.tell {
            $0.onOwnEdge(
                id,
                left: Follower.tree.hashes(0, 250),
                right: Follower.tree.hashes(250, 300),
                now: $1
            )
        }
        let material = try #require(Follower.material(directives))
        #expect(material.holds)
        #expect(material.form == "growth")
    }

    @Test("16 signed checkpoints wait for the tree; the oldest makes room")
    func comparisonLimit() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        for size in 1...Limits.comparisonCountMax + 1 {
            script.machine.postpone(try Fixture.checkpoint(TreeSize(count: size)))
        }
        #expect(script.machine.comparisons.count == Limits.comparisonCountMax)
        #expect(script.machine.comparisons.first?.size == 2)
    }

    @Test("a source whose bytes do not fit is asked what it signs for, in spite of its pause")
    func suspect() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let mirror = script.mirror
        let branch = SimTree(fork: 100)
        let (ours, theirs) = (
            try Fixture.checkpoint(300), try Fixture.checkpoint(400, of: branch)
        )
        var directives = script.show(ours, by: script.author)
        _ = script.show(theirs, by: mirror)
        _ = try script.answer(directives, with: ours)
        let author = script.author
        directives = script.tell { $0.onSourceGone(author, now: $1) }
        directives = script.receiveRuns(directives)
        let slice = try Follower.slice(directives)
        #expect(slice.runs.map(\.source) == [mirror])
        let wrong = try Follower.range(300, of: branch)
        directives = script.tell { $0.onSliceHashed(slice.id, wrong, now: $1) }
        let leaves = try #require(script.machine.tileTasks.first?.request)
        directives = script.tell {
            $0.onMismatchLocated(leaves, .received(slice.runs.map(\.id)), now: $1)
        }
        #expect(
            directives.contains { if case .fetchCheckpoint(_, mirror) = $0 { true } else { false } }
        )
        directives = try script.answer(directives, with: theirs)
        script.second = 60
        directives = script.tell { $0.onTick(now: $1) }
        let id = try #require(
            directives.compactMap { directive -> RequestID? in
                if case .fetchTiles(let id, 300, theirs, mirror) = directive { id } else { nil }
            }.first
        )
        directives = script.tell {
            $0.onEdge(
                id,
                .received((branch.hashes(0, 300), branch.hashes(300, 400))),
                now: $1
            )
        }
        #expect(Follower.material(directives)?.holds == true)
    }
}
