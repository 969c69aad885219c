import Testing

@testable import lianlu

/// Options of which one leaves no room for another.
@Suite struct TogetherTests {
    @Test(
        "two options that do not go together are both named, and no number is repeated",
        arguments: [
            (["stats", "--csv", "--json"], "--csv", "--json"),
            (["search", "11010519491231002X", "--file", "x"], "--file", "<identifier>"),
            (["search", "--rebuild", "--kind", "uscc"], "--rebuild", "--kind"),
            (["search", "--rebuild", "11010519491231002X"], "--rebuild", "<identifier>"),
        ] as [([String], String, String)]
    )
    func named(_ arguments: [String], _ option: String, _ other: String) async throws {
        let outcome = try await InProcess.run(arguments, home: "/tmp/lianlu-none")
        #expect(outcome.code == .usage && outcome.data.isEmpty)
        for word in ["usage_together", option, other] {
            #expect(outcome.talk.contains(word), "\(word): \(outcome.talk)")
        }
        #expect(!outcome.talk.contains("11010519491231002X"))
    }
}
