import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import SQLiteStorage

/// A document number that a step takes: the next one of a series of the office, or one that an officer gave.
struct NumberClaim: Hashable, Sendable {
    /// The office whose number it is.
    let office: OfficeID
    /// The number in its canonical form.
    let number: String
    /// The series that it continues; nil for a number that was given.
    let series: DocumentNumber?
}

/// The document numbers that the offices of this node have used, beside the logs.
///
/// It is written in the transaction that appends the step, so that a number is used if and only if its step is stored: series
/// have no gap and no number is given out twice, whatever is killed when.
struct NumberBook {
    let transaction: SQLiteTransaction

    /// How far a search for a free number goes past numbers that officers gave themselves.
    static let skippedCountMax = 10_000

    private static func usedKey(_ office: OfficeID, _ number: String) -> [UInt8] {
        Array("used\0\(office)\0".utf8) + Array(SHA256.digest(of: Array(number.utf8)).hex.utf8)
    }

    private static func lastKey(_ office: OfficeID, _ number: DocumentNumber) -> [UInt8] {
        let series = SHA256.digest(of: Array("\(number.head)\0\(number.year)".utf8)).hex
        return Array("last\0\(office)\0\(series)".utf8)
    }

    private static func entryKey(_ entry: Digest) -> [UInt8] { Array("entry\0\(entry.hex)".utf8) }

    /// The entry that took a number of an office first; nil while it is free.
    func entry(of number: String, office: OfficeID) throws -> Digest? {
        try transaction.document(.documentNumber, Self.usedKey(office, number))
            .flatMap { Digest(hexBytes: $0) }
    }

    /// The number that an entry took; nil for one that took none.
    func number(of entry: Digest) throws -> String? {
        try transaction.document(.documentNumber, Self.entryKey(entry))
            .flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The next free number of a series; throws `document_numbers_used_up` behind the last one.
    func next(head: String, year: Int, office: OfficeID) throws -> DocumentNumber {
        guard let first = DocumentNumber(head: head, year: year, sequence: 1) else {
            throw NodeError(.numberPrefixInvalid, ["prefix": head])
        }
        let last = try transaction.document(.documentNumber, Self.lastKey(office, first))
            .flatMap { String(validating: $0, as: UTF8.self) }.flatMap { Int($0) }
        let start = (last ?? 0) + 1
        for sequence in start..<(start + Self.skippedCountMax) {
            guard let number = DocumentNumber(head: head, year: year, sequence: sequence) else {
                break
            }
            // Numbers that officers took from this series themselves are passed over.
            if try entry(of: number.text, office: office) == nil { return number }
        }
        throw NodeError(.documentNumbersUsedUp, ["prefix": head, "year": "\(year)"])
    }

    /// Whether a claim still holds: nobody has taken the number since, and it is the next of its series.
    func holds(_ claim: NumberClaim) throws -> Bool {
        guard let series = claim.series else { return true }
        return try next(head: series.head, year: series.year, office: claim.office) == series
    }

    /// Notes that an entry took a number; of a number that was used before, the first entry stays.
    func take(_ claim: NumberClaim, by entry: Digest) throws {
        let used = Self.usedKey(claim.office, claim.number)
        if try transaction.document(.documentNumber, used) == nil {
            try transaction.putDocument(.documentNumber, used, Array(entry.hex.utf8))
        }
        try transaction.putDocument(
            .documentNumber,
            Self.entryKey(entry),
            Array(claim.number.utf8)
        )
        guard let series = claim.series else { return }
        try transaction.putDocument(
            .documentNumber,
            Self.lastKey(claim.office, series),
            Array("\(series.sequence)".utf8)
        )
    }
}
