import Casework
import LocalAPI
import Testing

@testable import NodeService

/// As which kind a searched number is read, and which number stands at a place that was found.
@Suite(.serialized) struct MatchedNumberTests {
    private typealias Scene = LinkingScene
    /// An identity number with a wrong check digit, and one whose digits name a class and a province as credit codes do.
    private static let wrongPerson = "360102198001011236"
    private static let wrongEither = "131102198001011230"

    @Test(
        "an identity number is read as one, and as a credit code only where it may be one, saying so"
    )
    func readings() throws {
        func kinds(_ text: String, kind: String? = nil) throws -> [String] {
            try AskedIdentifier(IdentifierQuery(text, kind: kind)).readings.map(\.kind)
        }
        #expect(try kinds("110105188001010017") == ["citizen-id"])
        #expect(try kinds(Self.wrongPerson) == ["citizen-id"])
        #expect(try kinds("914403001922038217") == ["uscc"])
        let either = try AskedIdentifier(IdentifierQuery(Self.wrongEither)).readings
        #expect(either.map(\.kind) == ["citizen-id", "uscc"])
        let rather = "node.identifier_rather_another"
        #expect(either.map { $0.findings.contains { $0.code == rather } } == [false, true])
        // What is asked for as a credit code, and is right as an identity number, is told to be that.
        let named = try AskedIdentifier(IdentifierQuery("110105188001010017", kind: "uscc"))
        #expect(named.readings.first?.findings.map(\.code).contains(rather) == true)
        #expect(named.readings.first?.shown == "110***********0017")
        let firm = try AskedIdentifier(IdentifierQuery("914403001922038217", kind: "uscc"))
        #expect(firm.readings.first?.findings.map(\.code).contains(rather) == false)
    }

    @Test("a hit names the number that stands there, masked where it is a person's")
    func matched() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        _ = try await Scene.draft(
            at: node,
            ["evidence_summary": .text("持\(Self.wrongPerson)证件，印91440300192203821X")]
        )
        _ = try await Scene.draft(at: node, ["remarks": .text("组织机构代码19220382-1")])
        func matched(_ text: String) async throws -> [MatchedIdentifier] {
            try await Scene.search(text, at: node).hits.flatMap(\.places).compactMap(\.matched)
        }
        let person = try await matched(Self.wrongPerson)
        #expect(person.map(\.shown) == ["360***********1236"])
        #expect(person.map(\.kind) == ["citizen-id"])
        #expect(person.map(\.status) == ["checksum_bad"])
        let firm = try await matched("91440300192203821X")
        #expect(firm.map(\.shown) == ["91440300192203821X"] && firm.map(\.kind) == ["uscc"])
        // Of several numbers among words each place says which it was.
        let both = try await matched("查\(Self.wrongPerson)和91440300192203821X")
        #expect(both.count == 1 && both.first?.shown == "360***********1236")
        // A right code leads to the organisation code within it as well.
        let inner = try await matched(Scene.firm)
        #expect(inner.map(\.kind) == ["org-code"] && inner.map(\.shown) == ["19220382-1"])
        try await node.remove()
    }

    @Test("a bar code that stands in a text without a word before it is found")
    func barCode() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let filed = try await Scene.draft(
            at: node,
            ["evidence_summary": .text("扣押运动鞋6901234567892共20双")]
        )
        let answer = try await Scene.search("6901234567892", at: node)
        #expect(answer.hits.map(\.record.record) == [filed.entry])
        #expect(answer.hits.first?.places.first?.matched?.kind == "gtin")
        try await node.remove()
    }
}
