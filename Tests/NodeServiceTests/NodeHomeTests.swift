import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog
import Wording

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

    @Test(
        "a home whose database, keys or configuration is gone is told to be put back from the backup, by every command"
    )
    func lostParts() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let configuration = try ConfigurationFile.read(home.configuration)
        let aside = home.root.appending(path: "aside")
        for (part, code) in [
            (home.data.appending(path: "lianlu.sqlite"), "sqlite_storage.database_missing"),
            (home.keys, "node.key_file_missing"),
            (home.storageKey, "node.key_file_missing"),
            (home.configuration, "node.home_missing"),
        ] {
            try FileManager.default.moveItem(at: part, to: aside)
            var told: [String] = []
            do {
                try await TestNode(opening: home).close()
            } catch {
                told.append((Problems.problem(for: error) as? Problem)?.code ?? "\(error)")
            }
            #expect(told == [code], "\(part.lastPathComponent)")
            told += NodeExamination(home: home).results().filter { $0.outcome == .failed }
                .map(\.text.code)
            #expect(told.count > 1, "\(part.lastPathComponent)")
            do {
                _ = try await HomeInitializer(home: home, configuration: configuration).run()
            } catch {
                told.append((Problems.problem(for: error) as? Problem)?.code ?? "\(error)")
            }
            for code in Set(told) {
                let zh = try #require(Catalogue.message(code, in: .zh), "\(code)").remedy
                let en = try #require(Catalogue.message(code, in: .en)).remedy
                #expect(zh.contains("备份") && en.contains("backup"), "\(code) \(en)")
            }
            try FileManager.default.moveItem(at: aside, to: part)
        }
        let node = try await TestNode(opening: home)
        try await node.remove()
    }

    private static func emptyHome() -> (home: HomeDirectory, configuration: NodeConfiguration) {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-\(UUID().uuidString)")
        let configuration = NodeConfiguration(
            node: "jiangxi.ipr.example",
            region: "360000",
            listen: "127.0.0.1:0",
            url: "https://127.0.0.1:7443",
            offices: [:]
        )
        return (HomeDirectory(folder.path), configuration)
    }

    @Test(
        "a home for which the disk has no room is refused before anything is made, and made later"
    )
    func noRoom() async throws {
        let (home, configuration) = Self.emptyHome()
        let error = await #expect(throws: NodeError.self) {
            try await HomeInitializer(
                home: home,
                configuration: configuration,
                freeByteCountMin: .max
            ).run()
        }
        #expect(error?.code.rawValue == "home_no_space")
        // What is asked for at first, and not what is kept free later on.
        #expect(error?.arguments["required"] == "\(UInt64.max)")
        #expect(!FileManager.default.fileExists(atPath: home.root.path))
        _ = try await HomeInitializer(home: home, configuration: configuration).run()
        let node = try await TestNode(opening: home)
        try await node.remove()
    }

    @Test("a file where the home should be is told as a file")
    func fileForHome() async throws {
        let (home, configuration) = Self.emptyHome()
        try Data("x".utf8).write(to: home.root)
        let error = await #expect(throws: NodeError.self) {
            try await HomeInitializer(home: home, configuration: configuration).run()
        }
        #expect(error?.code.rawValue == "home_no_folder")
        #expect(try Data(contentsOf: home.root) == Data("x".utf8))
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("an attempt to make a home that was cut off is thrown away by the next, at any place")
    func cutOff() async throws {
        let (home, configuration) = Self.emptyHome()
        let left = HomeDirectory(home.root.appending(path: ".init").path)
        for folder in [left.keys, left.data] {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true
            )
        }
        try Data("half".utf8).write(to: left.key("node"))
        _ = try await HomeInitializer(home: home, configuration: configuration).run()
        #expect(!FileManager.default.fileExists(atPath: left.root.path))
        // As if the last of it had not been moved: all is made, and the home has no configuration yet.
        try FileManager.default.createDirectory(
            at: left.root,
            withIntermediateDirectories: true
        )
        for (place, made) in [(home.data, left.data), (home.configuration, left.configuration)] {
            try FileManager.default.moveItem(at: place, to: made)
        }
        let key = try Data(contentsOf: home.key("node"))
        let error = await #expect(throws: NodeError.self) {
            try await HomeInitializer(home: home, configuration: configuration).run()
        }
        #expect(error?.code == .homeExists)
        #expect(try Data(contentsOf: home.key("node")) == key)
        let node = try await TestNode(opening: home)
        try await node.remove()
    }

    @Test("keys that lie in a home without a configuration are never touched")
    func occupied() async throws {
        let (home, configuration) = Self.emptyHome()
        try FileManager.default.createDirectory(at: home.keys, withIntermediateDirectories: true)
        try Data("old".utf8).write(to: home.key("node"))
        let error = await #expect(throws: NodeError.self) {
            try await HomeInitializer(home: home, configuration: configuration).run()
        }
        #expect(error?.code == .homeOccupied)
        #expect(try FileManager.default.subpathsOfDirectory(atPath: home.root.path).count == 2)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "a value of another form is named with its form before anything is made",
        arguments: [
            ("node", "Jiangxi", NodeError.Code.nodeNameInvalid), ("region", "52", .regionInvalid),
            ("url", "http://a", .urlInvalid), ("listen", "7443", .listenInvalid),
            ("listen", "0.0.0.0:+7443", .listenInvalid),
            ("listen", "0.0.0.0:65536", .listenInvalid),
            ("office", "system", .officeInvalid),
        ]
    )
    func values(key: String, value: String, code: NodeError.Code) async throws {
        let (home, plain) = Self.emptyHome()
        var configuration = plain
        switch key {
        case "node": configuration.node = value
        case "region": configuration.region = value
        case "url": configuration.url = value
        case "listen": configuration.listen = value
        default: configuration.offices = [value: "title"]
        }
        let error = await #expect(throws: NodeError.self) {
            try await HomeInitializer(home: home, configuration: configuration).run()
        }
        #expect(error == NodeError(code, ["value": value]))
        #expect(!FileManager.default.fileExists(atPath: home.root.path))
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
        let created = try await nodes.jiangxi.submit(nodes.jiangxi.submission("create")).entry
        func record(_ node: TestNode) async throws -> RecordDetail {
            try await node.local.record(created, caller: TestNode.operatorCaller)
        }
        #expect(try await record(nodes.jiangxi).next?.contains(where: \.here) == true)
        try await nodes.jiangxi.close()
        try FileManager.default.removeItem(at: home.data.appending(path: "instance"))
        let restored = try await TestNode(opening: home)
        // Where nothing is appended no step is offered, and the reason stands beside it.
        let shown = try await record(restored)
        #expect(shown.next?.isEmpty == false && shown.next?.contains(where: \.here) == false)
        #expect(shown.findings.map(\.code) == ["sequencing.instance_missing"])
        let status = try await restored.local.status(caller: TestNode.operatorCaller)
        #expect(status.alarms.first { $0.code == "sequencing.instance_missing" }?.grave == true)
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

    @Test("a home without the folders that no backup holds makes them as it opens")
    func transientFolders() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        try await node.close()
        let folders = [node.home.run, node.home.peers, node.home.charters]
        for folder in folders { try FileManager.default.removeItem(at: folder) }
        let again = try await TestNode(opening: node.home)
        for folder in folders { #expect(FileManager.default.fileExists(atPath: folder.path)) }
        try await again.remove()
    }

    @Test(
        "a home of another user is not opened, not even by a superuser, and no file of it changes hands"
    )
    func anotherUser() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        try await node.close()
        // Only a superuser can give files away.
        if geteuid() == 0 {
            chown(node.home.data.path, 65_534, 65_534)
            let error = await #expect(throws: NodeError.self) {
                _ = try await TestNode(opening: node.home)
            }
            #expect(error?.code == .homeOfAnotherUser)
            chown(node.home.data.path, geteuid(), getegid())
        }
        let again = try await TestNode(opening: node.home)
        try await again.remove()
    }

    @Test(
        "a home whose node or region was changed in lianlu.yaml is refused by name, and opens when it is put back",
        arguments: [
            ("jiangxi.ipr.example", "jx.ipr.example", NodeError.Code.nodeNameChanged),
            ("360000", "360100", .regionChanged),
        ]
    )
    func identityChanged(old: String, new: String, code: NodeError.Code) async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        try await node.close()
        let file = node.home.configuration
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = text.replacing(old, with: new)
        #expect(changed != text)
        try changed.write(to: file, atomically: true, encoding: .utf8)
        let error = await #expect(throws: NodeError.self) {
            _ = try await TestNode(opening: node.home)
        }
        #expect(error?.code == code)
        try Fault.requireTold("node.\(code.rawValue)", error?.arguments ?? [:])
        try text.write(to: file, atomically: true, encoding: .utf8)
        let again = try await TestNode(opening: node.home)
        #expect(again.node.view.node.text == "jiangxi.ipr.example")
        try await again.remove()
    }

    @Test(
        "a title that no card can hold is refused before anything is made, and an attempt that was cut off is finished"
    )
    func officeInterrupted() async throws {
        var node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        for title in ["", "   ", "两\n行", String(repeating: "长", count: 6_000)] {
            await #expect(throws: Problem.self, "\(title.count)") {
                _ = try await node.local.add(
                    OfficeDocument(office: "gaj", title: title),
                    caller: TestNode.operatorCaller
                )
            }
        }
        #expect(try await node.size(of: "home") == 3)
        try await node.close()
        // The key that an attempt left is loaded with the others, and counts nowhere.
        node = try await TestNode(opening: node.home)
        let added = try await node.local.add(
            OfficeDocument(office: "gaj", title: "公安厅"),
            caller: TestNode.operatorCaller
        )
        #expect(added.enrolledIn == ["jiangxi.ipr.example/home"])
        // As earlier editions could leave it: a title that keeps no node from starting.
        let name = try #require(OfficeID("gaj").map { NodeLoader.officeName($0) })
        try await node.node.store.write { try $0.putMeta(name, Array("两\n行".utf8)) }
        try await node.close()
        let again = try await TestNode(opening: node.home)
        #expect(again.node.view.card.content.offices.map(\.title) == ["gaj", "市场监管"])
        try await again.remove()
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
