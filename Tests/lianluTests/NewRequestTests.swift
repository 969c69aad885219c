import Foundation
import Testing
import Wording

@testable import lianlu

/// The ids of requests that a user gave none.
@Suite struct NewRequestTests {
    @Test("an id is a UUID of version 7 that begins with its time, and no two are one")
    func form() throws {
        let first = NewRequest.id(at: Date(timeIntervalSince1970: 1))
        #expect(first.hasPrefix("00000000-03e8-7"))
        #expect(UUID(uuidString: first) != nil && first == first.lowercased())
        #expect(["8", "9", "a", "b"].contains(first.dropFirst(19).prefix(1)))
        #expect(first != NewRequest.id(at: Date(timeIntervalSince1970: 1)))
        let now = NewRequest.id()
        #expect(now.dropFirst(14).hasPrefix("7") && now > first)
    }

    @Test("whoever gives no UUID reads which form is wanted, in both languages")
    func refused() throws {
        let error = CommandError(.requestNoUUID, ["value": "7"])
        for language in Language.allCases {
            let message = try #require(
                Catalogue.message("command.request_no_uuid", error.arguments, in: language)
            )
            #expect(message.sentence.contains("UUID") && message.sentence.contains("7"))
            #expect(message.remedy.contains("--request"))
        }
    }
}
