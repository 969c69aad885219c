import Casework
import Cryptography
import Foundation
import GRDB
import LocalAPI
import LogStorage
import SQLiteStorage
import TestSupport
import Testing

@testable import NodeService

/// A home that another edition of the program made.
@Suite struct BuiltInPackTests {
    @Test(
        "a home gets the packs of the program that starts it, keeps those that it has, and goes on with what was begun under them"
    )
    func upgrade() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let old = try RulePack.load(RulePack.clueBytes)
        try await node.node.store.write {
            try $0.putRulePack(old.reference.digest, bytes: RulePack.clueBytes)
        }
        try await node.close()
        // As an edition left it that had the clue pack alone.
        try await node.home.openDatabase().write { database in
            try database.execute(
                sql: "DELETE FROM document WHERE kind = 3 AND key <> ?",
                arguments: [Data(old.reference.digest.bytes)]
            )
        }
        let again = try await TestNode(opening: node.home)
        let stored = try await again.node.store.read { try $0.rulePacks().map(\.digest) }
        let builtIn = (RulePack.builtInBytes + DayCalendar.builtInBytes)
            .map { SHA256.digest(of: $0) }
        #expect(Set(stored) == Set(builtIn + [old.reference.digest]))
        var draft = again.submission("create")
        draft.rules = old.reference.text
        let begun = try await again.submit(draft)
        let shown = try await again.local.record(begun.entry, caller: TestNode.operatorCaller)
        #expect(shown.summary.state == "draft" && shown.next?.isEmpty == false)
        try await again.remove()
    }
}
