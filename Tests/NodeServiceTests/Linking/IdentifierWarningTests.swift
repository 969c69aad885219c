import Casework
import Ledger
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// What an officer is told of the numbers and texts of a step: one warning for each fault, and nothing is refused.
@Suite struct IdentifierWarningTests {
    private typealias Scene = LinkingScene
    private static let pack = Result { try RulePack.load(RulePack.cooperationBytes) }

    /// The codes of the warnings on one field of the first machine of the pack that has it.
    private func warnings(_ id: String, _ value: BodyValue) throws -> [CodedText] {
        let pack = try Self.pack.get()
        let field = try #require(FieldID(id))
        let machine = try #require(
            pack.kinds.flatMap(\.machines).first { $0.field(field, in: pack) != nil }
        )
        return IdentifierWarnings(on: [field: value], of: machine, in: pack).texts
    }

    @Test(
        "each way to write a number so that it deceives is told once, with its field and its characters",
        arguments: [
            // Full-width digits are the same number.
            ("subject_uscc", "９１４４０３００１９２２０３８２１６", []),
            ("subject_uscc", "914403001922\u{200b}038216", ["node.identifier_field_invisible"]),
            ("subject_uscc", "\u{202e}914403001922038216", ["node.identifier_field_bidi"]),
            // Cyrillic Х where an X stands.
            ("subject_uscc", "9152000071430580\u{425}T", ["node.identifier_field_look_alike"]),
            ("subject_uscc", "91520000\u{fffd}1430580XT", ["node.identifier_field_replacement"]),
            ("subject_uscc", "91440300192203821X", ["node.identifier_field_check_bad"]),
            ("subject_uscc", "?F440300192203821X", ["node.identifier_field_form_bad"]),
            ("subject_uscc", "914403001922038216", []),
            ("site", "贛ICP備09075303號-1", ["node.identifier_field_traditional"]),
        ] as [(String, String, [String])]
    )
    func once(_ field: String, _ text: String, _ expected: [String]) throws {
        let told = try warnings(field, .string(text))
        #expect(told.map(\.code) == expected)
        for warning in told {
            #expect(warning.arguments["field"] == field)
            for language in Language.allCases {
                let message = Catalogue.message(warning.code, warning.arguments, in: language)
                #expect(message?.sentence.contains(field) == true)
                #expect(message?.sentence.contains("{") == false)
            }
        }
    }

    @Test("damaged text is pointed out by its field, in lists and objects too")
    func damage() throws {
        for value: BodyValue in [
            .string("?F將有關線索移送"), .array([.string("完好"), .string("推進??茖W發展")]),
            .object(["a": .string("江西\u{fffd}")]),
        ] {
            let told = try warnings("evidence_summary", value)
            #expect(told.map(\.code) == ["node.text_damaged"])
            #expect(told.first?.arguments["field"] == "evidence_summary")
        }
        #expect(try warnings("evidence_summary", .string("現將有關線索移送，是否立案?")).isEmpty)
    }

    @Test("16 numbers of a step are warned of, and no more")
    func limit() throws {
        func numbers(_ count: Int) -> BodyValue {
            .array((0..<count).map { .string("abc\(1_000 + $0)") })
        }
        let limit = NodeService.Limits.identifierWarningCountMax
        for (count, expected) in [(limit, limit), (limit + 1, limit)] {
            #expect(try warnings("gtin", numbers(count)).count == expected)
        }
    }

    @Test(
        "a malformed document number and damaged text are told once each, before and after signing"
    )
    func signed() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var create = try node.foundNow()
        create.fields["title"] = .text("出口运动鞋")
        create.fields["document_no"] = .text("某某第3号")
        create.fields["evidence_summary"] = .text("?F將有關線索移送")
        let preview = try await node.local.preview(create, caller: Scene.caller)
        let taken = try await node.submit(create)
        for told in [preview.findings, try #require(taken.warnings)] {
            #expect(
                told.map(\.code).sorted() == ["node.document_number_form", "node.text_damaged"]
            )
        }
        try await node.remove()
    }
}
