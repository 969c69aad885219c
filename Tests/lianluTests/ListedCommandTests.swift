import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// Long lists in one line, and commands that say what is to be put in.
@Suite struct ListedCommandTests {
    /// Ids, joined as a node joins them.
    private static func ids(_ count: Int) -> String {
        (0..<count).map { "id-\($0)" }.joined(separator: ", ")
    }

    @Test(
        "a list of more than eight in a warning is cut short, and JSON has it whole",
        arguments: Language.allCases
    )
    func cutShort(_ language: Language) async throws {
        let texts = [8, 9, 80].map {
            CodedText("node.office_needed", ["offices": Self.ids($0)])
        }
        try await RunningNode.serving { node in
            node.service.script { $0.status.warnings = texts }
            let shown = try await InProcess.run(["status"], home: node.home, language: language)
            #expect(shown.code == .done)
            #expect(shown.data.contains("id-7") && !shown.data.contains("id-8"), "\(shown.data)")
            for count in [8, 9, 80] {
                let word = language == .zh ? "共 \(count) 项" : "(\(count) in all"
                #expect(shown.data.contains(word) == (count > 8), "\(shown.data)")
            }
            let json = try await InProcess.run(["status", "--json"], home: node.home)
            #expect(json.data.contains("id-79"))
        }
    }

    @Test(
        "where a node has several offices, the commands of the kinds ask for one and say which there are",
        arguments: Language.allCases
    )
    func offices(_ language: Language) async throws {
        try await RunningNode.serving { node in
            node.service.script { $0.rules = [] }
            let one = try await InProcess.run(
                ["record", "kinds"],
                home: node.home,
                language: language
            )
            #expect(one.code == .done && !one.data.contains("--office"), "\(one.talk)")
            node.service.script {
                $0.offices = ["ga", "scjg", "system"].map { OfficeDocument(office: $0, title: $0) }
            }
            let several = try await InProcess.run(
                ["record", "kinds"],
                home: node.home,
                language: language
            )
            let place = language == .zh ? "--office 部门" : "--office OFFICE"
            #expect(several.data.contains("lianlu clue create \(place)"), "\(several.data)")
            #expect(several.talk.contains("ga") && several.talk.contains("scjg"))
            #expect(!several.talk.contains("system"))
            // What begins in a mechanism asks for it, and for whoever it goes to.
            let opening = InvokedKind.installed.flatMap(\.steps).first {
                $0.first && $0.opens == true
            }
            let word = language == .zh ? "--mechanism 机制 --to 接收方" : "--mechanism MECHANISM"
            #expect(several.data.contains(word) == (opening != nil))
        }
    }
}
