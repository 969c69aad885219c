import Cryptography
import TestSupport
import Testing

@testable import Casework

/// An examination names every fault of a pack, each with its line, and nothing that only follows from another one.
@Suite struct PackExaminationTests {
    private static let whole = String(decoding: RulePack.cooperationBytes, as: UTF8.self)

    private static func examine(
        _ changes: [(String, String)],
        fileName: String? = nil
    ) throws -> (PackExamination, String) {
        var text = whole
        for (old, new) in changes {
            let place = try #require(text.firstRange(of: old), "not in the pack: \(old)")
            text.replaceSubrange(place, with: new)
        }
        return (PackExamination(Array(text.utf8), fileName: fileName), text)
    }

    @Test("the packs that come with the program have no fault")
    func sound() throws {
        for bytes in RulePack.builtInBytes + [RulePack.cooperationBytes] {
            let examination = PackExamination(bytes)
            #expect(examination.faults.isEmpty)
            #expect(examination.unexamined.isEmpty)
            #expect(!examination.isCutShort)
            #expect(examination.pack?.reference.digest == SHA256.digest(of: bytes))
        }
    }

    @Test("names every fault at once, in the order of the lines, and gives no pack")
    func everyFault() throws {
        let (examination, text) = try Self.examine([
            ("\"version\": 1,", "\"version\": 0,"),
            ("\"text_version\": \"2022-09-29\"", "\"text_version\": \"2022-09-31\""),
            ("\"law\": \"samr-penalty-procedure\", \"article\": \"18\"", "\"law\": \"smr\""),
            ("\"unit\": \"working_day\",", "\"unit\": \"workday\","),
            ("{\"guard\": \"first\", \"field\": \"first_filed_at\"}", "{\"guard\": \"frist\"}"),
        ])
        let codes = examination.faults.map(\.code)
        #expect(
            codes == [
                .packValueMalformed, .packValueMalformed, .packReferenceUnknown,
                .packValueMalformed, .packValueMalformed,
            ]
                || codes == [
                    .packValueMalformed, .packValueMalformed, .packValueMalformed,
                    .packReferenceUnknown, .packValueMalformed,
                ]
        )
        let lines = examination.faults.compactMap { $0.arguments["line"].flatMap { Int($0) } }
        #expect(lines == lines.sorted() && lines.count == 5)
        // The line is that of the file, as an editor counts.
        let written = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(written[lines[0] - 1].contains("\"version\": 0"))
        #expect(written[lines[4] - 1].contains("frist"))
        #expect(examination.pack == nil)
        #expect(examination.notices.isEmpty)
        // The machine with the wrong guard was not judged as a whole, and that is said.
        #expect(examination.unexamined.count == 1)
    }

    @Test("two faults in one step are both named")
    func twoInOneStep() throws {
        let step =
            "{\"id\": \"later\", \"title\": {\"zh\": \"\", \"en\": 7}, \"to\": \"nowhere\", \"by\": [], \"basis\": \"design\"}"
        let (examination, _) = try Self.examine([
            ("\"transitions\": [", "\"transitions\": [\(step), ")
        ])
        let paths = Set(examination.faults.compactMap { $0.arguments["path"] })
        let place = "kinds[0].machines[0].transitions[0]"
        #expect(
            paths == [
                "\(place).title.zh", "\(place).title.en", "\(place).from", "\(place).to",
                "\(place).by",
            ]
        )
    }

    @Test("what a machine promises as a whole is named state by state")
    func wholeMachine() throws {
        let (examination, _) = try Self.examine([
            (
                "\"states\": [",
                "\"states\": [{\"id\": \"lost\", \"title\": {\"zh\": \"甲\", \"en\": \"a\"}, \"resting\": true}, {\"id\": \"gone\", \"title\": {\"zh\": \"乙\", \"en\": \"b\"}, \"resting\": true}, "
            )
        ])
        #expect(examination.faults.map(\.code) == [.packStateUnreachable, .packStateUnreachable])
        #expect(examination.faults.map { $0.arguments["id"] } == ["lost", "gone"])
        #expect(examination.unexamined.isEmpty)
    }

    @Test("references in a cycle are named at each of their elements")
    func cycle() throws {
        let (examination, _) = try Self.examine([("\"then\": \"B6f\"", "\"then\": \"B6e\"")])
        #expect(examination.faults.map(\.code) == [.packReferenceCycle])
        let (two, _) = try Self.examine([
            ("\"covers\": [\"handling_head\"]", "\"covers\": [\"chief\"]")
        ])
        #expect(two.faults.map(\.code) == [.packReferenceCycle, .packReferenceCycle])
    }

    @Test(
        "a personal field that is open, a guard on a field that is not, and a clock that does not exist are named"
    )
    func promises() throws {
        let (examination, _) = try Self.examine([
            ("{\"op\": \"start\", \"clock\": \"A1\"}", "{\"op\": \"start\", \"clock\": \"Z9\"}"),
            (
                "{\"guard\": \"first\", \"field\": \"first_filed_at\"}",
                "{\"guard\": \"first\", \"field\": \"cause\"}"
            ),
            ("\"personal\": true", "\"personal\": true, \"open\": true"),
        ])
        #expect(
            Set(examination.faults.map(\.code)) == [
                .packReferenceUnknown, .packFieldPersonalOpen,
            ]
        )
        #expect(examination.faults.count == 3)
    }

    @Test("what is no JSON, or no pack, or too new for this program is told alone")
    func noPack() throws {
        #expect(PackExamination(Array("{".utf8)).faults.map(\.code) == [.jsonUnclosed])
        #expect(PackExamination(Array("[]".utf8)).faults.map(\.code) == [.packValueType])
        #expect(
            PackExamination(Array("{\"a\":1,\"a\":2}".utf8)).faults.map(\.code) == [
                .jsonDuplicateKey
            ]
        )
        let (newer, _) = try Self.examine([("\"engine\": 2,", "\"engine\": 3,")])
        #expect(newer.faults.map(\.code) == [.packEngineNewer])
        let huge = Array(repeating: UInt8(ascii: " "), count: Limits.packByteCountMax + 1)
        #expect(PackExamination(huge).faults.map(\.code) == [.jsonTooLarge])
    }

    @Test("tells as many faults as its limit and says that there are more")
    func limit() throws {
        func examine(_ count: Int) throws -> PackExamination {
            let keys = (0..<count).map { "\"x\($0)\": 1, " }.joined()
            return try Self.examine([("\"format\"", keys + "\"format\"")]).0
        }
        let full = try examine(Limits.packFaultCountMax)
        #expect(full.faults.count == Limits.packFaultCountMax && !full.isCutShort)
        let over = try examine(Limits.packFaultCountMax + 1)
        #expect(over.faults.count == Limits.packFaultCountMax && over.isCutShort)
        #expect(over.pack == nil)
    }

    @Test(
        "a file name that carries a digest or a version must carry its own",
        arguments: [
            ("cooperation-1.json", nil), ("cooperation.json", nil), ("draft-7.json", nil),
            ("cooperation-2.json", CaseworkError.Code.packFileVersion),
            ("/a/b-9/cooperation-2.json", .packFileVersion),
            ("cooperation@00000000.json", .packFileDigest),
            (String(repeating: "0", count: 64), .packFileDigest),
            ("cooperation@0000000.json", nil),
        ] as [(String, CaseworkError.Code?)]
    )
    func names(_ name: String, _ code: CaseworkError.Code?) throws {
        let examination = PackExamination(RulePack.cooperationBytes, fileName: name)
        #expect(examination.faults.map(\.code) == [code].compactMap(\.self))
        #expect((examination.pack == nil) == (code != nil))
    }

    @Test("a file name with the pack's own digest is right, whole or shortened")
    func ownDigest() {
        let hex = SHA256.digest(of: RulePack.cooperationBytes).hex
        for name in [hex, "rules/\(hex)", "cooperation@\(hex.prefix(8)).json", "x-\(hex).json"] {
            let examination = PackExamination(RulePack.cooperationBytes, fileName: name)
            #expect(examination.faults.isEmpty, "\(name)")
        }
    }

    @Test("unverified clocks and calendars that are missing are notices")
    func notices() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let notices = PackExamination(RulePack.cooperationBytes).notices
        let unverified = pack.clocks.count { $0.status != .verified }
        let notice = try #require(notices.first { $0.code == .clocksUnverified })
        #expect(notice.arguments["count"] == "\(unverified)")
        #expect(!notices.contains { $0.code == .calendarMissing || $0.code == .calendarUnknown })
        let (foreign, _) = try Self.examine([
            (
                "\"calendars\": [",
                "\"calendars\": [{\"id\": \"other\", \"digest\": \"\(String(repeating: "0", count: 64))\"},"
            )
        ])
        #expect(foreign.notices.contains { $0.code == .calendarUnknown })
        let named = pack.calendars.map { calendar in
            "    {\"id\": \"\(calendar.id)\", \"digest\": \"\(calendar.digest.hex)\"}"
        }
        let list = "  \"calendars\": [\n\(named.joined(separator: ",\n"))\n  ],\n"
        let (bare, _) = try Self.examine([(list, "")])
        #expect(bare.notices.contains { $0.code == .calendarMissing })
    }

    @Test("loading and examining agree on every change of one byte")
    func agree() {
        let seed: UInt64 = 20_270_101
        var random = SeededGenerator(seed: seed)
        for round in 0..<60 {
            var bytes = RulePack.clueBytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            bytes[place] = UInt8.random(in: 32...126, using: &random)
            let examination = PackExamination(bytes)
            do throws(CaseworkError) {
                let pack = try RulePack.load(bytes)
                #expect(examination.pack?.reference == pack.reference, "seed \(seed), \(round)")
                #expect(examination.faults.isEmpty, "seed \(seed), \(round)")
            } catch {
                #expect(examination.pack == nil, "seed \(seed), round \(round)")
                #expect(examination.faults.contains(error), "seed \(seed), \(round): \(error)")
            }
        }
    }
}
