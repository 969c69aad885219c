import Testing
import TestSupport

@testable import Casework

/// The examples of `identifier-vectors.json`.
struct IdentifierVectors {
    /// A canonical value with what is said of it.
    struct Example: CustomStringConvertible {
        let id: String
        let kind: IdentifierKind
        let value: String
        let status: IdentifierStatus
        let check: String?

        var description: String { id }
    }

    /// What people write, and its canonical form.
    struct Written: CustomStringConvertible {
        let id: String
        let kind: IdentifierKind
        let raw: String
        let normalised: String

        var description: String { id }
    }

    /// A row that is not as it should be.
    struct Malformed: Error {
        let row: String
    }

    let kinds: [(kind: IdentifierKind, row: [String: Any])]
    let examples: [Example]
    let written: [Written]

    init() throws {
        let rows = try Vectors.json("identifier-vectors.json")["kinds"] as? [[String: Any]]
        var kinds: [(IdentifierKind, [String: Any])] = []
        var examples: [Example] = []
        var written: [Written] = []
        for row in rows ?? [] {
            guard let kind = (row["id"] as? String).flatMap(IdentifierKind.init(rawValue:)) else {
                throw Malformed(row: "\(row)")
            }
            kinds.append((kind, row))
            for example in row["examples"] as? [[String: Any]] ?? [] {
                guard let id = example["id"] as? String, let value = example["value"] as? String,
                    let status = (example["status"] as? String)
                        .flatMap(IdentifierStatus.init(rawValue:))
                else { throw Malformed(row: "\(example)") }
                let check = example["check"] as? String
                examples.append(
                    Example(id: id, kind: kind, value: value, status: status, check: check)
                )
            }
            for line in row["written"] as? [[String: Any]] ?? [] {
                guard let id = line["id"] as? String, let raw = line["raw"] as? String,
                    let normalised = line["normalised"] as? String
                else { throw Malformed(row: "\(line)") }
                written.append(Written(id: id, kind: kind, raw: raw, normalised: normalised))
            }
        }
        self.kinds = kinds
        self.examples = examples
        self.written = written
    }
}

/// A judgement on a text that is taken to be canonical.
func judged(_ text: String, _ kind: IdentifierKind) -> IdentifierJudgement {
    IdentifierJudgement(of: ScalarText(text), as: kind)
}

/// Whether two texts are the same bytes, which `==` on strings does not say.
func sameBytes(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
