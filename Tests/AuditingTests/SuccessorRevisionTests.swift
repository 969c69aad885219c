import Auditing
import Casework
import Cryptography
import Ledger
import Testing
import TransparencyLog

/// Which revision a node has adopted is what the last of its logs in a mechanism says.
@Suite struct SuccessorRevisionTests {
    private static let node = "m0.example"
    private static let mechanism = "exercise"

    /// The first charter, or a revision after one.
    private static func charter(after earlier: Charter? = nil) throws -> Charter {
        let signer = try SyntheticLog.signer(node)
        let member = CharterContent.Member(
            address: try #require(Address("110000")),
            key: signer.verifierKey,
            isCrossBorder: false
        )
        let content = CharterContent(
            mechanism: try #require(MechanismID(mechanism)),
            revision: (earlier?.content.revision ?? 0) + 1,
            predecessor: earlier?.digest,
            titleZh: "机制",
            titleEn: "Exercise",
            members: [try #require(member)]
        )
        return try Charter(content, signers: [signer])
    }

    @Test(
        "a revision that a successor was opened under is adopted, and one that it was not is told of that log"
    )
    func successor() async throws {
        let first = try Self.charter()
        let second = try Self.charter(after: first)
        let log = try SyntheticLog("\(Self.node)/\(Self.mechanism)", charter: first.digest)
        func told(_ opened: Charter?) async throws -> [Origin?] {
            var logs = [log]
            if let opened {
                let previous = EntryHeader.Previous(
                    origin: log.origin,
                    root: log.root(),
                    size: log.size.rawValue
                )
                logs.append(
                    try SyntheticLog(
                        "\(log.origin)/2",
                        previous: previous,
                        charter: opened.digest
                    )
                )
            }
            var source = try SyntheticLog.source(
                logs,
                offering: [try SyntheticLog.signer(Self.node).verifierKey]
            )
            source.charterNotes = [first.note.encoded, second.note.encoded]
            let report = await Audit(
                of: source,
                trusting: Trust(),
                comparing: ClaimedRows(own: logs.map(\.origin))
            ).run()
            return report.findings.filter { $0.code == .revisionNotAdopted }.map(\.log)
        }
        #expect(try await told(nil) == [log.origin])
        #expect(try await told(second) == [])
        #expect(try await told(first) == [try Origin("\(log.origin)/2")])
    }
}
