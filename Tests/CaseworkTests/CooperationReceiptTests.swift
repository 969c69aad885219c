import Testing

@testable import Casework

/// What a node signs by itself under the pack of the nine kinds.
@Suite struct CooperationReceiptTests {
    private static let facts: [String: FactValue] = [
        "assist_type": .string("investigation"), "penalty_class": .string("short"),
        "valid_until": .string("2026-12-31T00:00:00+08:00"), "target_type": .string("police"),
    ]

    private func due(_ scene: Scene, _ region: String) throws -> [String] {
        try scene.state().automaticSteps(
            for: Scene.node(of: region),
            parties: scene.charter
        ).map(\.event.text)
    }

    @Test(
        "the addressee's node acknowledges where the rules let it, and nobody's node does elsewhere",
        arguments: [
            ("clue", "send", ["receive"]), ("assistance", "send", ["receive"]),
            ("handover-administrative", "send", ["receipt"]),
            ("credit-penalty", "push", ["receive"]), ("evidence", "release", []),
            ("handover-criminal", "send", []), ("handover-reverse", "send", []),
            ("handover-customs", "transfer", []), ("alert", "issue", []),
        ]
    )
    func receipts(_ machine: String, _ opening: String, _ events: [String]) throws {
        var scene = try Scene(CooperationPackTests.pack.get(), machine)
        _ = try scene.open(opening, .init(to: ["350000"], facts: Self.facts))
        #expect(try scene.refusals() == [])
        #expect(try due(scene, "350000") == events)
        #expect(try due(scene, "360000") == [])
        #expect(try due(scene, "520000") == [])
    }

    @Test(
        "what is sent again is acknowledged again, by whom it was sent to",
        arguments: [
            ("assistance", "send", "decline", "resend"),
            ("credit-penalty", "push", "report_defect", "push_again"),
        ]
    )
    func again(_ machine: String, _ send: String, _ answer: String, _ resend: String) throws {
        var scene = try Scene(CooperationPackTests.pack.get(), machine)
        _ = try scene.open(send, .init(to: ["350000"], facts: Self.facts))
        try scene.step("350000/system", "receive")
        #expect(try due(scene, "350000") == [])
        try scene.step("350000/scjg", answer)
        try scene.step(Scene.opener, resend)
        #expect(try scene.refusals() == [.addresseeCount])
        try scene.step(Scene.opener, resend, .init(to: ["350000"]))
        #expect(try due(scene, "350000") == ["receive"])
        try scene.step("350000/system", "receive")
        #expect(try scene.refusals() == [])
        #expect(try due(scene, "350000") == [])
    }
}
