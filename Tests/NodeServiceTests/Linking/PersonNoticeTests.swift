import Casework
import Ledger
import LocalAPI
import Testing

@testable import NodeService

/// Where an identity number in a field that is not for one is told of: wherever it would be signed.
@Suite(.serialized) struct PersonNoticeTests {
    private typealias Scene = LinkingScene
    private static let code = "node.identifier_person_elsewhere"
    private static let number = "110105188001010017"
    private static let shown = "110***********0017"

    /// The fields that are told of, each with the number as it is shown.
    private static func told(_ texts: [CodedText]?) -> [String] {
        (texts ?? []).filter { $0.code == code }
            .map { "\($0.arguments["field"] ?? "") \($0.arguments["value"] ?? "")" }
    }

    @Test("in a title, before and after signing, and again with the step that carries it to others")
    func carried() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let right = SubjectIdentifier(Self.number, as: .citizenNumber)
        #expect(right.status == .valid)
        var create = node.submission("create")
        create.fields["title"] = .text("【演练】张三\(Self.number)售假")
        create.fields["remarks"] = .text("身份证\(Self.number)")
        let expected = ["remarks \(Self.shown)", "title \(Self.shown)"]
        let preview = try await node.local.preview(create, caller: Scene.caller)
        #expect(Self.told(preview.findings) == expected)
        let created = try await node.submit(create)
        #expect(Self.told(created.warnings) == expected)
        _ = try await node.submit(node.submission("approve", record: created.entry))
        var send = node.submission("send", record: created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        let sending = try await node.local.preview(send, caller: Scene.caller)
        #expect(sending.body.contains(Self.number))
        #expect(Self.told(sending.findings) == expected)
        #expect(Self.told(try await node.submit(send).warnings) == expected)
        try await nodes.remove()
    }

    @Test(
        "a form that a document's number may have hides none, and a right check digit of another kind does",
        arguments: [
            ("case_no", "赣市监案〔2026〕\(number)号", ["case_no \(shown)"]),
            ("case_no", "赣市监案〔2026〕12号", []),
            ("subject_uscc", number, ["subject_uscc \(shown)"]),
            ("subject_uscc", "914403001922038216", []),
            ("goods", "鞋 \(number)", ["goods \(shown)"]),
        ] as [(String, String, [String])]
    )
    func kinds(_ id: String, _ text: String, _ expected: [String]) throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let field = try #require(FieldID(id))
        let machine = try #require(
            pack.kinds.flatMap(\.machines).first { $0.field(field, in: pack) != nil }
        )
        let told = IdentifierWarnings(on: [field: .string(text)], of: machine, in: pack).texts
        #expect(Self.told(told) == expected)
    }
}
