import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// What a slice's signature checks may decide.
@Suite struct SliceVerifierTests {
    @Test(
        "keys that a slice names itself prove signatures right, and never wrong: that is judged in order"
    )
    func learntKeys() async throws {
        let test = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        _ = try await test.submit(test.submission("create"))
        let origin = try Origin("jiangxi.ipr.example/home")
        let size = try await test.size(of: "home")
        let bytes = try await test.node.store.read { transaction in
            try transaction.entries(of: origin, from: 0, count: Int(size))
        }
        let trusted = test.node.view.card.key
        let good = try await Self.outcomes(of: bytes, origin, trusted)
        #expect(good.last?.isEmpty == false)
        for outcome in good.last ?? [] {
            guard case .valid = outcome else {
                Issue.record("\(outcome): its office's key is named in the same slice")
                continue
            }
        }
        // The same entry under a signature that this key did not make.
        let note = try Note(parsing: try #require(bytes.last))
        let lines = try note.signatures.map { line in
            try SignatureLine(
                name: line.name,
                keyID: line.keyID,
                signature: line.signature.map { ~$0 }
            )
        }
        let forged = try Note(text: note.text, signatures: lines).encoded
        let bad = try await Self.outcomes(of: bytes.dropLast() + [forged], origin, trusted)
        #expect(bad.last?.allSatisfy { $0 == .unknownKey } == true)
        #expect(bad.dropLast() == good.dropLast())
        try await test.remove()
    }

    private static func outcomes(
        of entries: [[UInt8]],
        _ origin: Origin,
        _ trusted: VerifierKey
    ) async throws -> [[CheckedEntry.Outcome]] {
        let history = try #require(KeyHistory(origin: origin, trusted: [trusted]))
        var verifier = SliceVerifier(history)
        return await verifier.check(entries.map { $0[...] }).map { entry in
            if case .readable(_, let outcomes) = entry { outcomes } else { [] }
        }
    }
}
