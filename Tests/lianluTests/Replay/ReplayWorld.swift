import Foundation
import LocalAPI
import NodeService
import TestSupport
import Testing
import Wording

@testable import lianlu

/// The nodes of the provinces of some cases, one each, an audit bureau that observes, and one exercise mechanism a case.
struct ReplayWorld {
    /// The offices of every node.
    static let offices = ["scjg": "市场监管", "gaj": "公安", "hg": "海关", "nyj": "农业农村"]
    static let observer = "observer"

    let clock: ReplayClock
    private(set) var nodes: [String: ReplayNode] = [:]

    /// The mechanism of a case.
    static func mechanism(_ published: PublishedCase) -> String {
        "exercise-\(published.id.lowercased())"
    }

    /// Starts the nodes, has those of each case add each other, and puts the charters in force.
    static func make(_ cases: [PublishedCase], start: Int64) async throws -> ReplayWorld {
        var world = ReplayWorld(clock: ReplayClock(start))
        let ports = ReplayPorts()
        let provinces = Set(cases.flatMap(\.provinces)).sorted()
        for province in provinces + [observer] {
            let isObserver = province == observer
            world.nodes[province] = try await ReplayNode.start(
                isObserver ? "audit.ipr.example" : "p\(province).ipr.example",
                region: isObserver ? "000000" : province,
                offices: isObserver ? ["sj": "审计"] : offices,
                clock: world.clock,
                ports: ports
            )
        }
        var known: Set<[String]> = []
        for published in cases {
            let parties = published.provinces + [observer]
            for one in parties {
                for other in parties where one != other && known.insert([one, other]).inserted {
                    let card = try await world[other].client.send(.card)
                    let addition = PeerAddition(card: card.card, fingerprint: card.fingerprint)
                    _ = try await world[one].client.send(.add(addition))
                }
            }
            try await world.establish(published)
        }
        return world
    }

    subscript(_ province: String) -> ReplayNode {
        get throws { try #require(nodes[province], "no node of \(province)") }
    }

    /// Has the members of a case sign and adopt the charter of its exercise.
    private func establish(_ published: PublishedCase) async throws {
        var draft = CharterDraft(
            mechanism: Self.mechanism(published),
            titleZh: "【演练】\(published.title.zh)",
            titleEn: "Exercise: \(published.title.en)",
            members: try published.provinces.map { province in
                CharterDraft.Member(
                    address: province,
                    node: try self[province].name,
                    // Hong Kong and Macao.
                    crossBorder: province.hasPrefix("8")
                )
            }
        )
        draft.observers = [.init(address: "000000", node: try self[Self.observer].name)]
        if published.provinces.contains("000000") {
            draft.roles["co_supervisor"] = ["000000/gaj"]
        }
        let first = try #require(published.provinces.first)
        var text = try await self[first].client.send(.create(draft)).text
        for province in published.provinces.dropFirst() {
            text = try await self[province].client.send(.sign(charter: text)).text
        }
        for party in published.provinces + [Self.observer] {
            _ = try await self[party].client.send(.join(charter: text))
        }
    }

    /// Runs a command line against the node of a province.
    func run(
        _ arguments: [String],
        at province: String,
        language: Language = .en
    ) async throws -> InProcess.Outcome {
        try await InProcess.run(
            arguments,
            home: self[province].home.root.path,
            language: language,
            operations: .installed
        )
    }

    /// How many entries of a record the node of a party has.
    func entryCount(of record: String, at party: String) async throws -> Int {
        do {
            return try await self[party].client.send(.record(record)).summary.entryCount
        } catch let problem as Problem where problem.status == 404 {
            return 0
        }
    }

    func remove() async throws {
        for node in nodes.values { try await node.remove() }
    }
}
