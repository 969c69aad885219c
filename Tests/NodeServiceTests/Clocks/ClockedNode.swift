import Casework
import Foundation
import LocalAPI
import Synchronization
import Testing

@testable import NodeService

/// A clock that a test sets.
final class SetClock: Sendable {
    private let second: Mutex<Int64>

    init(_ second: Int64) { self.second = Mutex(second) }

    /// A clock that stands at a time as entries have it.
    convenience init(_ text: String) throws {
        self.init(try #require(Timestamp(text)).instant)
    }

    var now: Int64 { second.withLock { $0 } }

    func set(_ text: String) throws {
        let instant = try #require(Timestamp(text)).instant
        second.withLock { $0 = instant }
    }

    /// The clock as a node takes it.
    var time: NodeTime { NodeTime(now: { self.now }, isSynchronised: { true }) }
}

extension TestNode {
    /// Installs the pack of the nine kinds, and names it.
    func installCooperation() throws -> String {
        let bytes = RulePack.cooperationBytes
        let reference = try RulePack.load(bytes).reference
        try node.update { view in
            if let error = view.packs.insert(bytes, as: reference) { throw error }
        }
        return reference.text
    }

    /// Reports a case of suspected crime, for whose approval there are three days: a step of the home log.
    func reportCrime(
        _ title: String = "【演练】移送公安",
        rules: String,
        office: String? = nil
    ) async throws -> LocalAPI.Acknowledgement {
        var report = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "handover-criminal",
            event: "report"
        )
        (report.rules, report.office) = (rules, office)
        report.fields = [
            "cause": .text("假冒注册商标"), "title": .text(title),
            "handling_officers": .list([.text("甲"), .text("乙")]),
            "reported_at": .text(try NodeTime.timestamp(at: node.time.now()).text),
        ]
        return try await submit(report)
    }
}
