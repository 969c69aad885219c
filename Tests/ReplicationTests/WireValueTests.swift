import Cryptography
import Replication
import TestSupport
import Testing
import TransparencyLog

/// Small values of the peer protocol: ids, nonces, clocks, cursors, queries.
@Suite struct WireValueTests {
    @Test("the id of a log is the hex SHA-256 of its origin, as in the published vectors")
    func logID() throws {
        let vectors = try Vectors.json("c2sp-vectors.json")
        let hashes = try #require(vectors["origin_hash"] as? [String: String])
        #expect(!hashes.isEmpty)
        for (origin, hex) in hashes where !origin.contains(" ") {
            #expect(LogID(try Origin(origin)).description == hex)
            #expect(LogID(hex: hex) == LogID(try Origin(origin)))
            #expect(LogID(hex: hex.uppercased()) == nil)
        }
    }

    @Test(
        "a clock is read and written in one form",
        arguments: [
            ("1970-01-01T00:00:00+00:00", 0), ("2026-11-20T09:30:00+08:00", 1_795_138_200),
            ("2024-02-29T23:59:59-14:00", 1_709_301_599),
            ("2000-02-29T00:00:00+00:30", 951_780_600),
            ("9999-12-31T23:59:59+00:00", 253_402_300_799),
        ] as [(String, UInt64)]
    )
    func timeRoundTrip(text: String, seconds: UInt64) throws {
        let time = try #require(WireTime(Array(text.utf8)))
        #expect(time.posixSeconds == seconds)
        #expect(time.text == text)
        #expect(WireTime(posixSeconds: seconds, offsetMinutes: time.offsetMinutes) == time)
    }

    @Test(
        "any other form of a clock is refused",
        arguments: [
            "2026-11-20T09:30:00Z", "2026-11-20T09:30:60+08:00", "2026-11-20T24:00:00+08:00",
            "2026-11-20T09:30:00-00:00", "2026-11-20T09:30:00+14:01", "2026-02-29T09:30:00+08:00",
            "2026-11-31T09:30:00+08:00", "2026-13-01T09:30:00+08:00", "2026-11-20 09:30:00+08:00",
            "2026-11-20T09:30:00.5+08:00", "2026-11-20t09:30:00+08:00", "+026-11-20T09:30:00+08:00",
            "1969-12-31T23:59:59+00:00", "2026-11-20T09:30:00+08:60", "", "１０26-11-20T09:30",
        ]
    )
    func timeRefused(text: String) { #expect(WireTime(Array(text.utf8)) == nil) }

    @Test("each day of four centuries is read back as it was written")
    func timeEveryDay() throws {
        for day in stride(from: UInt64(0), to: 2_932_896, by: 97) {
            let time = try #require(WireTime(posixSeconds: day * 86_400 + 5, offsetMinutes: 0))
            #expect(WireTime(Array(time.text.utf8)) == time, "day \(day)")
        }
    }

    @Test("our cursor bears our boot nonce; another boot's, or a forged one, is unknown")
    func cursor() throws {
        let boot = try Fixture.boot()
        let cursor = HeadsCursor(boot: boot, counter: 41)
        #expect(cursor.counter(of: boot) == 41)
        #expect(cursor.counter(of: try Fixture.boot(8)) == nil)
        #expect(HeadsCursor(opaque: cursor.text) == cursor)
        for text in ["\(boot)-", "\(boot)-+4", "\(boot)-04", "\(boot)4"] {
            #expect(HeadsCursor(opaque: text)?.counter(of: boot) == nil, "\(text)")
        }
    }

    @Test("a peer's cursor has 1 to 64 bytes that need no escaping")
    func cursorLimits() {
        #expect(HeadsCursor(opaque: String(repeating: "a", count: 64)) != nil)
        for text in [String(repeating: "a", count: 65), "", "a&b", "a b", "é", "a%20"] {
            #expect(HeadsCursor(opaque: text) == nil, "\(text)")
        }
    }

    @Test("a poll waits 1 to 55 seconds")
    func query() throws {
        #expect(try HeadsQuery(since: nil, wait: "1").waitSeconds == 1)
        #expect(try HeadsQuery(since: nil, wait: "55").text == "wait=55")
        #expect(try HeadsQuery(since: "ab-1", wait: "7").text == "since=ab-1&wait=7")
        #expect(HeadsQuery(since: nil, waitSeconds: 99).waitSeconds == 55)
        for wait in ["0", "56", "-1", "+5", "05", "", "5.0", nil] {
            let code = try ReplicationError.code { _ = try HeadsQuery(since: nil, wait: wait) }
            #expect(code == .documentMalformed, "\(wait ?? "none")")
        }
        let code = try ReplicationError.code { _ = try HeadsQuery(since: "a b", wait: "5") }
        #expect(code == .documentMalformed)
    }

    @Test("the size in a 409 is decimal with one LF")
    func sizeConflict() {
        #expect(SizeConflict.encode(300) == Array("300\n".utf8))
        #expect(SizeConflict.decode(Array("300\n".utf8)) == 300)
        for text in ["300", "300\n\n", "0300\n", "+3\n", "\n", "4611686018427387905\n"] {
            #expect(SizeConflict.decode(Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test("every error says exactly the arguments that its code names")
    func errorArguments() throws {
        #expect(Set(ReplicationError.Code.allCases.map(\.rawValue)).count == 7)
        do {
            _ = try Notice(parsing: [UInt8](repeating: 10, count: Limits.noticeByteCountMax + 1))
            Issue.record("nothing was thrown")
        } catch {
            #expect(error.code == .documentTooLong)
            #expect(error.arguments == ["document": "notice", "limit": "65536"])
        }
    }
}
