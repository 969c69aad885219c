import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// Every limit of the header and the entry: met, and one past it.
@Suite struct HeaderLimitTests {
    private let base: EntryHeader

    init() throws { base = try TestNode.jiangxi().step("send", to: ["350000"]) }

    private func parsed(_ header: EntryHeader) -> Reason? {
        do throws(Reason) {
            let again = try EntryHeader(parsing: header.encoded[...])
            #expect(again == header)
            return nil
        } catch {
            return error
        }
    }

    private func digests(_ count: Int) -> [Digest] {
        (0..<count).map { SHA256.digest(of: [UInt8($0)]) }.sorted()
    }

    private func addresses(_ count: Int) throws -> [Address] {
        try (0..<count).map { try #require(Address("\(100_000 + $0)")) }
    }

    private func object(_ seed: UInt8, size: UInt64 = 64, tree: Digest? = nil) -> ObjectReference {
        ObjectReference(
            audience: .addressees,
            label: .internal,
            role: .evidence,
            sha256: SHA256.digest(of: [seed]),
            size: size,
            tree: tree
        )
    }

    private func tooLong(_ key: String, _ limit: Int) -> Reason {
        Reason(.headerListTooLong, ["key": key, "limit": "\(limit)"])
    }

    @Test("16 parents, and not 17")
    func parents() {
        var header = base
        header.parents = digests(16)
        #expect(parsed(header) == nil)
        header.parents = digests(17)
        #expect(parsed(header) == tooLong("parents", 16))
    }

    @Test("64 addressees, and not 65")
    func addressees() throws {
        var header = base
        header.to = try addresses(64)
        #expect(parsed(header) == nil)
        header.to = try addresses(65)
        #expect(parsed(header) == tooLong("to", 64))
    }

    @Test("16 objects, and not 17; an audience of 64 addresses, and not 65")
    func objects() throws {
        var header = base
        header.objects = (0..<16).map { object($0) }.sorted { $0.sha256 < $1.sha256 }
        #expect(parsed(header) == nil)
        header.objects = (0..<17).map { object($0) }.sorted { $0.sha256 < $1.sha256 }
        #expect(parsed(header) == tooLong("objects", 16))
        var one = object(1)
        one.audience = .addresses(try addresses(64))
        header.objects = [one]
        #expect(parsed(header) == nil)
        one.audience = .addresses(try addresses(65))
        header.objects = [one]
        #expect(parsed(header) == tooLong("objects.audience", 64))
        one.audience = .addresses([])
        header.objects = [one]
        #expect(parsed(header) == nil)
    }

    @Test("16 facts, and not 17; a fact of 128 bytes, and not 129; 2^53 − 1, and not 2^53")
    func facts() throws {
        func facts(_ count: Int, _ value: FactValue) throws -> [Fact] {
            try (0..<count).map {
                Fact(field: try #require(FieldID("f\($0 + 10)")), value: value)
            }
        }
        var header = base
        header.facts = try facts(16, .integer(1))
        #expect(parsed(header) == nil)
        header.facts = try facts(17, .integer(1))
        #expect(parsed(header) == tooLong("facts", 16))
        header.facts = try facts(1, .string(String(repeating: "x", count: 128)))
        #expect(parsed(header) == nil)
        header.facts = try facts(1, .string(String(repeating: "x", count: 129)))
        #expect(
            parsed(header)
                == Reason(.headerStringTooLong, ["key": "facts.f10", "limit": "128"])
        )
        header.facts = try facts(1, .string(""))
        #expect(parsed(header) == Reason(.headerValueMalformed, ["key": "facts.f10"]))
        header.facts = try facts(1, .integer(9_007_199_254_740_991))
        #expect(parsed(header) == nil)
        for value in [Int64(9_007_199_254_740_992), .max] {
            header.facts = try facts(1, .integer(value))
            #expect(
                parsed(header)
                    == Reason(
                        .headerIntegerTooLarge,
                        ["key": "facts.f10", "limit": "9007199254740991"]
                    )
            )
        }
    }

    @Test(
        "sizes from 32 to a tebibyte, powers of two; a tree exactly above one piece",
        arguments: [
            (UInt64(16), false, Reason.Code?.some(.headerObjectSizeWrong)), (32, false, nil),
            (48, false, .headerObjectSizeWrong), (0, false, .headerObjectSizeWrong),
            (1 << 20, false, nil), (1 << 20, true, .headerObjectTreeWrong),
            (1 << 21, false, .headerObjectTreeWrong), (1 << 21, true, nil), (1 << 40, true, nil),
            (1 << 41, true, .headerObjectSizeWrong),
        ]
    )
    func sizes(size: UInt64, hasTree: Bool, code: Reason.Code?) {
        var header = base
        header.objects = [object(1, size: size, tree: hasTree ? SHA256.digest(of: [9]) : nil)]
        #expect(parsed(header)?.code == code)
    }

    @Test("an entry of 16 KiB, and not one byte more")
    func entryLength() throws {
        let jiangxi = try TestNode.jiangxi()
        let office = try jiangxi.office("scjg")
        var header = base
        header.parents = digests(16)
        header.to = try addresses(64)
        header.facts = try (0..<16).map {
            Fact(
                field: try #require(FieldID("f\($0 + 10)")),
                value: .string(String(repeating: "x", count: 128))
            )
        }
        var objects = (0..<16).map { object($0, size: 1 << 40, tree: SHA256.digest(of: [$0])) }
        for index in objects.indices {
            objects[index].audience = .addresses(try addresses(64))
        }
        header.objects = objects.sorted { $0.sha256 < $1.sha256 }
        // Empty audiences until the entry fits, then stretch roles to the byte.
        func bytes() throws -> [UInt8] {
            try Note(
                text: UnverifiedEntry.text(origin: try jiangxi.mechanism, header: header),
                signers: [office]
            ).encoded
        }
        var last = 15
        while try bytes().count > 16_384 {
            header.objects[last].audience = .addresses([])
            last -= 1
        }
        var place = 0
        while try bytes().count < 16_384 {
            // A field id has at most 64 bytes.
            if header.objects[place].role.text.utf8.count == 64 { place += 1 }
            header.objects[place].role = try #require(
                FieldID(header.objects[place].role.text + "x")
            )
        }
        #expect(try UnverifiedEntry(parsing: bytes()).header == header)
        header.objects[15].role = try #require(FieldID(header.objects[15].role.text + "x"))
        #expect(throws: Reason(.entryTooLong, ["limit": "16384"])) {
            try UnverifiedEntry(parsing: bytes())
        }
    }

    @Test("every single-byte change of a header is refused or gives other content, never the same")
    func singleByteChanges() throws {
        var header = base
        header.objects = [object(1)]
        header.facts = [Fact(field: .body, value: .integer(10))]
        let bytes = header.encoded
        for position in bytes.indices {
            for byte in [0x00, 0x20, 0x22, 0x2B, 0x30, 0x31, 0x5C, 0x61, 0x7F, 0xC3] as [UInt8]
            where byte != bytes[position] {
                var changed = bytes
                changed[position] = byte
                // Refusal is one of the two good outcomes.
                guard let read = try? EntryHeader(parsing: changed[...]) else { continue }
                #expect(read != header)
                #expect(read.encoded == changed)
            }
        }
        for end in bytes.indices {
            #expect(throws: Reason.self) { try EntryHeader(parsing: bytes[..<end]) }
        }
    }
}
