import Casework

extension ConfigurationFile {
    /// Heads of document numbers of all offices together.
    static let numberHeadCountMax = 256

    /// `document-numbers`: for each office, by a document's or a kind's id, the head of its series.
    static func documentNumbers(_ top: ConfigurationMapping) throws -> DocumentPrefixes {
        guard let offices = try top.mapping("document-numbers", allowed: nil) else {
            return DocumentPrefixes()
        }
        var prefixes = DocumentPrefixes()
        var count = 0
        for office in offices.keys {
            guard let heads = try offices.mapping(office, allowed: nil) else { continue }
            for key in heads.keys {
                let head = try heads.string(key)
                guard DocumentNumber(head: head, year: 2000, sequence: 1) != nil else {
                    throw NodeError(
                        .configurationNumberPrefix,
                        ["line": "\(heads.line(of: key))", "prefix": head]
                    )
                }
                prefixes.heads[office, default: [:]][key] = head
                count += 1
            }
        }
        guard count <= numberHeadCountMax else {
            throw NodeError(
                .configurationTooMany,
                [
                    "key": "document-numbers", "limit": "\(numberHeadCountMax)",
                    "line": "\(top.line(of: "document-numbers"))",
                ]
            )
        }
        return prefixes
    }
}
