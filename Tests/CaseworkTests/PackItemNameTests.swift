import Testing

@testable import Casework

/// What people read of a pack stands by its title.
@Suite struct PackItemNameTests {
    @Test(
        "kinds of numbers, fields that come first and fields that set an end stand by title, and never by id alone",
        arguments: [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]
    )
    func named(_ bytes: [UInt8]) throws {
        let items = try RulePack.load(bytes).items
        var count = 0
        for item in items {
            var values = item.values(.identifier) + item.values(.after)
            if item.place.id == "H1" || item.place.id == "H2" { values += item.values(.length) }
            for value in values {
                count += 1
                // Steps that come first stand by their titles as well.
                if case .phrase(.afterStep, let parts) = value {
                    guard case .list(let steps)? = parts["events"] else {
                        Issue.record("\(item.place.id): \(value)")
                        continue
                    }
                    #expect(steps.allSatisfy { if case .title = $0 { true } else { false } })
                    continue
                }
                guard case .phrase(.named, let parts) = value,
                    case .title(let title)? = parts["title"]
                else {
                    Issue.record("\(item.place.id): \(value)")
                    continue
                }
                #expect(!title.zh.contains { $0.isASCII && $0.isLetter && $0.isLowercase })
            }
        }
        #expect(count > 20)
        let says = items.flatMap { $0.values(.says) }
        #expect(says.count > 40)
        for case .title(let title) in says {
            #expect(!title.zh.contains { $0.isASCII } && !title.en.contains("{"))
        }
    }
}
