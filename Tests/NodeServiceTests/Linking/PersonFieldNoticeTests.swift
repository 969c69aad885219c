import Casework
import Ledger
import LocalAPI
import Testing

@testable import NodeService

/// An identity number in fields of every type, at a node: told of before it is signed, shown masked and found.
@Suite(.serialized) struct PersonFieldNoticeTests {
    private typealias Scene = LinkingScene
    private static let number = "36010219900307404X"
    private static let shown = "360***********404X"
    private static let code = "node.identifier_person_elsewhere"

    @Test(
        "every field of the packs that ship tells of it before it is signed, but for those that are for a person's identity",
        arguments: RulePack.builtInBytes.indices
    )
    func everyField(_ index: Int) throws {
        let pack = try RulePack.load(RulePack.builtInBytes[index])
        var quiet: Set<Field.Kind> = []
        for machine in pack.kinds.flatMap(\.machines) {
            for field in pack.fields + machine.fields {
                for text in ["张三\(Self.number)", "ID\(Self.number)"] {
                    let told = IdentifierWarnings(
                        on: [field.id: .string(text)],
                        of: machine,
                        in: pack
                    ).texts.filter { $0.code == Self.code }
                    if told.isEmpty { quiet.insert(field.kind) }
                    #expect(
                        [.person, .party].contains(field.kind)
                            || told.map { $0.arguments["value"] } == [Self.shown],
                        "\(machine.id) \(field.id)"
                    )
                }
            }
        }
        #expect(quiet.isSubset(of: [.person, .party]) && quiet.contains(.person))
    }

    @Test(
        "in liaison, officers, laws and files' names it is told of, masked at both ends, and found"
    )
    func carried() async throws {
        let nodes = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let (node, fujian) = (nodes[0].test, nodes[1].test)
        let fields: [String: FieldValue] = [
            "liaison": .text("李四 \(Self.number)"),
            "handling_officers": .list([.text("王五\(Self.number)"), .text("甲")]),
            "legal_basis": .list([.text("商标法 ID\(Self.number)")]),
            "attachments": .list([.text("身份证\(Self.number).jpg")]),
        ]
        for (id, value) in fields {
            var one = node.submission("create")
            one.fields[id] = value
            let preview = try await node.local.preview(one, caller: Scene.caller)
            let told = preview.findings.filter { $0.code == Self.code }
            #expect(told.map { $0.arguments["field"] } == [id])
            #expect(told.map { $0.arguments["value"] } == [Self.shown])
        }
        let first = try await Scene.draft(at: node, fields)
        let created = try await Scene.draft(at: node, fields)
        _ = try await node.submit(node.submission("approve", record: created.entry))
        var send = node.submission("send", record: created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        send.fields["receiver_offices"] = .list([.text("350000")])
        send.fields["mechanism"] = .text("exercise")
        send.fields.merge(fields) { $1 }
        let sent = try await node.submit(send)
        try await eventually("fujian has the body") {
            do {
                return try await fujian.local.record(sent.entry, caller: Scene.caller)
                    .timeline.first?.body?.fields != nil
            } catch let problem as Problem where problem.code == "node.record_unknown" {
                return false
            }
        }
        for (node, record) in [(node, first.entry), (node, sent.entry), (fujian, sent.entry)] {
            let detail = try await node.local.record(record, caller: Scene.caller)
            let text = try Scene.text(detail)
            #expect(!text.contains(Self.number) && !text.contains("19900307"))
            let masked = Set(detail.timeline.first?.body?.masked ?? [])
            #expect(masked.isSuperset(of: fields.keys), "\(masked)")
            let found = try await Scene.search(Self.number, at: node)
            let places = Set(found.hits.flatMap(\.places).map(\.field))
            #expect(places.isSuperset(of: fields.keys), "\(places)")
            // It is found as it stands there, too.
            let glued = try await Scene.search("ID\(Self.number)", at: node)
            #expect(glued.hits.count == found.hits.count)
            #expect(glued.readings.map(\.shown) == [Self.shown])
        }
        // Two matters with the same officers have nothing in common by that; by laws and files they have.
        let other = try await Scene.draft(at: node, ["liaison": .text("李四 \(Self.number)")])
        let links = try await Scene.links(of: other.entry, at: node)
        #expect(try !Scene.text(links).contains(Self.shown))
        try await nodes.remove()
    }
}
