package import Cryptography
package import TransparencyLog

/// Does the costly part of judging entries, which needs no order: reading them and checking signatures.
///
/// It takes a snapshot of the keys that a log knows. Entries of a run may be checked in any order and in parallel, also
/// when the keys change within the run: a line by a key that the snapshot does not hold is checked when the entry is
/// judged in its turn.
package struct EntryVerifier: Sendable {
    private let keys: KeyTable

    /// Takes the keys that a log knows so far.
    package init(_ history: KeyHistory) { keys = history.table }

    /// Reads and checks one entry.
    package func check(_ bytes: some Collection<UInt8>) -> CheckedEntry {
        let entry: UnverifiedEntry
        do throws(Reason) {
            entry = try UnverifiedEntry(parsing: bytes)
        } catch {
            return .unreadable(digest: SHA256.digest(of: bytes), reason: error)
        }
        return check(entry)
    }

    /// Checks one entry that was read before.
    package func check(_ entry: UnverifiedEntry) -> CheckedEntry {
        .readable(entry, entry.note.signatures.map { outcome(of: $0, in: entry) })
    }

    /// Checks those lines of an entry again that were open; a line that is not valid now stays open.
    package func complete(
        _ entry: UnverifiedEntry,
        _ outcomes: [CheckedEntry.Outcome]
    ) -> CheckedEntry {
        .readable(
            entry,
            zip(entry.note.signatures, outcomes).map { line, known in
                guard known == .unknownKey, case .valid(let key) = outcome(of: line, in: entry)
                else { return known }
                return .valid(key)
            }
        )
    }

    private func outcome(
        of line: SignatureLine,
        in entry: UnverifiedEntry
    ) -> CheckedEntry.Outcome {
        guard let key = keys[line] else { return .unknownKey }
        return key.isValid(line, over: entry.note.text) ? .valid(key) : .invalid(key)
    }
}

/// An entry that was read, with what its signature lines are worth by themselves.
package enum CheckedEntry: Sendable {
    /// What one signature line is worth.
    package enum Outcome: Hashable, Sendable {
        /// By this key.
        case valid(VerifierKey)
        /// Said to be by this key, and not.
        case invalid(VerifierKey)
        /// By a key that the snapshot did not hold.
        case unknownKey
    }

    /// Not an entry of this version.
    case unreadable(digest: Digest, reason: Reason)
    /// An entry, and the outcome of each of its lines.
    case readable(UnverifiedEntry, [Outcome])

    /// The SHA-256 of the entry's bytes.
    package var digest: Digest {
        switch self {
        case .unreadable(let digest, _): digest
        case .readable(let entry, _): entry.digest
        }
    }
}

/// Keys by what a signature line says of them.
struct KeyTable: Hashable, Sendable {
    private struct Label: Hashable, Sendable {
        let name: KeyName
        let id: KeyID
    }

    private var keys: [Label: VerifierKey] = [:]

    subscript(line: SignatureLine) -> VerifierKey? {
        keys[Label(name: line.name, id: line.keyID)]
    }

    /// Adds a key; one with the same name and id stays, so that nobody can shadow it.
    mutating func insert(_ key: VerifierKey) {
        let label = Label(name: key.name, id: key.id)
        if keys[label] == nil { keys[label] = key }
    }

    func contains(_ key: VerifierKey) -> Bool {
        keys[Label(name: key.name, id: key.id)] == key
    }

    func isTaken(_ key: VerifierKey) -> Bool {
        keys[Label(name: key.name, id: key.id)] != nil
    }
}
