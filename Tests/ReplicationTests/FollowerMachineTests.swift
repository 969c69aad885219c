import Cryptography
@testable import Replication
import Testing
import TransparencyLog

/// The follower on its plain way, after a restart, and its receipts.
///
/// `SimulationTests` runs whole histories.
@Suite struct FollowerMachineTests {
    // MARK: The plain way

    @Test(
        "keys, checkpoint, runs, slice, entries, one transaction, cosignature, receipt: in this order"
    )
    func wholeWay() throws {
        var script = try FollowerScript()
        let checkpoint = try Fixture.checkpoint(300)
        #expect(script.tell { $0.start(now: $1) } == [])
        #expect(script.show(checkpoint, by: script.author) == [.fetchKeys(from: script.author)])
        let keys = try Fixture.keys()
        let author = script.author
        var directives = script.tell { $0.onKeys(from: author, .received(keys), now: $1) }
        #expect(directives == [.fetchCheckpoint(RequestID(rawValue: 1), from: author)])
        directives = try script.answer(directives, with: checkpoint)
        let run = Run(id: RequestID(rawValue: 2), start: 0, end: 300, source: author)
        #expect(directives == [.fetchRun(run, treeSize: 300)])
        directives = script.receiveRuns(directives)
        let slice = Slice(id: RequestID(rawValue: 3), start: CompactRange(), runs: [run])
        #expect(directives == [.authenticateSlice(slice)])
        let edge = try Follower.range(300)
        directives = script.tell { $0.onSliceHashed(slice.id, edge, now: $1) }
        #expect(directives == [.verifyEntries(slice)])
        directives = script.tell { $0.onEntriesVerified(slice.id, now: $1) }
        #expect(
            directives == [
                .storeSlice(slice, edge: edge, target: checkpoint, keys: keys, commitsHead: true)
            ]
        )
        #expect(script.machine.verifiedSize == 0, "not before it is durable")
        directives = script.tell { $0.onSliceStored(slice.id, now: $1) }
        #expect(
            directives == [
                .dropRuns([run.id]), .announceHead(HeadClaim(checkpoint)),
                .fetchObjects(from: 0, to: 300), .cosign(checkpoint, time: 1_000),
            ]
        )
        directives = script.tell { $0.onCosigned(size: 300, time: 1_000, now: $1) }
        #expect(directives == [.sendReceipt(size: 300)])
        directives = script.tell { $0.onReceipt(size: 300, .accepted, now: $1) }
        #expect(directives == [])
        #expect(script.machine.unsentReceiptCount == 0)
        #expect(!script.machine.isBehind)
        #expect(script.machine.deadline(now: script.now.uptime) == nil)
    }

    @Test(
        "what a log lacks is what a source that is there shows, or what its author has signed; of one that is quarantined nothing is missed"
    )
    func gap() throws {
        let checkpoint = try Fixture.checkpoint(300)
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        #expect(script.machine.gap == nil)
        let mirror = script.mirror
        _ = script.show(checkpoint, by: mirror)
        #expect(script.machine.gap == .init(size: 300, holder: mirror))
        _ = script.tell { $0.onSourceGone(mirror, now: $1) }
        #expect(script.machine.gap == nil, "what it showed is gone with it")
        let asked = script.show(checkpoint, by: mirror)
        _ = try script.answer(asked, with: checkpoint)
        _ = script.show(try Fixture.checkpoint(3_000), by: script.author)
        #expect(script.machine.gap == .init(size: 3_000, holder: script.author))
        let author = script.author
        for peer in [author, mirror] { _ = script.tell { $0.onSourceGone(peer, now: $1) } }
        #expect(script.machine.gap == .init(size: 300, holder: author))
        let digest = checkpoint.root
        _ = script.tell { machine, _ in machine.onForkReported(digest, form: "growth") }
        #expect(script.machine.gap == nil)
        script = try FollowerScript { $0.keys = try Fixture.keys() }
        try script.follow(checkpoint, from: script.author)
        #expect(script.machine.gap == nil)
    }

    @Test("runs go to several holders at once")
    func parallel() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let checkpoint = try Fixture.checkpoint(3_000)
        let asked = script.show(checkpoint, by: script.author)
        _ = script.show(checkpoint, by: script.mirror)
        let directives = try script.answer(asked, with: checkpoint)
        let sources = directives.compactMap { directive -> KeyName? in
            if case .fetchRun(let run, _) = directive { run.source } else { nil }
        }
        #expect(sources.count == 3)
        #expect(Set(sources) == [script.author, script.mirror])
    }

    @Test("a slice before the target is held against an authenticated edge")
    func sliceBeforeTarget() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let checkpoint = try Fixture.checkpoint(3_000)
        var directives = script.show(checkpoint, by: script.author)
        directives = try script.answer(directives, with: checkpoint)
        let first = try #require(directives.first)
        #expect(
            script.receiveRuns([first]).filter { if case .fetchRun = $0 { false } else { true } }
                == []
        )
        script.second = 5
        directives = script.tell { $0.onTick(now: $1) }
        let slice = try Follower.slice(directives)
        #expect(slice.end == 1_024)
        let tiles = directives.compactMap { directive -> RequestID? in
            if case .fetchTiles(let id, 1_024, checkpoint, _) = directive { id } else { nil }
        }
        let id = try #require(tiles.first)
        let edge = try Follower.range(1_024)
        #expect(script.tell { $0.onSliceHashed(slice.id, edge, now: $1) } == [])
        directives = script.tell {
            $0.onEdge(
                id,
                .received((edge.hashes, Follower.tree.hashes(1_024, 3_000))),
                now: $1
            )
        }
        #expect(directives == [.verifyEntries(slice)])
        directives = script.tell { $0.onEntriesVerified(slice.id, now: $1) }
        #expect(
            directives == [
                .storeSlice(
                    slice,
                    edge: edge,
                    target: checkpoint,
                    keys: try Fixture.keys(),
                    commitsHead: false
                )
            ]
        )
        directives = script.tell { $0.onSliceStored(slice.id, now: $1) }
        #expect(directives == [.dropRuns(slice.runs.map(\.id))])
        #expect(script.machine.stagedSize == 1_024)
        #expect(script.machine.verifiedSize == 0)
    }

    @Test("tiles that do not fold to the checkpoint make a bad source, and another one is asked")
    func forgedTiles() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let checkpoint = try Fixture.checkpoint(3_000)
        var directives = script.show(checkpoint, by: script.author)
        _ = script.show(checkpoint, by: script.mirror)
        directives = try script.answer(directives, with: checkpoint)
        let runs = directives.filter {
            if case .fetchRun(let run, _) = $0 { run.start == 0 } else { false }
        }
        _ = script.receiveRuns(runs)
        script.second = 4
        _ = script.receiveRuns(directives.filter { !runs.contains($0) }.dropLast())
        script.second = 5
        directives = script.tell { $0.onTick(now: $1) }
        let asked = try #require(
            directives.compactMap { directive -> (RequestID, KeyName)? in
                if case .fetchTiles(let id, _, _, let source) = directive {
                    (id, source)
                } else {
                    nil
                }
            }.first
        )
        directives = script.tell {
            $0.onEdge(asked.0, .received(([Fixture.digest(1)], [])), now: $1)
        }
        #expect(Follower.blamed(directives).map(\.1) == [.tilesMismatch])
        #expect(Follower.blamed(directives).map(\.0) == [asked.1])
        // The other one was slow with a run; its pause is short.
        script.second = 8
        directives += script.tell { $0.onTick(now: $1) }
        let other = directives.contains {
            if case .fetchTiles(_, _, _, let source) = $0 { source != asked.1 } else { false }
        }
        #expect(other)
    }

    // MARK: Restart

    @Test(
        "after a crash between commit and cosignature the head is cosigned, and never a smaller one"
    )
    func restartCosigns() throws {
        let checkpoint = try Fixture.checkpoint(300)
        func state(_ state: inout FollowerState, cosigned: TreeSize?) throws {
            state.keys = try Fixture.keys()
            state.head = checkpoint
            state.headEdge = try Follower.range(300)
            state.stagedEdge = state.headEdge
            state.cosigned = cosigned.map { FollowerState.Cosigned(size: $0, time: 5_000) }
        }
        var behind = try FollowerScript { try state(&$0, cosigned: 200) }
        // The clock says 1,000, but a cosignature's time never falls.
        #expect(behind.tell { $0.start(now: $1) } == [.cosign(checkpoint, time: 5_000)])
        var done = try FollowerScript { try state(&$0, cosigned: 300) }
        #expect(done.tell { $0.start(now: $1) } == [])
        var observer = try FollowerScript {
            try state(&$0, cosigned: nil)
            $0.cosigns = false
        }
        #expect(observer.tell { $0.start(now: $1) } == [])
    }

    @Test(
        "a head that was cosigned by a clock more than a day ahead is cosigned again once the origin has refused it, the peers' clocks agree with ours, and not before"
    )
    func wrongClock() throws {
        let checkpoint = try Fixture.checkpoint(300)
        func script(ahead: UInt64) throws -> FollowerScript {
            var script = try FollowerScript {
                $0.keys = try Fixture.keys()
                $0.head = checkpoint
                $0.headEdge = try Follower.range(300)
                $0.stagedEdge = $0.headEdge
                $0.cosigned = FollowerState.Cosigned(size: 300, time: 1_000 + ahead)
                $0.unsentReceipts = [300]
            }
            // Whatever the clock says, what is there is sent first.
            #expect(script.tell { $0.start(now: $1) } == [.sendReceipt(size: 300)])
            return script
        }
        let alarm = FollowerDirective.alarm(
            Alarm(.receiptRefused, ["origin": Fixture.originText, "size": "300"])
        )
        let limit = Limits.receiptLeadSecondCountMax
        func refuse(_ script: inout FollowerScript, isClockSound: Bool) -> [FollowerDirective] {
            script.tell {
                $0.onReceipt(size: 300, .putOff(isClockSound: isClockSound), now: $1)
            }
        }
        var near = try script(ahead: limit)
        #expect(refuse(&near, isClockSound: true) == [alarm])
        var wrong = try script(ahead: limit + 1)
        #expect(refuse(&wrong, isClockSound: false) == [alarm])
        wrong = try script(ahead: limit + 1)
        #expect(
            refuse(&wrong, isClockSound: true) == [
                .forgetReceipt(size: 300), .cosign(checkpoint, time: 1_000),
            ]
        )
        #expect(
            wrong.tell { $0.onCosigned(size: 300, time: 1_000, now: $1) }
                == [.sendReceipt(size: 300)]
        )
        #expect(wrong.tell { $0.onReceipt(size: 300, .accepted, now: $1) } == [])
        #expect(wrong.machine.unsentReceiptCount == 0)
        // What the origin has taken stands, and a clock that goes back puts no earlier time beside it.
        let (next, earlier) = (try Fixture.checkpoint(400), Fixture.moment(0, posixSeconds: 9))
        #expect(wrong.machine.cosign(next, now: earlier) == [.cosign(next, time: 1_000)])
    }

    @Test("a time that the origin has refused as one to come is given to no later head either")
    func refusedTime() throws {
        let ahead = 1_000 + Limits.receiptLeadSecondCountMax + 1
        var script = try FollowerScript {
            $0.keys = try Fixture.keys()
            $0.head = try Fixture.checkpoint(300)
            $0.headEdge = try Follower.range(300)
            $0.stagedEdge = $0.headEdge
            $0.cosigned = FollowerState.Cosigned(size: 300, time: ahead)
            $0.unsentReceipts = [300]
        }
        _ = script.tell { $0.start(now: $1) }
        // Meanwhile the next entries are being stored.
        script.machine.stage = .cosigning
        _ = script.tell { $0.onReceipt(size: 300, .putOff(isClockSound: true), now: $1) }
        script.machine.stage = .idle
        let next = try Fixture.checkpoint(400)
        #expect(script.tell { $0.cosign(next, now: $1) } == [.cosign(next, time: 1_000)])
    }

    @Test("a clock that is years behind gives no head anew that the origin has taken")
    func clockBehind() throws {
        var script = try FollowerScript {
            $0.keys = try Fixture.keys()
            $0.head = try Fixture.checkpoint(300)
            $0.headEdge = try Follower.range(300)
            $0.stagedEdge = $0.headEdge
            // The clock says 1,000.
            $0.cosigned = FollowerState.Cosigned(size: 300, time: 1_800_000_000)
        }
        #expect(script.tell { $0.start(now: $1) } == [])
    }

    @Test("a receipt that the origin does not take gives way to the ones that cover it, at once")
    func putOffAndOvertaken() throws {
        var script = try FollowerScript {
            $0.keys = try Fixture.keys()
            $0.unsentReceipts = [100, 200]
        }
        func alarm(_ size: Int) -> FollowerDirective {
            .alarm(Alarm(.receiptRefused, ["origin": Fixture.originText, "size": "\(size)"]))
        }
        #expect(script.tell { $0.start(now: $1) } == [.sendReceipt(size: 100)])
        #expect(
            script.tell { $0.onReceipt(size: 100, .putOff(isClockSound: true), now: $1) }
                == [.forgetReceipt(size: 100), .sendReceipt(size: 200)]
        )
        // The last one waits for an hour, or for the next.
        #expect(
            script.tell { $0.onReceipt(size: 200, .putOff(isClockSound: true), now: $1) } == [
                alarm(200)
            ]
        )
        #expect(script.machine.deadline(now: .zero) == FollowerMachine.receiptPutOff)
        script.second = 9
        script.machine.stage = .cosigning
        let next = script.tell { $0.onCosigned(size: 300, time: 1_009, now: $1) }
        #expect(next == [.forgetReceipt(size: 200), .sendReceipt(size: 300)])
        #expect(script.tell { $0.onReceipt(size: 300, .accepted, now: $1) } == [])
        #expect(script.machine.unsentReceiptCount == 0)
    }

    @Test("stored slices survive a restart: fetching goes on where they end")
    func restartResumes() throws {
        let target = try Fixture.checkpoint(2_000)
        var script = try FollowerScript {
            $0.keys = try Fixture.keys()
            $0.stagedEdge = try Follower.range(1_024)
            $0.stagedTarget = target
        }
        #expect(script.tell { $0.start(now: $1) } == [])
        let directives = script.show(target, by: script.mirror)
        let run = Run(id: RequestID(rawValue: 1), start: 1_024, end: 2_000, source: script.mirror)
        #expect(directives == [.fetchRun(run, treeSize: 2_000)])
    }

    @Test("slices of which no checkpoint is known are discarded")
    func restartDiscards() throws {
        var script = try FollowerScript {
            $0.keys = try Fixture.keys()
            $0.stagedEdge = try Follower.range(1_024)
        }
        #expect(script.tell { $0.start(now: $1) } == [.discardStaged])
    }

    @Test("everything stored but the head: it is committed without fetching anything")
    func restartCommits() throws {
        let target = try Fixture.checkpoint(1_024)
        var script = try FollowerScript {
            $0.keys = try Fixture.keys()
            $0.stagedEdge = try Follower.range(1_024)
        }
        // The shell stored the target with the slice, so this is only met where it was lost.
        script.machine.edge = try Follower.range(1_024)
        var directives = script.show(target, by: script.mirror)
        directives = try script.answer(directives, with: target)
        #expect(directives == [.commitHead(target, keys: try Fixture.keys())])
        directives = script.tell { $0.onHeadCommitted(now: $1) }
        #expect(directives.contains(.cosign(target, time: 1_000)))
    }

    @Test(
        "what is stored goes with the keys that verify it, whichever history a source showed last"
    )
    func keysOfWhatIsStored() throws {
        func keys(_ seed: UInt8) throws -> LogKeys {
            let spans = [
                LogKeys.Span(key: try Fixture.signer().verifierKey, from: 1),
                LogKeys.Span(key: try Fixture.signer(seed).verifierKey, from: 251),
            ]
            return try #require(
                LogKeys(entries: [Array("open".utf8), Array("rekey \(seed)".utf8)], spans: spans)
            )
        }
        let (ours, others) = (try keys(2), try keys(3))
        var script = try FollowerScript { $0.keys = ours }
        let (author, mirror) = (script.author, script.mirror)
        // The mirror's checkpoint is by no known key: its keys are another branch, and do not verify it either.
        let forged = try Fixture.checkpoint(300, seed: 9)
        let asked = script.show(forged, by: mirror)
        _ = try script.answer(asked, with: forged)
        _ = script.tell { $0.onKeys(from: mirror, .received(others), now: $1) }
        for (seed, expected): (UInt8, LogKeys) in [(2, ours), (3, others)] {
            var script = script
            let checkpoint = try Fixture.checkpoint(300, seed: seed)
            var directives = script.show(checkpoint, by: author)
            directives = try script.answer(directives, with: checkpoint)
            directives = script.receiveRuns(directives)
            let slice = try Follower.slice(directives)
            let edge = try Follower.range(300)
            _ = script.tell { $0.onSliceHashed(slice.id, edge, now: $1) }
            #expect(
                script.tell { $0.onEntriesVerified(slice.id, now: $1) } == [
                    .storeSlice(
                        slice,
                        edge: edge,
                        target: checkpoint,
                        keys: expected,
                        commitsHead: true
                    )
                ]
            )
        }
    }

    @Test("a stored head that no stored key verifies: the keys are asked for until they verify it")
    func unreadHead() throws {
        let checkpoint = try Fixture.checkpoint(300)
        var script = try FollowerScript {
            $0.unreadHead = try UnverifiedCheckpoint(parsing: checkpoint.note.encoded)
            $0.headEdge = try Follower.range(300)
            $0.stagedEdge = $0.headEdge
        }
        let (author, mirror) = (script.author, script.mirror)
        #expect(script.tell { $0.start(now: $1) } == [])
        #expect(script.show(checkpoint, by: mirror) == [.fetchKeys(from: mirror)])
        let span = LogKeys.Span(key: try Fixture.signer(9).verifierKey, from: 1)
        let wrong = try #require(LogKeys(entries: [Array("open".utf8)], spans: [span]))
        var directives = script.tell { $0.onKeys(from: mirror, .received(wrong), now: $1) }
        #expect(Follower.blamed(directives).map(\.1) == [.keysUnverified])
        #expect(script.machine.head == nil)
        #expect(script.show(checkpoint, by: author) == [.fetchKeys(from: author)])
        let keys = try Fixture.keys()
        directives = script.tell { $0.onKeys(from: author, .received(keys), now: $1) }
        #expect(script.machine.head == checkpoint)
        #expect(directives == [.cosign(checkpoint, time: 1_000)])
    }

    @Test(
        "a node that a charter makes a member cosigns what it holds, and one that is no longer a member does not"
    )
    func membership() throws {
        var script = try FollowerScript {
            $0.keys = try Fixture.keys()
            $0.cosigns = false
        }
        let checkpoint = try Fixture.checkpoint(300)
        try script.follow(checkpoint, from: script.author)
        #expect(script.tell { $0.onMayCosign(false, now: $1) } == [])
        let signs = script.tell { $0.onMayCosign(true, now: $1) }
        #expect(signs == [.cosign(checkpoint, time: 1_000)])
        _ = script.tell { $0.onCosigned(size: 300, time: 1_000, now: $1) }
        #expect(script.tell { $0.onMayCosign(false, now: $1) } == [])
        let next = try Fixture.checkpoint(301)
        let before = script.machine.unsentReceiptCount
        try script.follow(next, from: script.author)
        #expect(script.machine.head == next)
        #expect(script.machine.unsentReceiptCount == before)
    }

    @Test("a quarantine that a crash cut off is finished")
    func restartQuarantines() throws {
        var script = try FollowerScript {
            $0.evidence = Fixture.digest(1)
            $0.evidenceForm = "growth"
        }
        let alarm = FollowerDirective.alarm(
            Alarm(.forkDetected, ["form": "growth", "origin": "\(try Fixture.origin())"])
        )
        #expect(
            script.tell { $0.start(now: $1) } == [alarm, .quarantine(evidence: Fixture.digest(1))],
            "it may have come before the log was followed, and no alarm been kept"
        )
        #expect(
            script.tell { m, _ in m.onQuarantined() } == [.tellPeers(evidence: Fixture.digest(1))]
        )
        var done = try FollowerScript {
            $0.evidence = Fixture.digest(1)
            $0.evidenceForm = "growth"
            $0.isQuarantined = true
        }
        #expect(
            done.tell { $0.start(now: $1) } == [alarm, .tellPeers(evidence: Fixture.digest(1))]
        )
        #expect(done.show(try Fixture.checkpoint(9), by: done.author) == [])
    }

    // MARK: Receipts

    @Test("receipts wait for the origin, go one at a time, and survive its absence")
    func receipts() throws {
        var script = try FollowerScript {
            $0.keys = try Fixture.keys()
            $0.unsentReceipts = [100, 200]
        }
        #expect(script.tell { $0.start(now: $1) } == [.sendReceipt(size: 100)])
        #expect(script.tell { $0.onReceipt(size: 100, .failed, now: $1) } == [])
        #expect(script.machine.deadline(now: .zero) == FollowerMachine.receiptPause)
        script.second = 3
        let back = script.show(try Fixture.checkpoint(300), by: script.author)
        #expect(back.first == .sendReceipt(size: 100), "the origin is heard again")
        #expect(
            script.tell { $0.onReceipt(size: 100, .accepted, now: $1) } == [.sendReceipt(size: 200)]
        )
        let refused = script.tell { $0.onReceipt(size: 200, .refused, now: $1) }
        #expect(
            refused == [
                .alarm(
                    Alarm(.receiptRefused, ["origin": Fixture.originText, "size": "200"])
                )
            ]
        )
        #expect(script.machine.unsentReceiptCount == 0)
    }

    @Test("an origin that does not know the size it signed is asked for its checkpoint")
    func receiptUnknown() throws {
        var script = try FollowerScript()
        let (small, large) = (try Fixture.checkpoint(200), try Fixture.checkpoint(300))
        try script.follow(small, from: script.author)
        try script.follow(large, from: script.author)
        script.machine.receiptInFlight = 300
        script.machine.unsent = [300]
        let asked = script.tell { $0.onReceipt(size: 300, .sizeUnknown(200), now: $1) }
        let directives = try script.answer(asked, with: small)
        #expect(directives.first == .rollbackAlarm(shown: small, held: large))
        #expect(script.machine.unsentReceiptCount == 1)
    }

    @Test("1,024 receipts wait; the smallest leaves the outbox, since the larger ones cover it")
    func receiptLimit() throws {
        var script = try FollowerScript {
            $0.keys = try Fixture.keys()
            $0.unsentReceipts = (1...Limits.unsentReceiptCountMax + 1).map { TreeSize(count: $0) }
        }
        let directives = script.tell { $0.start(now: $1) }
        #expect(directives == [.forgetReceipt(size: 1), .sendReceipt(size: 2)])
        #expect(script.machine.unsentReceiptCount == Limits.unsentReceiptCountMax)
        #expect(script.machine.unsent.first == 2)
    }

    // MARK: Bounds

    @Test("four checkpoints are asked for at one time and not one more")
    func checkpointRequests() throws {
        var script = try FollowerScript()
        try script.follow(try Fixture.checkpoint(300), from: script.author)
        var count = 0
        for index in 0..<9 {
            let source = try KeyName("m\(index).x")
            let directives = script.tell {
                $0.onHeads(
                    HeadClaim(origin: $0.origin, size: 300, root: Fixture.digest(0)),
                    from: source,
                    now: $1
                )
            }
            count += directives.count
        }
        #expect(count == Limits.checkpointRequestCountMax)
    }

    @Test("a target that nobody shows any more gives way to what somebody has")
    func abandonedTarget() throws {
        var script = try FollowerScript { $0.keys = try Fixture.keys() }
        let (large, small) = (try Fixture.checkpoint(300), try Fixture.checkpoint(200))
        let author = script.author
        let asked = script.show(large, by: author)
        _ = try script.answer(asked, with: large)
        _ = script.show(small, by: script.mirror)
        #expect(script.machine.target == large)
        var directives = script.tell { $0.onSourceGone(author, now: $1) }
        directives = try script.answer(directives, with: small)
        #expect(script.machine.target == small)
        let back = script.show(large, by: author)
        _ = back
        #expect(script.machine.comparisons == [large], "it is compared when the tree is there")
    }
}
