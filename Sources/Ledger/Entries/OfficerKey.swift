package import Casework
package import TransparencyLog

/// The public half of an officer's own key as it is handed to the office, before anybody has given it a pseudonym.
///
/// It is written as a vkey under the name `officer`, so that a slip of the pen is found by its id. The name under which it signs,
/// `<node>/office/<office>/<officer>`, comes with the enrolment (FORMATS.md §3).
package struct OfficerKey: Hashable, Sendable {
    /// The name that stands in the text until the key is enrolled.
    package static let name = "officer"

    /// The vkey under that name.
    package let handedOver: VerifierKey

    /// Takes 32 raw bytes; throws `verifier_key_unusable` for what is no Ed25519 key.
    package init(publicKey: some Collection<UInt8>) throws(TransparencyLogError) {
        handedOver = try VerifierKey(
            name: KeyName(Self.name),
            algorithm: .ed25519,
            publicKey: publicKey
        )
    }

    /// Reads the text of a vkey; nil for another name, another algorithm and anything that is no vkey.
    package init?(parsing text: String) {
        // Why a text is no key does not matter here: there is one way to make a good one.
        guard let key = try? VerifierKey(parsing: text), key.algorithm == .ed25519,
            key.name.bytes == Array(Self.name.utf8)
        else { return nil }
        handedOver = key
    }

    /// The raw bytes.
    package var publicKey: [UInt8] { handedOver.publicKey }

    /// What the officer and the operator read to each other: the same before the enrolment and after it.
    package var fingerprint: Fingerprint { Fingerprint(of: handedOver) }

    /// The key under the name that it signs with.
    package func key(
        of officer: OfficerID,
        in office: OfficeID,
        at node: NodeName
    ) throws(TransparencyLogError) -> VerifierKey {
        try VerifierKey(
            name: KeyName(LogName.keyName(node, office, officer)),
            algorithm: .ed25519,
            publicKey: publicKey
        )
    }
}

/// An officer as a log's own entries enrolled him.
package struct EnrolledOfficer: Hashable, Sendable {
    /// His key, under the name that it signs with.
    package let key: VerifierKey
    /// The office that enrolled him.
    package let office: OfficeID
    /// His pseudonym.
    package let officer: OfficerID
    /// His rank.
    package let rank: RankID
    /// The index of the entry that enrolled him.
    package let index: UInt64
    /// The index of the entry that revoked him; nil where none did.
    package let revokedAt: UInt64?
    /// Whether his signature counts for the log's next entry.
    package let holds: Bool
}

extension KeyHistory {
    /// The officers that the log's entries enrolled, in that order, those included that were revoked.
    package var officers: [EnrolledOfficer] {
        enrolled.compactMap { key, known in
            guard let first = known.enrolments.first, let rank = known.enrolments.last?.rank,
                let name = officerName(of: key)
            else { return nil }
            return EnrolledOfficer(
                key: key,
                office: name.office,
                officer: name.officer,
                rank: rank,
                index: first.index,
                revokedAt: known.revocations.map(\.index).min(),
                holds: standing(of: key, at: size) == .holds
            )
        }
        .sorted { $0.index < $1.index }
    }

    /// The names of all keys of the log with these raw bytes, whatever they sign and whether they hold.
    package func names(of publicKey: [UInt8]) -> [KeyName] {
        let keys = (logKeys + nodeKeys + rotatedMirrorKeys).map(\.key) + Array(enrolled.keys)
        return keys.filter { $0.publicKey == publicKey }.map(\.name)
    }

    private func officerName(of key: VerifierKey) -> (office: OfficeID, officer: OfficerID)? {
        let prefix = Array("\(name.node)/office/".utf8)
        let bytes = key.name.bytes
        guard bytes.starts(with: prefix) else { return nil }
        let parts = bytes.dropFirst(prefix.count).split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, let office = OfficeID(parts[0]), let officer = OfficerID(parts[1])
        else { return nil }
        return (office, officer)
    }
}

/// Whether a key may be enrolled for an officer, by what a node's own logs say of it.
package enum OfficerAdmission: Hashable, Sendable {
    /// No log knows it.
    case new
    /// It was enrolled for this office with this rank, and an attempt that was cut off left some logs without it.
    case unfinished(EnrolledOfficer)
    /// It stands under a name already, of whatever kind; one key is one person, and one person acts for one office.
    case taken(KeyName)

    /// Judges a key by the histories of all own logs; `others` are keys of the node that need not stand in a log.
    package init(
        of key: OfficerKey,
        for office: OfficeID,
        rank: RankID,
        in histories: [KeyHistory],
        besides others: [VerifierKey]
    ) {
        let known = histories.lazy.flatMap(\.officers).first { $0.key.publicKey == key.publicKey }
        if let known, known.office == office, known.rank == rank, known.holds,
            histories.contains(where: { !$0.knows(known.key) })
        {
            self = .unfinished(known)
            return
        }
        let names =
            histories.flatMap { $0.names(of: key.publicKey) }
            + others.filter { $0.publicKey == key.publicKey }.map(\.name)
        self = names.first.map { .taken($0) } ?? .new
    }
}

extension KeyHistory {
    /// Whether a key of an office or an officer was ever enrolled in this log.
    package func knows(_ key: VerifierKey) -> Bool { enrolled[key] != nil }
}
