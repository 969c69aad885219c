import Foundation
import LocalAPI
import NodeService
import TestSupport
import Testing
import Wording

@testable import lianlu

/// The documents of a replay, printed by the real command at every party that may.
struct ReplayPrints {
    private let replay: Replay
    /// What was printed, by kind and document.
    private(set) var documents: Set<String> = []

    init(_ replay: Replay) { self.replay = replay }

    /// Prints each document that the timeline of each matter offers, at each member.
    mutating func printAll(of published: PublishedCase) async throws {
        for matter in published.matters {
            let place = Replay.Place(published: published.id, matter: matter.id)
            guard !replay.broken.contains(place), let progress = replay.matters[place],
                let record = progress.shared ?? progress.home
            else { continue }
            for party in published.provinces {
                for (entry, document) in try await offered(record, at: party) {
                    let name = "\(published.id) \(matter.id) \(document) at \(party)"
                    try await printed(record, entry, document, at: party, name)
                    documents.insert("\(matter.machine) \(document)")
                }
            }
        }
    }

    private func offered(
        _ record: String,
        at party: String
    ) async throws -> [(entry: String, document: String)] {
        let detail: RecordDetail
        do {
            detail = try await replay.world[party].client.send(.record(record))
        } catch let problem as Problem where problem.status == 404 {
            // What never left home nobody else knows.
            return []
        }
        return detail.timeline.flatMap { entry in
            (entry.documents ?? []).map { (entry.entry, $0.document) }
        }
    }

    private func printed(
        _ record: String,
        _ entry: String,
        _ document: String,
        at party: String,
        _ name: String
    ) async throws {
        let line = ["record", "print", record, "--entry", entry, "--document", document]
        let page = try await replay.world.run(line, at: party, language: .zh)
        #expect(page.code == .done, "\(name): \(page.talk)")
        let data = try await replay.world.run(line + ["--json"], at: party)
        let form = try JSONDecoder().decode(PrintedForm.self, from: Data(data.data.utf8))
        // What people wrote may hold any word.
        let written = Self.written(in: form)
        let faults = EveryDocumentTests.faults(in: page.data)
            .filter { fault in !written.contains { $0.contains(fault) } }
        #expect(faults.isEmpty, "\(name)")
    }

    private static func written(in form: PrintedForm) -> [String] {
        let ids = ["enum", "region", "office", "law_ref", "mechanism", "record_ref", "boolean"]
        return form.fields.filter { !ids.contains($0.kind) }.flatMap { texts($0.value) }
            + form.attachments + [form.subject, form.documentNumber].compactMap(\.self)
            + [form.party?.name, form.answered?.documentNumber].compactMap(\.self)
    }

    private static func texts(_ value: FieldValue) -> [String] {
        switch value {
        case .text(let text): [text]
        case .integer(let number): ["\(number)"]
        case .list(let values): values.flatMap(texts)
        case .object(let members): members.values.flatMap(texts)
        case .boolean: []
        }
    }
}
