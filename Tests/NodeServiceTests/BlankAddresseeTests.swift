import Casework
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

/// Papers that the rules address by a title alone: to whoever is known by it, else with a blank.
@Suite(.serialized, .timeLimit(.minutes(20))) struct BlankAddresseeTests {
    private static let parties = [
        ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
    ]

    /// The report on an objection to jurisdiction of 福建.
    private static func report(
        roles: [String: [String]],
        to addressees: [String]
    ) async throws -> PrintedForm {
        let federation = try await Federation.make(parties, roles: roles)
        let record = try await AdministrativeHandover.sent(in: federation)
        let fujian = federation[1].test
        var object = AdministrativeHandover.step("object", record)
        (object.office, object.to) = ("scjg", addressees)
        object.fields = ["objection": .text("实际经营地在外省")]
        _ = try await fujian.submit(object)
        let form = try await fujian.local.printed(
            record,
            document: "own-jurisdiction-report",
            entry: nil,
            caller: TestNode.operatorCaller
        )
        try await federation.remove()
        return form
    }

    @Test(
        "a report goes to the superior whom the charter names, also where the header names nobody"
    )
    func charter() async throws {
        let form = try await Self.report(roles: ["superior": ["520000"]], to: [])
        #expect(form.addressees.map(\.address) == ["520000"] && form.party == nil)
        #expect(form.addressees.first?.title == "市场监管")
    }

    @Test("a report goes to whoever its header names beside the parties of the case")
    func header() async throws {
        let form = try await Self.report(roles: [:], to: ["360000", "520000"])
        #expect(form.addressees.map(\.address) == ["520000"] && form.party == nil)
    }

    @Test(
        "each paper that goes to a superior or to the procuratorate finds its role, and one for a person served none",
        arguments: [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]
    )
    func roles(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        var found: [String: String] = [:]
        for machine in pack.kinds.flatMap(\.machines) {
            for document in machine.documents {
                guard case .blank(let title)? = document.addressee else { continue }
                found["\(machine.id) \(document.id)"] = machine.chartered(as: title)?.id.text ?? "-"
            }
        }
        #expect(
            found == [
                "appraisal f32": "-", "assistance f50": "-",
                "handover-administrative own-jurisdiction-report": "superior",
                "handover-criminal st-explanation": "procuratorate",
                "handover-criminal st-supervision-suggestion": "procuratorate",
                "handover-reverse own-jurisdiction-report": "superior",
            ]
        )
    }
}
