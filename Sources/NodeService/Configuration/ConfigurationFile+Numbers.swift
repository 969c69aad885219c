import Casework
import Foundation
import LocalAPI
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
    /// A head is the name of one series of one office: two of its documents may share it, and two offices may not, whose numbers
    /// nobody could tell apart.
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
            if let other = known[found.head], other.office != found.office {
                throw NodeError(
                    .configurationNumberTwice,
                    [
                        "key": "\(found.office) › \(found.key)", "line": "\(found.line)",
                        "other": "\(other.office) › \(other.key)",
                        "other_line": "\(other.line)", "prefix": found.head,
                    ]
                )
            }
            known[found.head] = known[found.head] ?? found
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
    /// What is to be said of heads for what no rule pack here has: a misspelt id leaves its documents without numbers.
    ///
    /// It keeps no node from starting: the pack that has it may be still to come. `file` is where the heads stand, for the line.
    func unknownDocuments(of packs: PackSet, in file: URL) -> [CodedText] {
        var ids: [String] = []
        for kind in packs.packs.flatMap(\.kinds) {
            let documents = kind.machines.flatMap(\.documents).map(\.id.text)
            for id in [kind.id.text] + documents where !ids.contains(id) { ids.append(id) }
        }
        return documentNumbers.heads.sorted { $0.key < $1.key }.flatMap { office, heads in
            heads.keys.sorted().filter { !ids.contains($0) }.map { key in
                let line = ConfigurationFile.line(ofNumber: key, of: office, in: file)
                return CodedText(
                    NodeError(
                        .configurationNumberKey,
                        ["key": key, "known": ids.joined(separator: ", "), "line": "\(line)"]
                    )
                )
            }
        }
    }
}
