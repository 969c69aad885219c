import Casework
import Cryptography
import Ledger
import Testing
import TransparencyLog

@testable import Auditing

/// Which missing charters keep an audit from saying what records come to, and where the log of a node that left has ended.
@Suite struct CertainCharterTests {
    private static let mechanism = "exercise"

    private static func lacking(
        _ logs: [String],
        wasHere: Bool = false,
        isFollowed: Bool = false
    ) throws -> LackingCharters.Lacking {
        LackingCharters.Lacking(
            mechanism: try #require(MechanismID(mechanism)),
            digest: SHA256.digest(of: [1]),
            logs: try logs.map { try Origin("\($0)/\(mechanism)") },
            waitingCount: 3,
            wasHere: wasHere,
            isFollowed: isFollowed
        )
    }

    @Test(
        "one member alone can name a charter that never was, and takes no verdict from the others by it"
    )
    func certain() throws {
        let scope = RecordScope(try #require(LogName(try Origin("a.example/\(Self.mechanism)"))))
        for (lacking, isCertain) in [
            (try Self.lacking(["a.example"]), false),
            (try Self.lacking(["a.example", "b.example"]), true),
            (try Self.lacking(["a.example"], wasHere: true), true),
            (try Self.lacking(["a.example"], isFollowed: true), true),
        ] {
            let charters = LackingCharters([lacking])
            #expect(charters.names(in: scope).isEmpty == !isCertain)
            #expect(charters.mechanisms.isEmpty == !isCertain)
            // It is told in any case.
            #expect(
                charters.findings.map(\.code) == [
                    lacking.wasHere ? .charterGone : .charterAwaited
                ]
            )
            #expect(charters.findings.first?.arguments["count"] == "3")
        }
    }

    @Test(
        "where a node that left had gone on in a successor log, that log's end is the one that is told"
    )
    func successor() throws {
        let nodes = ["m0.example", "m1.example"]
        let signers = try nodes.map { try SyntheticLog.signer($0) }
        var members: [CharterContent.Member] = []
        for (number, signer) in signers.enumerated() {
            let address = try #require(Address("\(11 + number)0000"))
            members.append(
                try #require(CharterContent.Member(address: address, key: signer.verifierKey))
            )
        }
        let mechanism = try #require(MechanismID(Self.mechanism))
        var content = CharterContent(
            mechanism: mechanism,
            revision: 1,
            predecessor: nil,
            titleZh: "机制",
            titleEn: "Exercise",
            members: members
        )
        let first = try Charter(content, signers: signers)
        (content.revision, content.predecessor) = (2, first.digest)
        content.members.removeLast()
        let origins = try ["m1.example/exercise", "m1.example/exercise/2"].map { try Origin($0) }
        content.ended = zip(origins, [3, 7] as [TreeSize]).map { .init(origin: $0, size: $1) }
        let second = try Charter(content, signers: signers)
        var library = CharterLibrary()
        library.join(anchor: first)
        _ = try library.insert(second)
        let node = try #require(NodeName("m1.example"))
        for (logs, size) in [(origins, UInt64(7)), ([origins[0]], 3), ([], 3)] {
            let standing = HomeStanding(of: node, in: library, logs: logs)
            let departure = try #require(standing.departure(from: mechanism))
            #expect(departure.revision == 2 && departure.size == size)
        }
        let unknown = HomeStanding(of: node, in: library, lacking: [mechanism])
        #expect(!unknown.isKnown(mechanism) && unknown.findings(on: []).isEmpty)
    }
}
