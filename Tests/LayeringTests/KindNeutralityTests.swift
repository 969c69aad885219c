import Foundation
import Testing

/// No kind of record has Swift code of its own: its ids, titles and aliases are words of the packs alone.
@Suite struct KindNeutralityTests {
    /// Words that mean something else where they stand: an alert of TLS, and the part that an object has in an entry.
    private static let homonyms: [String: Set<String>] = [
        "alert": ["TLSTransportError.swift", "TLSSession.swift"],
        "evidence": ["ObjectReference.swift", "CommandLabelTexts.swift"],
    ]

    /// What the packs that come with the program call their kinds and machines.
    private static func names() throws -> Set<String> {
        let file = LayeringTests.root.appending(path: "Sources/Casework/Packs/cooperation-1.json")
        let pack = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        var names: Set<String> = []
        for kind in pack?["kinds"] as? [[String: Any]] ?? [] {
            for element in [kind] + (kind["machines"] as? [[String: Any]] ?? []) {
                let titles = element["title"] as? [String: String] ?? [:]
                names.formUnion(titles.values)
                names.formUnion(["id", "code"].compactMap { element[$0] as? String })
                names.formUnion(element["aliases"] as? [String] ?? [])
            }
        }
        return names
    }

    /// The string literals of a line that are one word or phrase, without escapes.
    private static func literals(in line: Substring) -> [String] {
        guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return [] }
        let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
    }

    @Test("no file of the program names a kind or a machine of the packs")
    func kinds() throws {
        let names = try Self.names()
        #expect(names.isSuperset(of: ["clue", "handover-criminal", "线索通报", "证据转移", "ALERT"]))
        #expect(names.count > 60, "\(names.count)")
        let sources = LayeringTests.root.appending(path: "Sources")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        var met: Set<String> = []
        var count = 0
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            count += 1
            let text = try String(contentsOf: file, encoding: .utf8)
            for line in text.split(separator: "\n") {
                for word in Self.literals(in: line) where names.contains(word) {
                    met.insert(word)
                    let isOther = Self.homonyms[word]?.contains(file.lastPathComponent) ?? false
                    #expect(isOther, "\(file.lastPathComponent): \(line)")
                }
            }
        }
        // The reader of literals sees what is there.
        #expect(count > 500 && met == Set(Self.homonyms.keys), "\(count) \(met)")
    }
}
