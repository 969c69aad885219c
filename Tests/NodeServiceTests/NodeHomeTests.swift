import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import Testing
import TransparencyLog

@testable import NodeService

@Suite struct NodeHomeTests {
    @Test("a new home holds its own card and a home log that enrols every office")
    func newHome() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let origin = try Origin("jiangxi.ipr.example/home")
        let history = try await node.node.history(of: origin)
        #expect(history.size == 3)
        #expect(try await node.size(of: "home") == 3)
        let offices = try await node.local.offices(after: nil, caller: TestNode.operatorCaller)
        #expect(offices.items.map(\.office) == ["scjg", "system"])
        #expect(node.node.view.card.content.offices.map(\.id.text) == ["scjg"])
        try await node.remove()
    }

    @Test("a home is never made over another one, and no key is overwritten")
    func homeExists() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let before = try Data(contentsOf: home.key("node"))
        let configuration = try ConfigurationFile.read(home.configuration)
        let error = await #expect(throws: NodeError.self) {
            try await HomeInitializer(home: home, configuration: configuration).run()
        }
        #expect(error?.code == .homeExists)
        #expect(try Data(contentsOf: home.key("node")) == before)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a node with a key file that others may read does not start")
    func exposedKey() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o640],
            ofItemAtPath: home.key("office-scjg").path
        )
        let error = await #expect(throws: CryptographyError.self) {
            _ = try await TestNode(opening: home)
        }
        #expect(error?.code == .keyFileExposed)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a restored home does not open a log anew that its peers may hold")
    func restoredJoin() async throws {
        let nodes = try await TwoNodes.make(isJoined: false)
        let home = nodes.jiangxi.home
        try await nodes.jiangxi.close()
        try FileManager.default.removeItem(at: home.data.appending(path: "instance"))
        let restored = try await TestNode(opening: home)
        let error = await #expect(throws: Problem.self) {
            _ = try await restored.local.join(
                charter: nodes.charter.text,
                caller: TestNode.operatorCaller
            )
        }
        #expect(error?.code == "sequencing.appending_refused")
        #expect(try await restored.size(of: "exercise") == 0)
        try await restored.remove()
        try await nodes.fujian.remove()
    }

    @Test("a second process on the same home is refused while the first one lives")
    func secondOpening() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        await #expect(throws: (any Error).self) { _ = try await TestNode(opening: node.home) }
        try await node.close()
        let again = try await TestNode(opening: node.home)
        #expect(try await again.size(of: "home") == 3)
        try await again.remove()
    }

    @Test("a directory that is no home is refused with what to do")
    func notAHome() async throws {
        let home = HomeDirectory("/tmp/lianlu-no-such-home-\(UUID().uuidString)")
        let error = await #expect(throws: NodeError.self) { _ = try await TestNode(opening: home) }
        #expect(error?.code == .homeMissing)
    }

    @Test(
        "an office that is added gets a key, an enrolment in every own log and a place on the card"
    )
    func officeAdded() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let serial = node.node.view.card.content.serial
        let added = try await node.local.add(
            OfficeDocument(office: "gaj", title: "公安厅"),
            caller: TestNode.operatorCaller
        )
        #expect(added.enrolledIn == ["jiangxi.ipr.example/home"])
        #expect(try await node.size(of: "home") == 4)
        #expect(node.node.view.card.content.serial > serial)
        let error = await #expect(throws: Problem.self) {
            _ = try await node.local.add(
                OfficeDocument(office: "gaj", title: "x"),
                caller: TestNode.operatorCaller
            )
        }
        #expect(error?.code == "node.office_exists")
        try await node.close()
        let again = try await TestNode(opening: node.home)
        #expect(again.node.view.card.content.offices.map(\.id.text) == ["gaj", "scjg"])
        try await again.remove()
    }
}
