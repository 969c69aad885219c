import Foundation
import LocalAPI
import Testing

@testable import NodeService

/// A step that may be taken once, at home or beside what goes on in the mechanism.
@Suite(.serialized) struct OnceAtHomeTests {
    private static let caller = TestNode.operatorCaller

    @Test(
        "an application of the holder that was recorded before the matter left is not recorded once more beside it"
    )
    func application() async throws {
        let nodes = try await TwoNodes.make(
            jiangxiOffices: ["scjg": "南昌海关"],
            fujianOffices: ["scjg": "市场监管"]
        )
        let node = nodes.jiangxi
        let fields: [String: FieldValue] = ["goods": .text("运动鞋"), "port": .text("南昌")]
        func transferred(applying: Bool) async throws -> String {
            let home = try await node.submit(
                BesideStepTests.step("notify_holder", nil, fields)
            ).entry
            if applying {
                _ = try await node.submit(BesideStepTests.step("holder_applies", home))
            }
            return try await node.submit(BesideStepTests.transfer(of: home)).entry
        }
        func offered(_ record: String) async throws -> Set<String> {
            let shown = try await node.local.record(record, caller: Self.caller)
            return Set((shown.next ?? []).filter(\.here).map(\.event))
        }
        func refusal(_ record: String) async -> String? {
            do {
                _ = try await node.submit(BesideStepTests.step("holder_applies", record))
                return nil
            } catch {
                return (error as? Problem)?.code ?? "\(error)"
            }
        }
        let applied = try await transferred(applying: true)
        #expect(try await offered(applied).contains("detain"))
        #expect(try await !offered(applied).contains("holder_applies"))
        #expect(await refusal(applied) == "casework.once_only")
        let open = try await transferred(applying: false)
        #expect(try await offered(open).contains("holder_applies"))
        #expect(await refusal(open) == nil)
        #expect(await refusal(open) == "casework.once_only")
        try await nodes.remove()
    }
}
