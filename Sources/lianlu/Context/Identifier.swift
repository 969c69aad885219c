import Foundation
import LocalAPI

/// Ids, digests and addresses as they stand on the command line.
enum Identifier {
    /// An id of a state or an event: a hyphen stands for an underscore.
    static func event(_ text: String) -> String { text.replacing("-", with: "_") }

    /// Whether a word can be an id, and no title.
    static func isID(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
    }

    /// A digest or its beginning of at least 8 hex digits, in lower case.
    static func digestPrefix(_ text: String) throws(CommandError) -> String {
        let minimum = Limits.digestPrefixDigitCountMin
        guard let digest = digest(text, minimum: minimum) else {
            throw CommandError(.digestInvalid, ["text": text, "limit": String(minimum)])
        }
        return digest
    }

    /// A whole digest.
    static func wholeDigest(_ text: String) throws(CommandError) -> String {
        guard let digest = digest(text, minimum: 64) else {
            throw CommandError(.digestNotWhole, ["text": text])
        }
        return digest
    }

    /// Values given one by one or joined by commas.
    static func list(_ texts: [String]) -> [String] {
        texts.flatMap { text in
            text.split { $0 == "," || $0 == "，" }.map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// `addressees`, `mechanism`, `none`, or addresses joined by commas.
    static func audience(_ text: String) -> EntrySubmission.Audience {
        switch text {
        case "addressees": .addressees
        case "mechanism": .mechanism
        case "none": .addresses([])
        default: .addresses(list([text]))
        }
    }

    private static func digest(_ text: String, minimum: Int) -> String? {
        let lower = text.lowercased()
        let isHex = lower.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        return isHex && (minimum...64).contains(lower.utf8.count) ? lower : nil
    }
}

extension CommandContext {
    /// The whole digest of a record given by a prefix: nothing is signed upon a prefix.
    func wholeDigest(_ prefix: String) async throws -> String {
        if prefix.utf8.count == 64 { return prefix }
        return try await send(.record(prefix)).summary.record
    }
}
