import LogStorage
import Testing

@Suite("A request id")
struct RequestIDTests {
    @Test("reads and writes the canonical text of a UUID")
    func roundTrip() throws {
        let text = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
        let id = try #require(RequestID(text: text))
        #expect(id.description == text)
        #expect(RequestID(bytes: id.bytes) == id)
    }

    @Test(
        "refuses every other spelling",
        arguments: [
            "", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0",
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f00",
            "0f1e2d3c-4b5a6978--8796-a5b4c3d2e1f0", "{f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 ", "é1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
        ]
    )
    func refused(text: String) {
        #expect(RequestID(text: text) == nil)
    }

    @Test("has exactly 16 bytes")
    func bytes() {
        #expect(RequestID(bytes: [UInt8](repeating: 0, count: 16)) != nil)
        #expect(RequestID(bytes: [UInt8](repeating: 0, count: 15)) == nil)
        #expect(RequestID(bytes: [UInt8](repeating: 0, count: 17)) == nil)
    }
}
