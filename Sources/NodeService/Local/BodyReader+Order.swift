import Casework
import Cryptography
import Ledger

extension BodyReader {
    /// What was said in a record, in the order of the record, and by which node.
    static func inOrder(
        _ statements: [Statement],
        of state: RecordState?
    ) -> [(node: NodeName?, fields: [FieldID: BodyValue])] {
        let places = Dictionary(
            (state?.order ?? []).enumerated().map { ($1, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return statements.enumerated()
            .sorted { one, other in
                let first = places[one.element.entry] ?? .max
                let second = places[other.element.entry] ?? .max
                return (first, one.offset) < (second, other.offset)
            }
            .map { (LogName($0.element.origin)?.node, $0.element.fields) }
    }
}
