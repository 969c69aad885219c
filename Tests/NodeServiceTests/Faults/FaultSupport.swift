import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Sequencing
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// What each test of a fault asks at its end: that a person reads of it, and that the log is still whole.
enum Fault {
    /// A code is told in both languages, with a sentence that holds every argument's place filled.
    static func requireTold(
        _ code: String,
        _ arguments: [String: String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for language in Language.allCases {
            let message = try #require(
                Catalogue.message(code, arguments, in: language),
                "\(code) has no text",
                sourceLocation: sourceLocation
            )
            let text = message.sentence + message.remedy
            #expect(!message.sentence.isEmpty, sourceLocation: sourceLocation)
            #expect(!text.contains("{"), "\(code): \(text)", sourceLocation: sourceLocation)
        }
    }

    /// An operation is refused with one code, which is told in both languages.
    static func requireRefused(
        _ code: String,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ operation: () async throws -> Void
    ) async throws {
        let error = await #expect(throws: Problem.self, sourceLocation: sourceLocation) {
            try await operation()
        }
        let problem = try #require(error, sourceLocation: sourceLocation)
        #expect(problem.code == code, "\(problem)", sourceLocation: sourceLocation)
        try requireTold(problem.code, problem.arguments, sourceLocation: sourceLocation)
    }

    /// Every byte of a home is read again: nothing is wrong but what the test put there.
    ///
    /// `invalid` are the entries that the audit must name, by origin.
    static func requireWhole(
        _ home: HomeDirectory,
        trusting nodes: [Node],
        invalid: [String: Set<UInt64>] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let cards = nodes.map { String(decoding: $0.view.card.note.encoded, as: UTF8.self) }
        let report = try await HomeAudit(
            of: home,
            trusting: TrustReader.read(cards),
            storageKey: HomeAudit.storageKey(of: home)
        )
        .run()
        var named: [String: Set<UInt64>] = [:]
        for finding in report.findings where finding.weight == .fault {
            let origin = finding.log.map { "\($0)" } ?? ""
            #expect(finding.code == .entryInvalid, "\(finding)", sourceLocation: sourceLocation)
            named[origin, default: []].insert(finding.index?.rawValue ?? .max)
        }
        #expect(named == invalid, sourceLocation: sourceLocation)
        #expect(report.isAnchored, sourceLocation: sourceLocation)
    }
}

extension TestNode {
    /// Appends entries to one of a node's logs past everything that judges them, as a faulty or hostile node might.
    ///
    /// The node itself must be stopped.
    static func forge(
        _ home: HomeDirectory,
        in mechanism: String = "exercise",
        _ make: (Forger) throws -> [[UInt8]]
    ) async throws -> [UInt64] {
        let test = try await TestNode(opening: home)
        let id = try #require(MechanismID(mechanism))
        let origin = try Origin("\(test.node.view.node)/\(mechanism)")
        let sequencer = Sequencer<SQLiteStore, Int>(
            store: test.node.store,
            origin: origin,
            signer: try #require(test.node.view.keyring.logs[id]),
            plan: test.node.store.plan
        )
        let size = try await test.size(of: mechanism)
        let entries = try make(Forger(view: test.node.view, origin: origin, size: size))
        var places: [UInt64] = []
        for entry in entries {
            let answer = try await sequencer.submit(Submission(entry: entry, payload: 0))
            places.append(answer.location.index.rawValue)
        }
        try await test.close()
        return places
    }
}

/// Makes entries with a node's real keys that its own node would never make.
struct Forger {
    let view: NodeView
    let origin: Origin
    /// The size of the log before the first entry that is made.
    let size: UInt64

    func office(_ id: String = "scjg") throws -> Ed25519Signer {
        let office = try #require(OfficeID(id))
        return try #require(view.keyring.offices[office])
    }

    /// A `send` of the clue machine without a body, as this node's market regulator would sign it.
    func send(to: [String] = ["350000"]) throws -> EntryHeader {
        try step("send", to: to)
    }

    func step(_ event: String, to: [String] = [], office: String = "scjg") throws -> EntryHeader {
        var header = EntryHeader(
            at: try NodeTime.timestamp(at: NodeTime.system.now()),
            machine: try #require(MachineID("clue")),
            event: try #require(EventID(event))
        )
        header.from = view.card.content.region
        header.office = OfficeID(office)
        header.rules = view.packs.references.last
        header.to = to.compactMap { Address($0) }
        return header
    }

    func entry(_ header: EntryHeader, _ signers: any NoteSigner...) throws -> [UInt8] {
        let text = UnverifiedEntry.text(origin: origin, header: header)
        return try Note(text: text, signers: signers).encoded
    }

    /// An entry whose text was changed before it was signed.
    func entry(
        _ header: EntryHeader,
        replacing old: String,
        by new: String
    ) throws -> [UInt8] {
        let text = String(
            decoding: UnverifiedEntry.text(origin: origin, header: header),
            as: UTF8.self
        )
        let changed = text.replacing(old, with: new)
        #expect(changed != text)
        return try Note(text: Array(changed.utf8), signers: [try office()]).encoded
    }
}
