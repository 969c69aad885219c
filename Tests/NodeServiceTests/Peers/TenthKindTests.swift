import Auditing
import Casework
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import NodeService

/// A kind of record that nobody wrote code for lives between two nodes as the nine do: as data.
@Suite(.serialized) struct TenthKindTests {
    private static let caller = Federation.caller

    @Test(
        "a tenth kind is added by one node, named in a charter revision, and goes from draft to its end between two"
    )
    func life() async throws {
        let members = [("jiangxi", "360000"), ("fujian", "350000")]
        let federation = try await Federation.make(members)
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        let pack = try await jiangxi.local.add(
            rulePack: try OwnPackTests.mediation(),
            caller: Self.caller
        )
        var draft = Federation.draft(members)
        draft.rules = ["cooperation@1", "mediation@1"]
        var charter = try await jiangxi.local.create(draft, caller: Self.caller)
        charter = try await fujian.local.sign(charter: charter.text, caller: Self.caller)
        _ = try await jiangxi.local.join(charter: charter.text, caller: Self.caller)
        // The other member was never given the file: it asks for what the charter names.
        try await eventually("the pack has come") {
            let packs = try await fujian.local.rules(after: nil, caller: Self.caller).items
            return packs.contains { $0.digest == pack.digest }
        }
        _ = try await fujian.local.join(charter: charter.text, caller: Self.caller)

        var create = OwnPackTests.step("create")
        create.fields["title"] = .text("【演练】商标纠纷")
        let created = try await jiangxi.submit(create)
        var send = OwnPackTests.step("send", record: created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        let sent = try await jiangxi.submit(send)
        try await eventually("fujian has received it by itself") {
            try await federation[1].hasReceived(sent.entry)
        }
        try await eventually("fujian can act") {
            try await fujian.local.record(sent.entry, caller: Self.caller).summary.state
                == "received"
        }
        _ = try await fujian.submit(OwnPackTests.step("hear", record: sent.entry))
        var end = OwnPackTests.step("end", record: sent.entry)
        end.fields["outcome"] = .text("agreed")
        _ = try await fujian.submit(end)
        try await eventually("jiangxi sees its end") {
            let record = try await jiangxi.local.record(sent.entry, caller: Self.caller)
            return record.summary.state == "ended"
        }
        try await federation.requireSound([0, 1])
        try await federation.remove(stopped: [0, 1])
    }
}
