import Testing

@testable import Casework

@Suite struct IdentifierTests {
    @Test("an id may have 64 characters and not 65")
    func length() {
        #expect(OfficeID(String(repeating: "a", count: 64)) != nil)
        #expect(OfficeID(String(repeating: "a", count: 65)) == nil)
        #expect(EventID(String(repeating: "a", count: 64)) != nil)
        #expect(EventID(String(repeating: "a", count: 65)) == nil)
        #expect(ClockID(String(repeating: "A", count: 64)) != nil)
        #expect(ClockID(String(repeating: "A", count: 65)) == nil)
        #expect(OfficeID("") == nil)
        #expect(EventID("") == nil)
        #expect(ClockID("") == nil)
    }

    @Test("hyphens and underscores belong to different kinds of ids")
    func marks() {
        #expect(MachineID("handover-criminal") != nil)
        #expect(MachineID("handover_criminal") == nil)
        #expect(EventID("return_misdirected") != nil)
        #expect(EventID("return-misdirected") == nil)
        #expect(ClockID("B12a_x-1") != nil)
        for text in ["A", "é", "a b", "a.b", "a/b", "a\n"] {
            #expect(OfficeID(text) == nil, "\(text)")
            #expect(EventID(text) == nil, "\(text)")
        }
    }

    @Test(
        "refuses what is no node name",
        arguments: [
            "", ".", "a.", ".a", "a..b", "A.b", "a_b",
            String(repeating: "a", count: 64),
            Array(repeating: "abcdefghi", count: 10).joined(separator: ".") + ".a",
        ]
    )
    func badNodes(_ text: String) {
        #expect(NodeName(text) == nil)
    }

    @Test("a node name may have 100 bytes, a label 63")
    func nodeLimits() {
        let label = String(repeating: "a", count: 63)
        #expect(NodeName(label) != nil)
        #expect(NodeName(label + "." + String(repeating: "b", count: 36)) != nil)
        #expect(NodeName(label + "." + String(repeating: "b", count: 37)) == nil)
    }

    @Test("a pack reference is an id, an at sign and a digest")
    func packReference() throws {
        let text = "test-pack@269f9ffcfe3efd9890c558e3df171cfdb5643d6309e09e5cce526ef8c0293a88"
        let reference = try #require(PackReference(text))
        #expect(reference.text == text)
        #expect(reference.id.text == "test-pack")
        #expect(PackReference(text.uppercased()) == nil)
        #expect(PackReference(String(text.dropLast())) == nil)
        #expect(PackReference(String(text.dropFirst(9))) == nil)
        #expect(PackReference(text + "@") == nil)
    }
}
