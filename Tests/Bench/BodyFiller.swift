import Casework
import Cryptography
import Ledger
import LogStorage
import NodeService
import SQLiteStorage
import TransparencyLog

/// Fills a node's home log with open records that have a body and a statutory clock.
struct BodyFiller {
    /// Reports so many cases of suspected crime at home: three days to approve each.
    ///
    /// Each body has the fields of its number.
    func fill(
        _ node: Node,
        to count: Int,
        _ fields: @escaping @Sendable (Int) -> [(String, BodyValue)]
    ) async throws {
        let bytes = RulePack.cooperationBytes
        let rules = try RulePack.load(bytes).reference
        try node.update { view in
            if let error = view.packs.insert(bytes, as: rules) { throw error }
        }
        guard let office = OfficeID("scjg"), let machine = MachineID("handover-criminal"),
            let event = EventID("report")
        else { throw LogFiller.Failure(description: "a value of the entry is malformed") }
        let view = node.view
        let now = NodeTime.system.now()
        try await EntryWriters(node: node, mechanism: nil, office: office).fill(0..<count) {
            number in
            // Ten ends, half of them past.
            let at = try NodeTime.timestamp(
                at: now - Int64(10 - number * 10 / count) * 86_400 / 2
            )
            var header = EntryHeader(at: at, machine: machine, event: event)
            header.from = view.card.content.region
            header.office = office
            header.rules = rules
            let pairs = fields(number).compactMap { id, value in FieldID(id).map { ($0, value) } }
            let body = Body(fields: Dictionary(pairs) { first, _ in first })
            let (reference, object) = try EntryWriters.sealed(
                body.encoded(),
                audience: .addresses([]),
                of: view
            )
            header.objects = [reference]
            return (header, [object])
        }
    }
}
