import Casework
import Cryptography
import Foundation
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// Keys, cards and charters of the test federation.
enum Fixtures {
    static func signer(_ name: String, tag: String = "") throws -> Ed25519Signer {
        try Ed25519Signer(name: KeyName(name), seed: TestKeys.seed(name, tag: tag))
    }

    /// The node key of `<short>.ipr.example`.
    static func node(_ short: String, tag: String = "") throws -> Ed25519Signer {
        try signer("\(short).ipr.example", tag: tag)
    }

    static func peer(_ short: String, tag: String = "") throws -> PeerNode {
        try #require(PeerNode(key: node(short, tag: tag).verifierKey))
    }

    static func name(_ short: String) throws -> NodeName {
        try #require(NodeName("\(short).ipr.example"))
    }

    static func mirror(_ short: String, tag: String = "") throws -> VerifierKey {
        let name = "\(short).ipr.example/mirror"
        let key = try TestKeys.privateKey(name, type: 4, tag: tag)
        return try CosignatureSigner(name: KeyName(name), privateKey: key).verifierKey
    }

    static func address(_ text: String) throws -> Address { try #require(Address(text)) }

    /// The content of a card like those of the vectors, under keys of its own.
    static func card(
        _ short: String,
        serial: UInt64 = 1_763_600_001,
        tag: String = "",
        pin: String? = nil
    ) throws -> CardContent {
        CardContent(
            node: try name(short),
            key: try node(short, tag: tag).verifierKey,
            region: try #require(RegionCode("360000")),
            url: try #require(NodeURL("https://\(short).ipr.example:7443")),
            pins: [self.pin(pin ?? short)],
            mirror: try mirror(short, tag: tag),
            serial: serial,
            issued: try #require(Timestamp("2026-11-20T08:00:00+08:00")),
            expires: try #require(Timestamp("2027-11-20T08:00:00+08:00"))
        )
    }

    static func pin(_ name: String) -> Digest {
        SHA256.digest(of: Array(name.utf8))
    }

    /// A new key's certificate.
    static func certificate(_ short: String) throws -> Certificate {
        try NodeCertificate.selfSigned(
            nodeName: name(short).text,
            key: P256.PrivateKey(),
            notBefore: 1_763_600_000,
            notAfter: 1_863_600_000
        )
    }

    static func signed(_ content: CardContent, tag: String = "") throws -> PeerCard {
        try PeerCard(content, signer: signer(content.node.text, tag: tag))
    }

    /// Signs any text as a node would, whatever it says.
    static func note(_ text: String, by signers: [any NoteSigner]) throws -> [UInt8] {
        try Note(text: Array(text.utf8), signers: signers).encoded
    }

    static func member(
        _ address: String,
        _ short: String,
        tag: String = "",
        crossBorder: Bool = false
    ) throws -> CharterContent.Member {
        try #require(
            CharterContent.Member(
                address: self.address(address),
                key: node(short, tag: tag).verifierKey,
                isCrossBorder: crossBorder
            )
        )
    }

    /// A charter of these members, given as (address, node); signed by `signers`, or by all of them.
    static func charter(
        _ members: [(String, String)],
        after predecessor: Charter? = nil,
        signers: [String]? = nil,
        mechanism: String = "delta",
        change: (inout CharterContent) throws -> Void = { _ in }
    ) throws -> Charter {
        var content = CharterContent(
            mechanism: try #require(MechanismID(mechanism)),
            revision: (predecessor?.content.revision ?? 0) + 1,
            predecessor: predecessor?.digest,
            titleZh: "演练机制",
            titleEn: "Exercise",
            members: try members.map { try member($0.0, $0.1) }.sorted { $0.address < $1.address }
        )
        let left = Set(predecessor?.content.members.map(\.node) ?? [])
            .subtracting(content.members.map(\.node))
        content.ended = try left.map { .init(origin: try Origin("\($0)/\(mechanism)"), size: 0) }
        try change(&content)
        let names = signers ?? Set(members.map(\.1)).sorted()
        return try Charter(content, signers: names.map { try node($0) })
    }
}

/// What the vectors say of cards, charters, addresses and forks.
enum PartyVectors {
    struct Card: Sendable {
        let node: String
        let note: [UInt8]
        let fingerprint: String
    }

    struct CharterVector: Sendable {
        let note: [UInt8]
        let digest: String
        let isInForce: Bool
        let predecessor: String?
    }

    struct Fork: Sendable, CustomTestStringConvertible {
        let form: String
        let holds: Bool
        let why: String
        let bytes: [UInt8]
        var testDescription: String { "\(form) \(holds) \(why)" }
    }

    static func bytes(_ value: Any?) throws -> [UInt8] {
        let text = try #require(value as? String)
        return try #require(Base64.decode(Array(text.utf8)))
    }

    static func file() throws -> [String: Any] { try Vectors.json("lianlu-vectors.json") }

    static func cards() throws -> [Card] {
        let cards = try #require(file()["cards"] as? [String: [String: Any]])
        return try cards.map { node, card in
            Card(
                node: node,
                note: try bytes(card["note"]),
                fingerprint: try #require(card["fingerprint"] as? String)
            )
        }
    }

    static func charters() throws -> [CharterVector] {
        try #require(file()["charters"] as? [[String: Any]]).map { charter in
            CharterVector(
                note: try bytes(charter["note"]),
                digest: try #require(charter["digest"] as? String),
                isInForce: try #require(charter["in_force"] as? Bool),
                predecessor: charter["predecessor"] as? String
            )
        }
    }

    static func forks() throws -> [Fork] {
        try #require(file()["fork"] as? [[String: Any]]).map { fork in
            Fork(
                form: try #require(fork["form"] as? String),
                holds: try #require(fork["holds"] as? Bool),
                why: fork["why"] as? String ?? "",
                bytes: try bytes(fork["bytes"])
            )
        }
    }
}

/// The code of the `PartyError` that `body` throws; nil where it throws none.
func code(of body: () throws -> Void) throws -> PartyError.Code? {
    do {
        try body()
        return nil
    } catch let error as PartyError {
        #expect(Set(error.arguments.keys) == Set(error.code.argumentNames))
        return error.code
    }
}
