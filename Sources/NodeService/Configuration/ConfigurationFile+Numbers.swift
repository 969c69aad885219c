import Casework
import Foundation
import Yams

extension ConfigurationFile {
    /// Heads of document numbers of all offices together.
    static let numberHeadCountMax = 256
    private static let numbersKey = "document-numbers"

    /// One head as it stands in the file.
    private struct NumberHead {
        let office: String
        /// A document's or a kind's id.
        let key: String
        let head: String
        let line: Int
    }

    /// `document-numbers`: for each office, by a document's or a kind's id, the head of its series.
    ///
    /// A head is the name of one series: one that stands twice would give each number once, and nobody could tell for what.
    static func documentNumbers(_ top: ConfigurationMapping) throws -> DocumentPrefixes {
        var prefixes = DocumentPrefixes()
        var known: [String: NumberHead] = [:]
        let heads = try numberHeads(top)
        guard heads.count <= numberHeadCountMax else {
            throw NodeError(
                .configurationTooMany,
                [
                    "key": numbersKey, "limit": "\(numberHeadCountMax)",
                    "line": "\(top.line(of: numbersKey))",
                ]
            )
        }
        for found in heads {
            guard DocumentNumber(head: found.head, year: 2000, sequence: 1) != nil else {
                throw NodeError(
                    .configurationNumberPrefix,
                    ["line": "\(found.line)", "prefix": found.head]
                )
            }
            if let other = known.updateValue(found, forKey: found.head) {
                throw NodeError(
                    .configurationNumberTwice,
                    [
                        "key": "\(found.office) › \(found.key)", "line": "\(found.line)",
                        "other": "\(other.office) › \(other.key)",
                        "other_line": "\(other.line)", "prefix": found.head,
                    ]
                )
            }
            prefixes.heads[found.office, default: [:]][found.key] = found.head
        }
        return prefixes
    }

    /// The heads in the order of the file.
    private static func numberHeads(_ top: ConfigurationMapping) throws -> [NumberHead] {
        guard let offices = try top.mapping(numbersKey, allowed: nil) else { return [] }
        var found: [NumberHead] = []
        for office in offices.keys {
            guard let heads = try offices.mapping(office, allowed: nil) else { continue }
            for key in heads.keys {
                let head = try heads.string(key)
                let line = heads.line(of: key)
                found.append(NumberHead(office: office, key: key, head: head, line: line))
            }
        }
        return found.sorted { $0.line < $1.line }
    }

    /// The line of a head; 1 where the file cannot be read again, which was read a moment ago.
    static func line(ofNumber key: String, of office: String, in file: URL) -> Int {
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let mapping = (try? Yams.compose(yaml: text))?.mapping,
            let top = try? ConfigurationMapping(mapping, allowed: nil),
            let offices = try? top.mapping(numbersKey, allowed: nil),
            let heads = try? offices.mapping(office, allowed: nil)
        else { return 1 }
        return heads.line(of: key)
    }
}

extension NodeConfiguration {
    /// Refuses a head for what no rule pack here has: a misspelt id would leave its documents without numbers, and nobody would be
    /// told.
    ///
    /// `file` is where the heads stand, for the line.
    func requireDocuments(of packs: PackSet, in file: URL) throws(NodeError) {
        var ids: [String] = []
        for kind in packs.packs.flatMap(\.kinds) {
            let documents = kind.machines.flatMap(\.documents).map(\.id.text)
            for id in [kind.id.text] + documents where !ids.contains(id) { ids.append(id) }
        }
        for (office, heads) in documentNumbers.heads.sorted(by: { $0.key < $1.key }) {
            for key in heads.keys.sorted() where !ids.contains(key) {
                let line = ConfigurationFile.line(ofNumber: key, of: office, in: file)
                throw NodeError(
                    .configurationNumberKey,
                    ["key": key, "known": ids.joined(separator: ", "), "line": "\(line)"]
                )
            }
        }
    }
}
