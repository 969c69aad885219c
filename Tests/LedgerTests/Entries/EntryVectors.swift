import Casework
import Cryptography
import Foundation
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// The part of `lianlu-vectors.json` that entries need.
struct EntryVectors {
    struct Refused: CustomTestStringConvertible {
        let why: String
        let bytes: [UInt8]
        var testDescription: String { why }
    }

    struct LoggedEntry {
        let bytes: [UInt8]
        let digest: Digest
        let leafHash: Digest
    }

    let json: [String: Any]

    init() throws { json = try Vectors.json("lianlu-vectors.json") }

    func entries(_ origin: String) throws -> [LoggedEntry] {
        let logs = try #require(json["logs"] as? [String: [String: Any]])
        let entries = try #require(logs[origin]?["entries"] as? [[String: String]])
        return try entries.map { entry in
            LoggedEntry(
                bytes: try bytes(entry["bytes"]),
                digest: try #require(entry["digest"].flatMap { Digest(hex: $0) }),
                leafHash: try #require(entry["leaf_hash_hex"].flatMap { Digest(hex: $0) })
            )
        }
    }

    func root(_ origin: String) throws -> Digest {
        let logs = try #require(json["logs"] as? [String: [String: Any]])
        return try #require((logs[origin]?["root_hex"] as? String).flatMap { Digest(hex: $0) })
    }

    func refused() throws -> [Refused] {
        let list = try #require(json["refused"] as? [[String: String]])
        return try list.map {
            Refused(why: try #require($0["why"]), bytes: try bytes($0["bytes"]))
        }
    }

    func key(_ name: String) throws -> VerifierKey {
        let keys = try #require(json["keys"] as? [String: String])
        return try VerifierKey(parsing: try #require(keys[name]))
    }

    func charters() throws -> [VectorCharter] {
        let list = try #require(json["charters"] as? [[String: Any]])
        return try list.map {
            try VectorCharter(
                text: bytes($0["note"] as? String),
                digest: try #require(($0["digest"] as? String).flatMap { Digest(hex: $0) }),
                isInForce: try #require($0["in_force"] as? Bool),
                predecessor: ($0["predecessor"] as? String).flatMap { Digest(hex: $0) }
            )
        }
    }

    private func bytes(_ base64: String?) throws -> [UInt8] {
        let text = try #require(base64)
        return try #require(Base64.decode(Array(text.utf8)))
    }
}

/// A charter with what the entries' judgement asks of it, from lines of the vectors or made by a test.
struct VectorCharter: PartyResolver {
    let digest: Digest
    let mechanism: MechanismID
    let predecessor: Digest?
    var isInForce: Bool
    var members: [Party] = []
    var roles: [(RoleID, Address)] = []
    var packs: Set<PackReference> = []

    init(
        digest: Digest,
        mechanism: MechanismID,
        predecessor: Digest? = nil,
        isInForce: Bool = true,
        members: [Party],
        packs: Set<PackReference>
    ) {
        self.digest = digest
        self.mechanism = mechanism
        self.predecessor = predecessor
        self.isInForce = isInForce
        self.members = members
        self.packs = packs
    }

    init(text: [UInt8], digest: Digest, isInForce: Bool, predecessor: Digest?) throws {
        var mechanism: MechanismID?
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            switch words[0] {
            case "mechanism": mechanism = MechanismID(words[1])
            case "member":
                let address = try #require(Address(words[1]))
                let node = try #require(words[2].split(separator: "+").first)
                let name = try #require(NodeName(node))
                members.append(Party(member: address, node: name))
            case "role":
                roles.append(
                    (try #require(RoleID(words[1])), try #require(Address(words[2])))
                )
            case "rules": packs.insert(try #require(PackReference(words[1])))
            default: break
            }
        }
        self.mechanism = try #require(mechanism)
        self.digest = digest
        self.isInForce = isInForce
        self.predecessor = predecessor
    }

    func party(of address: Address) -> Party? {
        let member = address.mostSpecific(among: members.map(\.member))
        return members.first { $0.member == member }
    }

    func addresses(of role: RoleID) -> [Address] { roles.filter { $0.0 == role }.map(\.1) }
    func names(_ pack: PackReference) -> Bool { packs.contains(pack) }
}

/// The charters that a test has.
struct TestCharterBook: CharterBook {
    var charters: [Digest: VectorCharter] = [:]
    var ended: [Origin: UInt64] = [:]

    init(_ charters: [VectorCharter]) {
        for charter in charters { self.charters[charter.digest] = charter }
    }

    func charter(_ digest: Digest) -> AdoptableCharter? {
        charters[digest].map {
            AdoptableCharter(
                digest: $0.digest,
                mechanism: $0.mechanism,
                predecessor: $0.predecessor,
                isInForce: $0.isInForce,
                members: $0.members,
                parties: $0
            )
        }
    }

    func currentParties(of mechanism: MechanismID) -> (any PartyResolver)? { current(mechanism) }

    func currentPacks(of mechanism: MechanismID) -> [PackReference] {
        current(mechanism)?.packs.sorted() ?? []
    }

    private func current(_ mechanism: MechanismID) -> VectorCharter? {
        charters.values.filter { $0.mechanism == mechanism && $0.isInForce }
            .max { $0.members.count < $1.members.count }
    }

    func hasEnded(_ origin: Origin, at index: UInt64, under adopted: () -> Digest?) -> Bool {
        ended[origin].map { $0 <= index } ?? false
    }
}
