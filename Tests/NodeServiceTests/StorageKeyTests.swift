import Cryptography
import Foundation
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// A node starts with the storage key that its store was sealed under, and with no other.
@Suite struct StorageKeyTests {
    private static let caller = TestNode.operatorCaller
    private static let foreign = "storage_key_foreign"

    /// A home with so many sealed bodies, closed.
    private static func home(bodies: Int) async throws -> HomeDirectory {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        for _ in 0..<bodies { _ = try await node.submit(node.submission("create")) }
        try await node.close()
        return node.home
    }

    /// Puts another home's storage key in place, and gives the bytes of the one that was there.
    private static func swapKey(of home: HomeDirectory) throws -> Data {
        let own = try Data(contentsOf: home.storageKey)
        try FileManager.default.removeItem(at: home.storageKey)
        _ = try StorageKeyFile.create(at: home.storageKey.path)
        return own
    }

    /// The codes of what keeps a node from starting on a home; empty where it starts.
    private static func refusal(of home: HomeDirectory) async throws -> String? {
        do {
            let node = try await TestNode(opening: home)
            try await node.close()
            return nil
        } catch let error as NodeError {
            return error.code.rawValue
        }
    }

    private static func failures(_ home: HomeDirectory) -> [CodedText] {
        NodeExamination(home: home).results().filter { $0.outcome == .failed }.map(\.text)
    }

    /// Changes a store as an earlier program left it.
    private static func change(
        _ home: HomeDirectory,
        _ body: @escaping @Sendable (SQLiteTransaction) throws -> Void
    ) async throws {
        let store = try SQLiteStore.open(.init(directory: home.data.path))
        try await store.write(body)
        try store.close()
    }

    private static func check(of home: HomeDirectory) throws -> [UInt8]? {
        try ReadOnlyStore(directory: home.data.path).read { try $0.meta("storage-key") }
    }

    @Test(
        "a node does not start with another home's storage key, doctor tells it, and with its own it starts again",
        arguments: [0, 1, 3]
    )
    func foreignKey(bodies: Int) async throws {
        let home = try await Self.home(bodies: bodies)
        #expect(Self.failures(home).isEmpty)
        let own = try Self.swapKey(of: home)
        #expect(try await Self.refusal(of: home) == Self.foreign)
        let told = Self.failures(home)
        #expect(told.map(\.code) == ["node.\(Self.foreign)"])
        for language in Language.allCases {
            let message = told.first.flatMap {
                Catalogue.message($0.code, $0.arguments, in: language)
            }
            #expect(message?.sentence.contains(home.storageKey.path) == true)
            #expect(message?.remedy.isEmpty == false)
        }
        // Nothing of the foreign key stays behind.
        try own.write(to: home.storageKey)
        let node = try await TestNode(opening: home)
        #expect(Self.failures(home).isEmpty)
        let created = try await node.submit(node.submission("create"))
        let shown = try await node.local.record(created.entry, caller: Self.caller)
        #expect(shown.timeline.first?.body?.state == .held)
        try await node.remove()
    }

    @Test(
        "a home from before the check value gets it at a start whose key opens an object, one damaged object or not",
        arguments: [false, true]
    )
    func older(isDamaged: Bool) async throws {
        let home = try await Self.home(bodies: 3)
        let made = try Self.check(of: home)
        try await Self.change(home) { transaction in
            try transaction.removeDocument(.meta, Array("storage-key".utf8))
            guard isDamaged else { return }
            let origin = try Origin("jiangxi.ipr.example/home")
            let held = try transaction.holdingStatuses(of: origin, index: 3)
            let key = HoldingKey(
                origin: origin,
                index: 3,
                object: try #require(held.first).object
            )
            let sealed = try #require(try transaction.holding(key)).sealed
            let wrapped = [UInt8](repeating: 7, count: 40)
            _ = try transaction.putHolding(
                Holding(stored: key, wrappedKey: wrapped, sealed: sealed)
            )
        }
        let own = try Self.swapKey(of: home)
        #expect(try await Self.refusal(of: home) == Self.foreign)
        #expect(Self.failures(home).map(\.code) == ["node.\(Self.foreign)"])
        #expect(try Self.check(of: home) == nil)
        try own.write(to: home.storageKey)
        #expect(try await Self.refusal(of: home) == nil)
        #expect(try Self.check(of: home) == made && made?.count == 40)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("objects that another key sealed in between make it no key of the home's")
    func mixed() async throws {
        let home = try await Self.home(bodies: 1)
        // As an earlier program left it that had run for a while under another key.
        let own = try Self.swapKey(of: home)
        let other = Array(try Data(contentsOf: home.storageKey))
        try await Self.change(home) { transaction in
            let key = HoldingKey(
                origin: try Origin("jiangxi.ipr.example/home"),
                index: 0,
                object: SHA256.digest(of: [1])
            )
            let wrapped = try AESKeyWrap.wrap([UInt8](repeating: 1, count: 32), with: other)
            _ = try transaction.putHolding(
                Holding(stored: key, wrappedKey: wrapped, sealed: [UInt8](repeating: 0, count: 64))
            )
        }
        #expect(try await Self.refusal(of: home) == Self.foreign)
        try own.write(to: home.storageKey)
        #expect(try await Self.refusal(of: home) == nil)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a home from before without any object gets the check value at its first start")
    func empty() async throws {
        let home = try await Self.home(bodies: 0)
        try await Self.change(home) { transaction in
            try transaction.removeDocument(.meta, Array("storage-key".utf8))
        }
        // A disk without room keeps no node from starting.
        let full = try await TestNode(opening: home, freeByteCountMin: .max)
        try await full.close()
        #expect(try Self.check(of: home) == nil)
        #expect(try await Self.refusal(of: home) == nil)
        #expect(try Self.check(of: home) != nil)
        _ = try Self.swapKey(of: home)
        #expect(try await Self.refusal(of: home) == Self.foreign)
        try FileManager.default.removeItem(at: home.root)
    }
}
