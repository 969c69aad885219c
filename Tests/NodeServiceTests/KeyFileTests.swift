import Cryptography
import Foundation
import Ledger
import LocalAPI
import SQLiteStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// A node starts with the keys that its own logs and card name, and with no other.
@Suite struct KeyFileTests {
    private static func refusal(of home: HomeDirectory) async throws -> NodeError? {
        do {
            try await TestNode(opening: home).close()
            return nil
        } catch let error as NodeError {
            return error
        }
    }

    @Test(
        "an office whose key file is gone keeps the node from starting: no other office signs in its place",
        arguments: ["system", "scjg"]
    )
    func missingOffice(office: String) async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        _ = try await node.submit(node.submission("create"))
        try await node.close()
        let (home, file) = (node.home, node.home.officeKey(office))
        let own = try Data(contentsOf: file)
        try FileManager.default.removeItem(at: file)
        let error = try await Self.refusal(of: home)
        #expect(error?.code == .keyFileMissing && error?.arguments["path"] == file.path)
        let told = NodeExamination(home: home).results().filter { $0.outcome == .failed }
        #expect(told.map(\.text.code) == ["node.key_file_missing"])
        try own.write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        try await TestNode(opening: home).remove()
    }

    private static func files(of home: HomeDirectory) -> [URL] {
        [
            home.key("node"), home.key("mirror"), home.logKey("home"), home.logKey("exercise"),
            home.officeKey("system"), home.officeKey("scjg"),
        ]
    }

    private static func replace(_ file: URL) throws {
        try FileManager.default.removeItem(at: file)
        try KeyFile.create(Ed25519.PrivateKey(), at: file.path)
    }

    @Test(
        "another home's keys are known as such also where the key history of the home log cannot be read"
    )
    func unreadableHistory() async throws {
        let nodes = try await TwoNodes.make()
        let home = nodes.jiangxi.home
        _ = try await nodes.jiangxi.submit(nodes.jiangxi.approved(to: "350000").send)
        let origin = try Origin("jiangxi.ipr.example/home")
        try await nodes.jiangxi.node.store.write {
            try $0.putProjectedLog([0], of: origin)
        }
        try await nodes.jiangxi.close()
        for file in Self.files(of: home) {
            let own = try Data(contentsOf: file)
            try Self.replace(file)
            let error = try await Self.refusal(of: home)
            #expect(error?.code == .keyFileForeign, "\(file.lastPathComponent)")
            #expect(error?.arguments["path"] == file.path)
            try own.write(to: file)
        }
        // That alone keeps no node from starting.
        #expect(try await Self.refusal(of: home) == nil)
        try FileManager.default.removeItem(at: home.root)
        try await nodes.fujian.remove()
    }

    @Test(
        "a log whose key file is gone keeps the node from starting, and doctor names the file, also of a running node",
        arguments: ["home", "exercise"]
    )
    func missingLogKey(log: String) async throws {
        let nodes = try await TwoNodes.make()
        let home = nodes.jiangxi.home
        let file = home.logKey(log)
        let own = try Data(contentsOf: file)
        try FileManager.default.removeItem(at: file)
        func failures() -> [CodedText] {
            NodeExamination(home: home).results().filter { $0.outcome == .failed }.map(\.text)
        }
        let missing = CodedText("node.key_file_missing", ["path": file.path])
        #expect(failures() == [missing])
        try await nodes.jiangxi.close()
        #expect(failures() == [missing])
        let error = try await Self.refusal(of: home)
        #expect(error?.code == .keyFileMissing && error?.arguments["path"] == file.path)
        try own.write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        #expect(failures() == [])
        try await TestNode(opening: home).remove()
        try await nodes.fujian.remove()
    }

    @Test(
        "another home's key in place of one of its own keeps a node from starting, doctor tells it, and with its own it starts again"
    )
    func foreignKey() async throws {
        let nodes = try await TwoNodes.make()
        let home = nodes.jiangxi.home
        let sent = try await nodes.jiangxi.submit(nodes.jiangxi.approved(to: "350000").send)
        try await nodes.jiangxi.close()
        for file in Self.files(of: home) {
            let own = try Data(contentsOf: file)
            try Self.replace(file)
            let error = try await Self.refusal(of: home)
            #expect(error?.code.rawValue == "key_file_foreign", "\(file.lastPathComponent)")
            #expect(error?.arguments["path"] == file.path)
            let told = NodeExamination(home: home).results().filter { $0.outcome == .failed }
                .map(\.text)
            #expect(told.map(\.code) == ["node.key_file_foreign"], "\(file.lastPathComponent)")
            for language in Language.allCases {
                let message = told.first.flatMap {
                    Catalogue.message($0.code, $0.arguments, in: language)
                }
                #expect(message?.sentence.contains(file.path) == true)
                #expect(message?.remedy.isEmpty == false)
            }
            try own.write(to: file)
        }
        let node = try await TestNode(opening: home)
        #expect(node.node.view.card.content.serial == nodes.jiangxi.node.view.card.content.serial)
        var named = node.submission("supplement", record: sent.entry)
        named.fields["attachments"] = .list([.text("照片")])
        _ = try await node.submit(named)
        try await node.remove()
        try await nodes.fujian.remove()
    }
}
