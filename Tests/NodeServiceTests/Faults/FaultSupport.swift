import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import PeerAPI
import Replication
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

    /// The code with which an operation is refused; nil where it is not.
    static func code(_ operation: () async throws -> Void) async -> String? {
        do {
            try await operation()
            return nil
        } catch {
            return (error as? LocalAPI.Problem)?.code ?? "\(error)"
        }
    }

    /// A notice is refused by a peer with one cause, and the sender's operator is told so in both languages.
    static func requireRefused(
        _ cause: String,
        as code: String = "not_verifiable",
        notice bytes: [UInt8],
        from sender: RunningNode,
        to target: RunningNode,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let error = await #expect(
            throws: PeerClientError.self,
            "\(cause)",
            sourceLocation: sourceLocation
        ) {
            try await send(notice: bytes, from: sender, to: target)
        }
        guard case .refused(let problem)? = error else {
            Issue.record("\(cause): \(String(describing: error))", sourceLocation: sourceLocation)
            return
        }
        #expect(
            problem.code == code && problem.cause.hasPrefix(cause),
            "\(problem)",
            sourceLocation: sourceLocation
        )
        let told = PeerFailure.told(PeerClientError.refused(problem))
        try requireTold(told.code, told.arguments, sourceLocation: sourceLocation)
    }

    /// Sends a notice over the session that stands, or comes to stand.
    static func send(
        notice bytes: [UInt8],
        from sender: RunningNode,
        to target: RunningNode
    ) async throws {
        let peer = try KeyName(target.name)
        try await eventually("a session with \(target.name)") {
            sender.supervisor.session(with: peer)?.line != nil
        }
        let line = try sender.supervisor.line(to: peer)
        try await line.inControl { try await $0.send(Notice(parsing: bytes)) }
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
        let signer = try #require(test.node.view.keyring.logs[id])
        let size = try await test.size(of: mechanism)
        let entries = try make(Forger(view: test.node.view, origin: origin, size: size))
        // Written past the writer as well, which takes no entry over 16 KiB.
        try await test.node.store.write { transaction in
            let log = try #require(try transaction.log(origin))
            var tree = try GrowingTree(of: log, reader: transaction)
            let leaves = entries.map { MerkleTree.leafHash(of: $0) }
            let growth = tree.append(leaves, hasher: TreeHasher())
            let checkpoint = try Checkpoint(size: tree.size, root: growth.root, signer: signer)
            try transaction.append(
                AppendBatch(
                    origin: origin,
                    expected: log.head,
                    entries: entries.map {
                        NewEntry(bytes: $0, digest: SHA256.digest(of: $0))
                    },
                    tiles: growth.tiles,
                    edge: growth.edge,
                    root: growth.root,
                    checkpoint: checkpoint.note.encoded,
                    requests: []
                )
            )
        }
        let places = entries.indices.map { size + UInt64($0) }
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
    /// Distinguishes the office and the officer that this forger enrols from those of another.
    var mark = "a"

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
        header.rules =
            PackChoice.pack(
                with: header.machine,
                on: LocalDate(of: header.at),
                among: view.packs.packs
            )?.reference
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

    /// An entry whose list of addressees is repeated and filled up until the whole has this length.
    func entry(_ header: EntryHeader, ofLength length: Int) throws -> [UInt8] {
        let plain = try entry(header, office()).count
        let missing = length - plain
        let count = missing / 9
        let filler = String(repeating: ",\"350000\"", count: count)
        let rest = String(repeating: "0", count: missing - count * 9)
        return try entry(
            header,
            replacing: "\"360000\"",
            by: "\"360000\(rest)\"\(filler)"
        )
    }
}
