import Casework
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import LogStorage
import Logging
import SQLiteStorage
import TransparencyLog

@testable import NodeService

/// A real node in a home of its own under the temporary directory, with its writers running.
final class TestNode {
    let home: HomeDirectory
    let node: Node
    let local: NodeLocalService
    private let writers: Task<Void, any Error>

    /// A caller who may do everything, as the user that runs the node.
    static let operatorCaller = Caller(
        credentials: PeerCredentials(pid: 1, uid: geteuid(), gids: []),
        offices: .all,
        rights: [.read, .sign]
    )

    static func makeHome(
        _ name: String,
        region: String,
        offices: [String: String] = ["scjg": "市场监管"]
    ) async throws -> HomeDirectory {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-\(UUID().uuidString)")
        let home = HomeDirectory(folder.path)
        let configuration = NodeConfiguration(
            node: name,
            region: region,
            listen: "127.0.0.1:0",
            url: "https://127.0.0.1:7443",
            offices: offices
        )
        _ = try await HomeInitializer(home: home, configuration: configuration).run()
        return home
    }

    static func make(_ name: String, region: String) async throws -> TestNode {
        try await TestNode(opening: makeHome(name, region: region))
    }

    /// Opens a home; a clock of its own may be wrong, a logger of its own lets a test read what operators are told, and a reserve makes the disk full.
    init(
        opening home: HomeDirectory,
        logger: Logger? = nil,
        time: NodeTime = .system,
        freeByteCountMin: UInt64? = nil
    ) async throws {
        self.home = home
        var quiet = Logger(label: "test")
        quiet.logLevel = .critical
        let opened = try await Node.open(home, time: time, logger: logger ?? quiet) { options in
            if let freeByteCountMin { options.freeByteCountMin = freeByteCountMin }
        }
        node = opened
        local = NodeLocalService(opened)
        writers = Task { try await opened.runWriters() }
    }

    /// Stops the writers and closes the store; the home stays.
    func close() async throws {
        writers.cancel()
        // Ending by cancellation is what was asked for.
        _ = await writers.result
        try node.close()
    }

    /// Closes and removes the home.
    func remove() async throws {
        try await close()
        try FileManager.default.removeItem(at: home.root)
    }

    /// A submission with the fields that the clue's steps ask for up to `event`.
    func submission(_ event: String, record: String? = nil) -> EntrySubmission {
        .exercise(event, record: record, from: node.view.card.content.region.text)
    }

    func submit(_ submission: EntrySubmission) async throws -> LocalAPI.Acknowledgement {
        try await local.submit(submission, caller: Self.operatorCaller)
    }

    /// Drafts and approves a clue; what comes next is to send it to a region in the mechanism `exercise`.
    func approved(
        to region: String
    ) async throws -> (created: LocalAPI.Acknowledgement, send: EntrySubmission) {
        let created = try await submit(submission("create"))
        _ = try await submit(submission("approve", record: created.entry))
        var send = submission("send", record: created.entry)
        send.mechanism = "exercise"
        send.to = [region]
        return (created, send)
    }

    /// As `approved`, by one of several offices.
    func approvedBy(
        _ office: String,
        to region: String
    ) async throws -> (created: LocalAPI.Acknowledgement, send: EntrySubmission) {
        var create = submission("create")
        create.office = office
        let created = try await submit(create)
        var approve = submission("approve", record: created.entry)
        approve.office = office
        _ = try await submit(approve)
        var send = submission("send", record: created.entry)
        (send.mechanism, send.to, send.office) = ("exercise", [region], office)
        return (created, send)
    }

    /// The size of one of the node's own logs.
    func size(of mechanism: String) async throws -> UInt64 {
        let origin = try Origin("\(node.view.node)/\(mechanism)")
        return try await node.store.read { try $0.log(origin)?.size.rawValue ?? 0 }
    }
}

/// Two nodes that know each other's cards and share the mechanism `exercise`, without any network.
struct TwoNodes {
    let jiangxi: TestNode
    let fujian: TestNode
    let charter: CharterDocument

    /// Makes both; with `isJoined` false the charter is signed, and nobody has joined yet.
    static func make(
        isJoined: Bool = true,
        jiangxiOffices: [String: String] = ["scjg": "市场监管"],
        fujianOffices: [String: String] = ["scjg": "市场监管"]
    ) async throws -> TwoNodes {
        let jiangxi = try await TestNode(
            opening: TestNode.makeHome(
                "jiangxi.ipr.example",
                region: "360000",
                offices: jiangxiOffices
            )
        )
        let fujian = try await TestNode(
            opening: TestNode.makeHome(
                "fujian.ipr.example",
                region: "350000",
                offices: fujianOffices
            )
        )
        let caller = TestNode.operatorCaller
        for (one, other) in [(jiangxi, fujian), (fujian, jiangxi)] {
            let card = try await other.local.card(caller: caller)
            _ = try await one.local.add(
                PeerAddition(card: card.card, fingerprint: card.fingerprint),
                caller: caller
            )
        }
        let draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        let created = try await jiangxi.local.create(draft, caller: caller)
        let signed = try await fujian.local.sign(charter: created.text, caller: caller)
        for node in [jiangxi, fujian] where isJoined {
            _ = try await node.local.join(charter: signed.text, caller: caller)
        }
        return TwoNodes(jiangxi: jiangxi, fujian: fujian, charter: signed)
    }

    func remove() async throws {
        try await jiangxi.remove()
        try await fujian.remove()
    }
}
