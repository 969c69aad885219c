import Casework
import Cryptography
import Testing

@testable import Ledger

@Suite struct StoredFormTests {
    private static let digest = SHA256.digest(of: [1])

    /// A text for each argument, beyond ASCII and with what other forms would escape.
    private static func arguments(_ code: some StoredCode) -> [String: String] {
        Dictionary(uniqueKeysWithValues: code.argumentNames.map { ($0, "演练 \"\u{0}\" \($0)") })
    }

    private static func verdicts() throws -> [EntryVerdict] {
        let pack = try #require(PackReference("clue@\(digest.hex)"))
        var plainApplied = EntryVerdict()
        plainApplied.step = .applied
        var kept = EntryVerdict(
            reasons: Reason.Code.allCases.map { Reason($0, arguments($0)) },
            findings: Finding.Code.allCases.map { Finding($0, arguments($0)) }
        )
        kept.isKept = true
        kept.step = .irregular(
            IrregularReason.Code.allCases.map { IrregularReason($0, arguments($0)) }
        )
        kept.stepFindings = CaseFinding.Code.allCases.map { CaseFinding($0, arguments($0)) }
        var pending = EntryVerdict()
        pending.step = .pending([.pack(pack), .entry(digest)])
        var invalid = EntryVerdict()
        invalid.step = .invalid
        return [EntryVerdict(), plainApplied, kept, pending, invalid]
    }

    private static func summaries() throws -> [RecordSummary] {
        var full = RecordSummary()
        full.pack = PackReference("clue@\(digest.hex)")
        full.opener = Address("360000")
        full.openerNode = NodeName("jiangxi.ipr.example")
        full.addressees = [try #require(Address("350000")), try #require(Address("520000"))]
        full.isTerminal = true
        full.isTailConcurrent = true
        full.entryCount = 3
        full.faultCount = 1
        full.openedAt = -1
        full.order = [digest, SHA256.digest(of: [2])]
        full.awaited = [.entry(digest)]
        full.openedBy = digest
        full.findings = CaseFinding.Code.allCases.map { CaseFinding($0, arguments($0)) }
        return [RecordSummary(), full]
    }

    @Test("what a verdict's or a record's stored form says is read back as it was")
    func roundTrips() throws {
        for verdict in try Self.verdicts() {
            #expect(try EntryVerdict(decoding: verdict.encoded()) == verdict)
        }
        for summary in try Self.summaries() {
            #expect(try RecordSummary(decoding: summary.encoded()) == summary)
        }
    }

    @Test("a stored form that is cut anywhere, longer, or of another version is refused")
    func damaged() throws {
        for summary in try Self.summaries() {
            let bytes = summary.encoded()
            for count in bytes.indices {
                #expect(throws: LedgerError.self) {
                    try RecordSummary(decoding: Array(bytes.prefix(count)))
                }
            }
            #expect(throws: LedgerError.self) { try RecordSummary(decoding: bytes + [0]) }
            #expect(throws: LedgerError.self) {
                try RecordSummary(decoding: [1] + bytes.dropFirst())
            }
        }
        // The first two are the short forms, which have no version.
        for verdict in try Self.verdicts().dropFirst(2) {
            let bytes = verdict.encoded()
            for count in 1..<bytes.count {
                #expect(throws: LedgerError.self) {
                    try EntryVerdict(decoding: Array(bytes.prefix(count)))
                }
            }
            #expect(throws: LedgerError.self) { try EntryVerdict(decoding: bytes + [0]) }
        }
    }

    @Test(
        "no bit that is changed in a stored form makes the reader trap or ask for more than is there"
    )
    func flipped() throws {
        for bytes in try Self.summaries().map({ $0.encoded() }) {
            for bit in 0..<(bytes.count * 8) {
                var changed = bytes
                changed[bit / 8] ^= 1 << (bit % 8)
                // Text and digests may say something else; whatever is read can be written again.
                if let read = try? RecordSummary(decoding: changed) {
                    #expect(try RecordSummary(decoding: read.encoded()) == read)
                }
            }
        }
    }

    @Test("a code that this program does not know is refused, not left out")
    func unknownCode() {
        var writer = StoredWriter()
        writer.put(all: ["no_such_code"]) { $0.put($1) }
        writer.put(all: [String]()) { $0.put($1) }
        writer.put(false)
        writer.put(false)
        writer.put(all: [String]()) { $0.put($1) }
        #expect {
            try EntryVerdict(decoding: writer.bytes)
        } throws: {
            ($0 as? LedgerError)?.code == .projectionUnreadable
        }
    }
}
