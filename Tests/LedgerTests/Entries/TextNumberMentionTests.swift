import Casework
import Testing

@testable import Ledger

/// What bodies say of wrong numbers in their text, and how many of them are taken.
@Suite struct TextNumberMentionTests {
    private static let pack = Result { try RulePack.load(RulePack.cooperationBytes) }

    private func read(_ fields: [String: BodyValue]) throws -> BodyIdentifiers {
        let pack = try Self.pack.get()
        let machine = try #require(MachineID("clue").flatMap { pack.machine($0) })
        var values: [FieldID: BodyValue] = [:]
        for (id, value) in fields { values[try #require(FieldID(id))] = value }
        return BodyIdentifiers(of: values, machine: machine, pack: pack)
    }

    @Test("a wrong number is taken from text and marked as such; in a field of its own it is not")
    func marked() throws {
        let wrong = "91440300192203821X"
        let found = try read([
            "evidence_summary": .string("包装印\(wrong)，条码6901234567893"),
            "subject_uscc": .string(wrong),
        ])
        #expect(
            found.mentions.map { "\($0.field) \($0.identifier.kind.rawValue) \($0.isInText)" } == [
                "evidence_summary uscc true", "evidence_summary gtin true",
                "subject_uscc uscc false",
            ]
        )
        #expect(found.mentions.allSatisfy { $0.identifier.status == .checksumBad })
    }

    @Test("a right number in text is taken once, however often it is read")
    func once() throws {
        let text = "代码914403001922038216，即９１４４０３００１９２２０３８２１６；身份证11010519491231002X"
        let found = try read(["evidence_summary": .string(text)])
        #expect(
            Set(found.mentions.flatMap(\.identifier.linkingKeys).map(\.description))
                == ["uscc:914403001922038216", "org-code:19220382-1", "citizen-id:…"]
        )
        #expect(found.mentions.allSatisfy { $0.isInText && $0.identifier.status == .valid })
    }

    @Test("64 such numbers of a body's texts are taken; of one more it is said that there are more")
    func limit() throws {
        // All in one word, so that the limit of words is not met.
        func text(_ count: Int) -> BodyValue {
            .string((0..<count).map { "甲91\(360_000 + $0)192203821X" }.joined())
        }
        let limit = Limits.bodyTextNumberCountMax
        let most = try read(["evidence_summary": text(limit)])
        #expect(!most.isCut && most.mentions.count == limit)
        let more = try read(["evidence_summary": text(limit + 1)])
        #expect(more.cuts == [.textNumbers] && more.mentions.count == limit)
        let two = try read(["evidence_summary": text(limit), "remarks": text(1)])
        #expect(two.cuts == [.textNumbers])
    }
}
