import Casework
import Cryptography
import TransparencyLog

extension CharterContent {
    private static let keywords: Set<String> = [
        "mechanism", "revision", "predecessor", "title-zh", "title-en", "member", "observer",
        "role", "rules", "ended", "threshold",
    ]

    /// Reads a charter's text strictly, line by line; what was read is written again and compared.
    init(parsing text: ArraySlice<UInt8>) throws(PartyError) {
        var lines = try PartyLineReader(text, document: Self.document, keywords: Self.keywords)
        let mechanism = try lines.one("mechanism").read { MechanismID($0) }
        let revision = try lines.one("revision").read { value in
            Decimal.decode(value).flatMap {
                (1...Limits.headerIntegerMax).contains($0) ? $0 : nil
            }
        }
        let predecessor = try Self.predecessor(lines.one("predecessor"), revision: revision)
        self.init(
            mechanism: mechanism,
            revision: revision,
            predecessor: predecessor,
            titleZh: try lines.one("title-zh").title(),
            titleEn: try lines.one("title-en").title(),
            members: try Self.members(&lines),
            observers: try lines.sorted("observer").map { line throws(PartyError) in
                try line.nodeKey(line.value)
            },
            roles: try lines.sorted("role").map { line throws(PartyError) in
                try line.read { Self.roleBinding($0) }
            },
            rules: try lines.sorted("rules").map { line throws(PartyError) in
                try line.read { PackReference($0) }
            },
            ended: try Self.ended(&lines),
            threshold: try lines.optional("threshold").map { line throws(PartyError) in
                try line.read { Decimal.decode($0) }
            }
        )
        try lines.finish()
        try requireSound()
        guard self.text.elementsEqual(text) else {
            throw PartyError(.textNotCanonical, ["document": Self.document])
        }
    }

    private static func predecessor(
        _ line: PartyLine,
        revision: UInt64
    ) throws(PartyError) -> Digest? {
        let isNone = line.value.elementsEqual("none".utf8)
        let digest = Digest(hexBytes: line.value)
        guard isNone || digest != nil else { throw line.error(.lineMalformed) }
        guard isNone == (revision == 1) else {
            throw PartyError(.charterPredecessorWrong, ["revision": "\(revision)"])
        }
        return digest
    }

    private static func members(_ lines: inout PartyLineReader) throws(PartyError) -> [Member] {
        var members: [Member] = []
        for line in try lines.sorted("member") {
            let parts = line.value.split(
                separator: UInt8(ascii: " "),
                omittingEmptySubsequences: false
            )
            guard parts.count == 2 || parts.count == 3, let address = Address(parts[0]),
                parts.count == 2 || parts[2].elementsEqual("cross-border".utf8)
            else { throw line.error(.lineMalformed) }
            let key = try line.nodeKey(parts[1])
            guard let member = Member(address: address, key: key, isCrossBorder: parts.count == 3)
            else { throw line.error(.lineMalformed) }
            members.append(member)
        }
        // A mechanism without members has nobody who could sign it.
        if members.isEmpty { _ = try lines.one("member") }
        return members
    }

    private static func roleBinding(_ value: ArraySlice<UInt8>) -> RoleBinding? {
        let parts = value.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, let role = RoleID(parts[0]), let address = Address(parts[1]) else {
            return nil
        }
        return RoleBinding(role: role, address: address)
    }

    private static func ended(_ lines: inout PartyLineReader) throws(PartyError) -> [EndedLog] {
        var ended: [EndedLog] = []
        for line in try lines.sorted("ended") {
            let parts = line.value.split(
                separator: UInt8(ascii: " "),
                omittingEmptySubsequences: false
            )
            // A name that no log can have makes the line malformed; the reason does not matter here.
            guard parts.count == 2, let origin = try? Origin(parts[0]),
                let size = Decimal.decode(parts[1]).flatMap({ TreeSize($0) })
            else { throw line.error(.lineMalformed) }
            guard ended.last?.origin != origin else { throw line.error(.lineRepeated) }
            ended.append(EndedLog(origin: origin, size: size))
        }
        return ended
    }

    /// What no single line shows: addresses and keys that contradict each other, a threshold that nobody can reach.
    private func requireSound() throws(PartyError) {
        guard mechanism != LogName.home else {
            throw PartyError(.charterMechanismReserved, ["mechanism": mechanism.text])
        }
        var addresses: Set<Address> = []
        var keys: [NodeName: VerifierKey] = [:]
        for member in members {
            guard addresses.insert(member.address).inserted else {
                throw PartyError(.charterAddressRepeated, ["address": member.address.text])
            }
            guard keys.updateValue(member.key, forKey: member.node) ?? member.key == member.key
            else {
                throw PartyError(.charterNodeKeysDiffer, ["node": member.node.text])
            }
        }
        var observed: Set<NodeName> = []
        for node in observers.compactMap(\.nodeName) {
            guard keys[node] == nil else {
                throw PartyError(.charterObserverIsMember, ["node": node.text])
            }
            guard observed.insert(node).inserted else {
                throw PartyError(.charterNodeKeysDiffer, ["node": node.text])
            }
        }
        if let threshold, !(1...UInt64(keys.count)).contains(threshold) {
            throw PartyError(
                .charterThresholdWrong,
                ["limit": "\(keys.count)", "threshold": "\(threshold)"]
            )
        }
    }
}
