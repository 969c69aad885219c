import Casework
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite struct BodyTests {
    private static let file = BodyFile(
        name: "照片.jpg",
        object: SHA256.digest(of: [1]),
        sha256: SHA256.digest(of: [2]),
        size: 3,
        sm3: String(repeating: "0a", count: 32),
        type: "image/jpeg"
    )

    private func finding(_ text: String) -> Finding.Code? {
        do throws(Finding) {
            _ = try Body(parsing: Array(text.utf8))
            return nil
        } catch {
            return error.code
        }
    }

    @Test("reads and writes the vectors' body in the same bytes")
    func vectorBody() throws {
        let json = try Vectors.json("lianlu-vectors.json")
        let objects = try #require(json["objects"] as? [String: [String: Any]])
        let text = try #require(objects["small"]?["content"] as? String)
        let bytes = try #require(Base64.decode(Array(text.utf8)))
        let body = try Body(parsing: bytes)
        #expect(body.fields.keys.map(\.text) == ["title"])
        #expect(try body.encoded() == bytes)
    }

    @Test("writes what it reads, for every kind of value")
    func roundTrip() throws {
        let body = Body(
            fields: [
                FieldID(unchecked: "a"): .object(["é": .array([.integer(-5), .null])]),
                FieldID(unchecked: "b"): .string("引号\"反斜\\换\n行\u{1}"),
                FieldID(unchecked: "c"): .bool(true),
            ],
            files: [Self.file]
        )
        let bytes = try body.encoded()
        #expect(try Body(parsing: bytes) == body)
        #expect(try Body(parsing: bytes).encoded() == bytes)
        var listed = Self.file
        listed.tree = SHA256.digest(of: [4])
        let manifest = Manifest(files: [listed])
        #expect(try Manifest(parsing: manifest.encoded()) == manifest)
        #expect(throws: LedgerError.self) { try Manifest(files: [Self.file]).encoded() }
        #expect(throws: LedgerError.self) { try Body(files: [listed]).encoded() }
    }

    @Test(
        "says what makes a content no body",
        arguments: [
            ("{", Finding.Code.bodyNotJSON), ("[]", .bodyFormatUnknown),
            (#"{"fields":{},"files":[],"format":"lianlu/body/v2"}"#, .bodyFormatUnknown),
            (#"{"fields":{},"format":"lianlu/body/v1"}"#, .bodyFormatUnknown),
            (#"{"fields":{},"files":[],"format":"lianlu/body/v1","x":1}"#, .bodyFormatUnknown),
            (#"{"fields":{"a":1.5},"files":[],"format":"lianlu/body/v1"}"#, .bodyNumberNotInteger),
            (#"{"fields":{"a":1e3},"files":[],"format":"lianlu/body/v1"}"#, .bodyNumberNotInteger),
            (#"{"fields":{"a":1,"a":1},"files":[],"format":"lianlu/body/v1"}"#, .bodyKeyRepeated),
            (
                "{\"fields\":{\"a\":{\"\u{E9}\":1,\"e\u{301}\":2}},\"files\":[],\"format\":\"lianlu/body/v1\"}",
                .bodyNotNormalized
            ),
            (#"{"fields":{"A":1},"files":[],"format":"lianlu/body/v1"}"#, .bodyFieldUnknown),
            (#"{"fields":{},"files":[{}],"format":"lianlu/body/v1"}"#, .bodyFilesMalformed),
            (
                "{\"fields\":{\"a\":\"e\u{301}\"},\"files\":[],\"format\":\"lianlu/body/v1\"}",
                .bodyNotNormalized
            ),
        ]
    )
    func refuses(text: String, code: Finding.Code) { #expect(finding(text) == code) }

    @Test("a body may have a mebibyte, and not one byte more")
    func lengthLimit() throws {
        let empty = try Body(fields: [FieldID(unchecked: "a"): .string("")]).encoded()
        let room = 1_048_576 - empty.count
        let full = Body(fields: [
            FieldID(unchecked: "a"): .string(String(repeating: "x", count: room))
        ])
        #expect(try full.encoded().count == 1_048_576)
        let over = Body(fields: [
            FieldID(unchecked: "a"): .string(String(repeating: "x", count: room + 1))
        ])
        #expect(throws: LedgerError(.bodyMalformed, ["finding": "body_too_long: limit 1048576"])) {
            try over.encoded()
        }
    }

    @Test("a body may nest 16 deep and name 4,096 files, and not one more")
    func otherLimits() throws {
        func nested(_ depth: Int) -> String {
            // The document and its fields are two levels.
            let lists =
                String(repeating: "[", count: depth - 2) + String(repeating: "]", count: depth - 2)
            return #"{"fields":{"a":\#(lists)},"files":[],"format":"lianlu/body/v1"}"#
        }
        #expect(finding(nested(16)) == nil)
        #expect(finding(nested(17)) == .bodyTooDeep)
        var small = Self.file
        small.name = "a"
        small.type = "b"
        // Files are long, so that 4,096 of them only fit in a manifest over several; the count is tried alone.
        let items = Array(repeating: "0", count: 4_096).joined(separator: ",")
        #expect(
            finding(#"{"fields":{},"files":[\#(items)],"format":"lianlu/body/v1"}"#)
                == .bodyFilesMalformed
        )
        #expect(
            finding(#"{"fields":{},"files":[\#(items),0],"format":"lianlu/body/v1"}"#)
                == .bodyFileCountExceeded
        )
    }

    @Test("the opening's body must carry every field that the steps at home asked for")
    func openingRequires() throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        let clue = MachineID(unchecked: "clue")
        let create = try #require(
            BodyRules(pack: pack, machine: clue, event: EventID(unchecked: "create"))
        )
        let approve = try #require(
            BodyRules(pack: pack, machine: clue, event: EventID(unchecked: "approve"))
        )
        let send = try #require(
            BodyRules(pack: pack, machine: clue, event: EventID(unchecked: "send"))
        )
        let required = Set(send.requiredFields)
        #expect(required.isSuperset(of: create.requiredFields))
        #expect(required.isSuperset(of: approve.requiredFields))
        let missing = send.missingFields(body: nil, facts: [], earlier: required)
        #expect(Set(missing) == required)
        #expect(create.missingFields(body: nil, facts: [], earlier: required) == [])
        #expect(
            BodyRules(pack: pack, machine: clue, event: EventID(unchecked: "sing")) == nil
        )
    }

    @Test("says of a body what is missing, unknown, of another type, and not what the header says")
    func findings() throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        let rules = try #require(
            BodyRules(
                pack: pack,
                machine: MachineID(unchecked: "clue"),
                event: EventID(unchecked: "create")
            )
        )
        let found = FieldID(unchecked: "found_at")
        let body = Body(
            fields: [
                FieldID(unchecked: "ip_right"): .string("nonsense"),
                FieldID(unchecked: "unheard_of"): .integer(1),
                found: .string("2026-11-20T09:00:00+08:00"),
            ],
            files: [Self.file]
        )
        let fact = Fact(field: found, value: .string("2026-11-20T09:00:01+08:00"))
        let findings = rules.findings(body: body, facts: [fact], objects: [])
        let codes = findings.map { "\($0.code.rawValue) \($0.arguments.values.first ?? "")" }
        #expect(codes.contains("body_field_missing goods"))
        #expect(codes.contains("body_field_missing source_channel"))
        #expect(codes.contains("body_field_wrong_type ip_right"))
        #expect(codes.contains("body_field_unknown unheard_of"))
        #expect(codes.contains("body_fact_mismatch found_at"))
        #expect(codes.contains("body_file_not_named \(Self.file.object.hex)"))
    }
}
