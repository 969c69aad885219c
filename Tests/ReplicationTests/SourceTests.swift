import Cryptography
@testable import Replication
import Testing
import TransparencyLog

/// Whom to ask, and what may be on its way.
@Suite struct SourceTests {
    @Test("the source with the shortest expected delay is asked, and requests spread")
    func choice() throws {
        var pool = SourcePool()
        let (a, b, c) = (try KeyName("a.x"), try KeyName("b.x"), try KeyName("c.x"))
        for name in [a, b] { pool.note(try Fixture.claim(100), from: name) }
        pool.note(try Fixture.claim(50), from: c)
        #expect(pool.best(holding: 100, now: .zero) == a)
        pool.begin(a)
        #expect(pool.best(holding: 100, now: .zero) == b)
        #expect(pool.best(holding: 100, excluding: b, now: .zero) == a)
        #expect(pool.best(holding: 101, now: .zero) == nil)
        #expect(pool.best(holding: 50, excluding: b, now: .zero) == c)
        pool.succeed(a, after: .seconds(4))
        #expect(pool.best(holding: 100, now: .zero) == b, "a is slow")
        #expect(pool.furthest(beyond: 50, now: .zero) == b)
        #expect(pool.furthest(beyond: 100, now: .zero) == nil)
        #expect(pool.largestClaim == 100)
    }

    @Test("a source has four requests on their way and not one more")
    func concurrency() throws {
        var pool = SourcePool()
        let a = try KeyName("a.x")
        pool.note(try Fixture.claim(100), from: a)
        for _ in 0..<Limits.sourceInFlightMax {
            #expect(pool.isUsable(a, now: .zero))
            pool.begin(a)
        }
        #expect(!pool.isUsable(a, now: .zero))
        pool.end(a)
        #expect(pool.isUsable(a, now: .zero))
    }

    @Test("pauses double with each strike, longer for wrong bytes than for silence, and end")
    func pauses() throws {
        var pool = SourcePool()
        let a = try KeyName("a.x")
        pool.note(try Fixture.claim(100), from: a)
        #expect(pool.penalise(a, .sourceSlow, now: .zero) == .seconds(2))
        #expect(pool.penalise(a, .sourceSlow, now: .zero) == .seconds(4))
        #expect(!pool.isUsable(a, now: .milliseconds(3_999)))
        #expect(pool.isUsable(a, now: .seconds(4)))
        #expect(pool.nextRelease(after: .zero) == .seconds(4))
        pool.confirm(a)
        #expect(pool.penalise(a, .bundleMismatch, now: .seconds(10)) == .seconds(40))
        for _ in 0..<40 { _ = pool.penalise(a, .bundleMismatch, now: .zero) }
        #expect(pool.penalise(a, .bundleMismatch, now: .zero) == .seconds(3_600))
        #expect(pool.penalise(a, .sourceUnreachable, now: .zero) == .seconds(120))
    }

    @Test("1,024 sources are known; a new one replaces the one that holds least")
    func sourceLimit() throws {
        var pool = SourcePool()
        for index in 0..<Limits.sourceCountMax {
            pool.note(
                try Fixture.claim(TreeSize(count: index + 10)),
                from: try KeyName("n\(index).x")
            )
        }
        pool.note(try Fixture.claim(5), from: try KeyName("late.x"))
        #expect(pool.sources[try KeyName("late.x")] == nil)
        pool.note(try Fixture.claim(500), from: try KeyName("new.x"))
        #expect(pool.sources.count == Limits.sourceCountMax)
        #expect(pool.sources[try KeyName("n0.x")] == nil)
    }

    @Test("runs are whole bundles, aligned, and the last one ends at the target")
    func runPlan() {
        var window = RunWindow()
        while window.plan(after: 300, to: 3_000) {}
        #expect(window.items.map(\.start) == [300, 1_024, 2_048])
        #expect(window.items.map(\.end) == [1_024, 2_048, 3_000])
    }

    @Test("the window holds one slice and what is on its way, and not one run more")
    func windowLimit() throws {
        var window = RunWindow()
        while window.plan(after: 0, to: 1_000_000) {}
        #expect(window.items.count == Limits.runCountMax)
        let source = try KeyName("a.x")
        for index in 0..<Limits.runsInFlightMax {
            #expect(window.hasRoom)
            window.set(
                index,
                .inFlight(
                    RequestID(rawValue: UInt64(index)),
                    source: source,
                    since: .zero,
                    check: .zero
                )
            )
        }
        #expect(!window.hasRoom)
    }

    @Test(
        "a window with little room takes one run after the other, and stores each without waiting"
    )
    func littleRoom() throws {
        let source = try KeyName("a.x")
        var window = RunWindow()
        window.byteCountMax = 4_096
        while window.plan(after: 0, to: 1_000_000) {}
        func slice() -> [Run] {
            window.slice(target: 1_000_000, now: .zero, maxAge: .seconds(5))
        }
        for number: UInt64 in 0..<3 {
            let id = RequestID(rawValue: number)
            #expect(window.hasRoom, "the first run may always come")
            window.set(0, .inFlight(id, source: source, since: .zero, check: .zero))
            #expect(!window.hasRoom)
            #expect(slice().isEmpty)
            window.receive(0, id, from: source, byteCount: 5_000, now: .zero)
            #expect(!window.hasRoom)
            #expect(slice().map(\.id) == [id])
            window.removeFirst(1, now: .zero)
        }
        window.removeAll()
        #expect(window.items.isEmpty && window.byteCountMax == 4_096)
    }

    @Test("a slice has 8,192 to 65,536 entries, and is closed early by bytes or age")
    func sliceLimits() throws {
        let source = try KeyName("a.x")
        func filled(_ runs: Int, after start: TreeSize = 0, byteCount: Int = 1_000) -> RunWindow {
            var window = RunWindow()
            while window.plan(after: start, to: 1_000_000) {}
            for index in 0..<runs {
                window.receive(
                    index,
                    RequestID(rawValue: UInt64(index)),
                    from: source,
                    byteCount: byteCount,
                    now: .zero
                )
            }
            return window
        }
        func slice(_ window: RunWindow, age: Duration = .zero) -> [Run] {
            window.slice(target: 1_000_000, now: age, maxAge: .seconds(5))
        }
        #expect(slice(filled(7)).isEmpty)
        #expect(slice(filled(8)).last?.end == TreeSize(count: Limits.sliceEntryCountMin))
        #expect(slice(filled(64)).count == 64)
        #expect(slice(filled(70)).last?.end == TreeSize(count: Limits.sliceEntryCountMax))
        #expect(slice(filled(65, after: 1_000)).last?.end == 65_536)
        #expect(slice(filled(3), age: .milliseconds(4_999)).isEmpty)
        #expect(slice(filled(3), age: .seconds(5)).count == 3)
        let big = Limits.sliceByteCountMax / 4
        #expect(slice(filled(3, byteCount: big)).isEmpty)
        #expect(slice(filled(6, byteCount: big)).count == 4)
        // Bytes that wait leave no room for more on their way, but the first missing run always may come.
        var full = filled(8, byteCount: big)
        #expect(!full.hasRoom)
        full.set(0, .waiting)
        #expect(full.hasRoom)
    }
}
