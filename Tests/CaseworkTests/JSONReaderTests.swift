import Testing

@testable import Casework

@Suite struct JSONReaderTests {
    private func read(_ text: String, max: Int = 1_000) throws(CaseworkError) -> JSONNode {
        try JSONReader.read(Array(text.utf8), byteCountMax: max)
    }

    @Test("reads every kind of value and keeps lines and order")
    func reads() throws {
        let root = try read(
            "{\"b\": [1, -2, true, null],\n \"a\":\t\"\\u00e9\\ud83d\\ude00\\n/\"\r\n}"
        )
        guard case .object(let members) = root.value else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.key) == ["b", "a"])
        #expect(members[1].node.line == 2)
        #expect(members[1].node.value == .string("é😀\n/"))
        guard case .array(let list) = members[0].node.value else {
            Issue.record("no array")
            return
        }
        #expect(list.map(\.value) == [.integer(1), .integer(-2), .bool(true), .null])
    }

    @Test(
        "refuses bad syntax",
        arguments: [
            "[1,]", "{\"a\":1,}", "{a:1}", "[1 2]", "\"a", "\"\\x\"", "\"\\ud800\"",
            "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\u{1}\"", "tru", "nul", "[1]x", "{\"a\"}",
            "+1", "-", "\"\\u12g4\"", "'a'",
        ]
    )
    func syntax(_ text: String) {
        #expect { try read(text) } throws: { ($0 as? CaseworkError)?.code == .jsonSyntax }
    }

    @Test(
        "what ends too early, is closed by another sign, is empty or begins with a mark is told as that",
        arguments: [
            ("", CaseworkError.Code.jsonEmpty, [:]), (" \n", .jsonEmpty, [:]),
            ("\u{feff}{}", .jsonByteOrderMark, [:]),
            ("{\n\"a\": [1,\n2", .jsonUnclosed, ["line": "3", "mark": "[", "opened": "2"]),
            ("{\"a\": 1\n", .jsonUnclosed, ["line": "2", "mark": "{", "opened": "1"]),
            (
                "[{\"a\": 1,\n\"b\": 2\n]", .jsonMismatched,
                ["line": "3", "column": "1", "found": "]", "mark": "{", "opened": "1"]
            ),
        ] as [(String, CaseworkError.Code, [String: String])]
    )
    func structure(_ row: (text: String, code: CaseworkError.Code, arguments: [String: String])) {
        #expect { try read(row.text) } throws: { error in
            let fault = error as? CaseworkError
            return fault?.code == row.code && fault?.arguments == row.arguments
        }
    }

    @Test(
        "refuses numbers that are no plain integers",
        arguments: ["1.0", "1e3", "1E3", "01", "-01", "-0", "9223372036854775808", "1."]
    )
    func numbers(_ text: String) {
        #expect { try read(text) } throws: { ($0 as? CaseworkError)?.code == .jsonNumber }
    }

    @Test("reads the largest and the smallest integer")
    func integers() throws {
        #expect(try read("9223372036854775807").value == .integer(.max))
        #expect(try read("-9223372036854775808").value == .integer(.min))
        #expect(try read("0").value == .integer(0))
    }

    @Test("names the line and the key of a repetition, whatever its spelling")
    func duplicates() {
        let texts = ["{\"a\":1,\n\"a\":2}", "{\"a\":1,\n\"\\u0061\":2}"]
        for text in texts {
            #expect { try read(text) } throws: { error in
                let error = error as? CaseworkError
                return error?.code == .jsonDuplicateKey
                    && error?.arguments == ["line": "2", "key": "a"]
            }
        }
    }

    @Test("two spellings of one letter are two keys")
    func equivalentKeys() throws {
        _ = try read("{\"\u{e9}\":1,\"e\u{301}\":2}")
    }

    @Test("nests 16 levels and not 17")
    func depth() throws {
        let deep = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
        _ = try read(deep)
        #expect { try read("[\(deep)]") } throws: {
            ($0 as? CaseworkError)?.code == .jsonTooDeep
        }
    }

    @Test("reads as many bytes as the limit and not one more")
    func size() throws {
        _ = try read("[1]", max: 3)
        #expect { try read("[1] ", max: 3) } throws: {
            ($0 as? CaseworkError)?.code == .jsonTooLarge
        }
    }

    @Test("refuses bytes that are not UTF-8")
    func encoding() {
        #expect {
            try JSONReader.read([0x22, 0xc3, 0x22], byteCountMax: 10)
        } throws: {
            ($0 as? CaseworkError)?.code == .jsonNotUTF8
        }
    }
}
