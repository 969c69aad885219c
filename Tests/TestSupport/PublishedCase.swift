import Foundation

/// A published cross-region case, as `Tests/Vectors/cases.json` maps it step by step on the pack of the nine kinds.
///
/// What was never published has a value of the exercise, because the rules ask for it; it is marked, and shown as `未公开`.
package struct PublishedCase: Decodable, Sendable {
    /// What is shown where nothing was published.
    package static let unpublished = "未公开"

    /// A title in both languages.
    package struct Title: Decodable, Sendable {
        package let zh: String
        package let en: String
    }

    /// Where the case was published.
    package struct Source: Decodable, Sendable {
        package let title: String
        package let published: String
    }

    /// One matter of a case: a record, from its first step at home to its last one in the mechanism.
    package struct Matter: Decodable, Sendable {
        package let id: String
        package let kind: String
        package let machine: String
        /// The offices as published; nil where they were not.
        package let sender: String?
        package let receiver: String?
        package let steps: [Step]
    }

    /// One step of a matter.
    package struct Step: Decodable, Sendable {
        /// The step of the published flow; nil for a receipt that the addressee's node signs by itself, and for an answer that the rules
        /// ask for and that the publication leaves out.
        package let step: Int?
        package let event: String
        /// The address that signs.
        package let by: String
        /// Whether the publication states the step, or it follows, or only the rules ask for it, or a node takes it by itself.
        package let basis: String
        package let to: [String]?
        /// The day as it was published; nil where none was.
        package let on: String?
        /// The moment of the replay.
        package let at: String
        /// The rank of the approver whose signature the rules ask for.
        package let approver: String?
        /// Which of `by` and `to` the exercise chose.
        package let unpublishedParties: [String]?
        package let fields: [String: PublishedValue]?
        package let unpublished: [String: PublishedValue]?
        /// What was published of a value of `unpublished`: the month of a day.
        package let publishedParts: [String: String]?

        private enum CodingKeys: String, CodingKey {
            case step, event, by, basis, to, on, at, approver, fields, unpublished
            case unpublishedParties = "unpublished_parties"
            case publishedParts = "published_parts"
        }

        /// Everything that the step's body and header say.
        package var values: [String: PublishedValue] {
            (fields ?? [:]).merging(unpublished ?? [:]) { published, _ in published }
        }

        /// The province whose node signs; `000000` for a central authority.
        package var province: String { PublishedCase.province(of: by) }

        /// Whether the addressee's node signs the step by itself.
        package var isAutomatic: Bool { basis == "automatic" }
    }

    package let id: String
    package let title: Title
    package let source: Source
    package let matters: [Matter]

    /// The province that acts for an address.
    package static func province(of address: String) -> String { address.prefix(2) + "0000" }

    /// The provinces of everybody who signs or is addressed, sorted.
    package var provinces: [String] {
        let steps = matters.flatMap(\.steps)
        return Set(steps.flatMap { [$0.by] + ($0.to ?? []) }.map(Self.province)).sorted()
    }

    private struct File: Decodable {
        let format: String
        let cases: [PublishedCase]
    }

    /// All of them, in the order of their ids.
    package static func all() throws -> [PublishedCase] {
        let file = try JSONDecoder().decode(File.self, from: Vectors.data("cases.json"))
        guard file.format == "lianlu/cases/v1" else {
            throw Vectors.Unreadable(description: "cases.json: \(file.format)")
        }
        return file.cases
    }
}

/// A value of a field.
package enum PublishedValue: Decodable, Hashable, Sendable {
    case text(String)
    case number(Int64)
    case list([String])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // What is neither a number nor a text is a list, whose own error says what is wrong.
        if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .list(try container.decode([String].self))
        }
    }

    /// Its texts.
    package var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .number(let number): ["\(number)"]
        case .list(let texts): texts
        }
    }
}
