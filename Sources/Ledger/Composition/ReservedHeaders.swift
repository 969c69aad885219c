package import Casework
package import Cryptography
package import TransparencyLog

/// The headers of the reserved machines (FORMATS.md §3).
extension EntryHeader {
    /// `log`/`open`: entry 0, which names the log's key and charter, and for a successor log its predecessor's last checkpoint.
    package static func openLog(
        at: Timestamp,
        key: VerifierKey,
        charter: Digest?,
        previous: Previous? = nil
    ) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .log, event: .open)
        header.key = key
        header.charter = charter
        header.previous = previous
        return header
    }

    /// `log`/`rekey` at an index: checkpoints larger than it are signed by the new key.
    package static func rekeyLog(
        at: Timestamp,
        key: VerifierKey,
        index: EntryIndex
    ) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .log, event: .rekey)
        header.key = key
        header.since = index.rawValue
        return header
    }

    /// `charter`/`adopt`.
    package static func adopt(at: Timestamp, charter: Digest) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .charter, event: .adopt)
        header.charter = charter
        return header
    }

    /// `node`/`rotate`: a new node key, signed by the old one and itself, or a new mirror key, signed by the node.
    package static func rotateNode(at: Timestamp, key: VerifierKey) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .node, event: .rotate)
        header.key = key
        return header
    }

    /// `office`/`enrol`.
    package static func enrolOffice(at: Timestamp, key: VerifierKey) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .office, event: .enrol)
        header.key = key
        return header
    }

    /// `office`/`revoke`: signatures of the key are not trusted from index `since` on.
    package static func revokeOffice(
        at: Timestamp,
        key: VerifierKey,
        since: EntryIndex
    ) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .office, event: .revoke)
        header.key = key
        header.since = since.rawValue
        return header
    }

    /// `officer`/`enrol`, signed by the office; `identity` is the personal object that says who it is, for nobody else.
    package static func enrolOfficer(
        at: Timestamp,
        key: VerifierKey,
        office: OfficeID,
        rank: RankID,
        identity: ObjectReference? = nil
    ) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .officer, event: .enrol)
        header.key = key
        header.office = office
        header.facts = [Fact(field: FieldID(unchecked: "rank"), value: .string(rank.text))]
        header.objects = identity.map { [$0] } ?? []
        return header
    }

    /// `officer`/`revoke`, signed by the office.
    package static func revokeOfficer(
        at: Timestamp,
        key: VerifierKey,
        office: OfficeID,
        since: EntryIndex
    ) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .officer, event: .revoke)
        header.key = key
        header.office = office
        header.since = since.rawValue
        return header
    }

    /// `record`/`correct`: the office that wrote an entry corrects what it says, with a new body.
    package static func correct(
        at: Timestamp,
        signer: (from: RegionCode, office: OfficeID),
        record: Digest,
        target: Digest,
        objects: [ObjectReference],
        parents: [Digest] = []
    ) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .record, event: .correct)
        header.from = signer.from
        header.office = signer.office
        header.record = record
        header.target = target
        header.objects = objects
        header.parents = parents
        return header
    }

    /// `object`/`erase`, with its approver: an object that `target` introduced is to be destroyed.
    ///
    /// `basis` is the object that states the legal basis.
    package static func erase(
        at: Timestamp,
        signer: (from: RegionCode, office: OfficeID, officer: OfficerID),
        record: Digest,
        target: Digest,
        object: Digest,
        basis: ObjectReference? = nil
    ) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .object, event: .erase)
        header.from = signer.from
        header.office = signer.office
        header.officer = signer.officer
        header.record = record
        header.target = target
        header.object = object
        header.objects = basis.map { [$0] } ?? []
        return header
    }

    /// `object`/`erased`: this node has destroyed its copy of an object that `target` introduced.
    package static func erased(
        at: Timestamp,
        from: RegionCode,
        target: Digest,
        object: Digest
    ) -> EntryHeader {
        var header = EntryHeader(at: at, machine: .object, event: .erased)
        header.from = from
        header.office = .system
        header.target = target
        header.object = object
        return header
    }
}
