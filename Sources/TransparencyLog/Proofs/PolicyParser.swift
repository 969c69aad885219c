/// Reads a policy file line by line; every fault is an error with the line's number, from 1.
struct PolicyParser {
    private(set) var logs: [TlogPolicy.Log] = []
    private(set) var witnesses: [TlogPolicy.Witness] = []
    private(set) var groups: [TlogPolicy.Group] = []
    /// Nil until the quorum line was read; then the name, or nil for `none`.
    private(set) var quorum: [UInt8]??
    private var names: Set<[UInt8]> = []
    private var members: Set<[UInt8]> = []
    private var number = 0

    private static let none = Array("none".utf8)

    mutating func parse(_ bytes: [UInt8]) throws(TransparencyLogError) {
        guard bytes.count <= Limits.policyByteCountMax else {
            throw TransparencyLogError(
                .policyTooLong,
                ["limit": "\(Limits.policyByteCountMax)"]
            )
        }
        var rest = bytes[...]
        while let line = rest.popLine() {
            number += 1
            try parse(line: line)
        }
        number += 1
        guard rest.isEmpty else { throw error(.policyLineUnfinished) }
        guard quorum != nil else { throw TransparencyLogError(.policyQuorumMissing) }
    }

    private mutating func parse(line: ArraySlice<UInt8>) throws(TransparencyLogError) {
        for byte in line where byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F {
            throw error(.policyByteForbidden)
        }
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            .map { Array($0) }
        guard let keyword = words.first, keyword.first != UInt8(ascii: "#") else { return }
        switch String(decoding: keyword, as: UTF8.self) {
        case "log": try parseLog(words)
        case "witness": try parseWitness(words)
        case "group": try parseGroup(words)
        case "quorum": try parseQuorum(words)
        default: throw error(.policyKeywordUnknown, ["keyword": TlogPolicy.text(keyword)])
        }
    }

    private mutating func parseLog(_ words: [[UInt8]]) throws(TransparencyLogError) {
        try require((2...3).contains(words.count))
        try require(logs.count, atMost: Limits.policyLogCountMax)
        let key = try key(words[1], .ed25519)
        guard !logs.contains(where: { $0.key.publicKey == key.publicKey }) else {
            throw error(.policyKeyRepeated)
        }
        logs.append(TlogPolicy.Log(key: key, url: words.count > 2 ? words[2] : nil))
    }

    private mutating func parseWitness(_ words: [[UInt8]]) throws(TransparencyLogError) {
        try require((3...4).contains(words.count))
        try require(witnesses.count, atMost: Limits.policyWitnessCountMax)
        let key = try key(words[2], .ed25519Cosignature)
        guard !witnesses.contains(where: { $0.key.publicKey == key.publicKey }) else {
            throw error(.policyKeyRepeated)
        }
        try define(words[1])
        witnesses.append(
            TlogPolicy.Witness(name: words[1], key: key, url: words.count > 3 ? words[3] : nil)
        )
    }

    private mutating func parseGroup(_ words: [[UInt8]]) throws(TransparencyLogError) {
        try require(words.count >= 4)
        try require(groups.count, atMost: Limits.policyGroupCountMax)
        let group = Array(words[3...])
        let threshold: UInt64?
        switch String(decoding: words[2], as: UTF8.self) {
        case "all": threshold = UInt64(group.count)
        case "any": threshold = 1
        default: threshold = Decimal.decode(words[2])
        }
        guard let threshold, threshold >= 1, threshold <= UInt64(group.count) else {
            throw error(.policyThresholdOutOfRange, ["limit": "\(group.count)"])
        }
        for member in group {
            guard names.contains(member) else { throw nameError(.policyNameUnknown, member) }
            guard members.insert(member).inserted else {
                throw nameError(.policyMemberRepeated, member)
            }
        }
        // Defined last, so that a group cannot name itself.
        try define(words[1])
        groups.append(
            TlogPolicy.Group(name: words[1], threshold: Int(threshold), members: group)
        )
    }

    private mutating func parseQuorum(_ words: [[UInt8]]) throws(TransparencyLogError) {
        try require(words.count == 2)
        guard quorum == nil else { throw error(.policyQuorumRepeated) }
        guard words[1] != Self.none else {
            quorum = .some(nil)
            return
        }
        guard names.contains(words[1]) else { throw nameError(.policyNameUnknown, words[1]) }
        quorum = words[1]
    }

    private mutating func define(_ name: [UInt8]) throws(TransparencyLogError) {
        guard name != Self.none else { throw error(.policyNameReserved) }
        guard names.insert(name).inserted else { throw nameError(.policyNameTaken, name) }
    }

    private func key(
        _ text: [UInt8],
        _ algorithm: SignatureAlgorithm
    ) throws(TransparencyLogError) -> VerifierKey {
        do throws(TransparencyLogError) {
            let key = try VerifierKey(parsing: text)
            guard key.algorithm.isSupported else {
                throw TransparencyLogError(
                    .verifierKeyAlgorithmUnsupported,
                    ["algorithm": "\(key.algorithm)"]
                )
            }
            try key.require(algorithm)
            return key
        } catch {
            throw self.error(.policyKeyRefused, cause: error.summary)
        }
    }

    private func require(_ wordCountFits: Bool) throws(TransparencyLogError) {
        guard wordCountFits else { throw error(.policyWordCount) }
    }

    private func require(_ count: Int, atMost limit: Int) throws(TransparencyLogError) {
        guard count < limit else { throw error(.policyTooComplex, ["limit": "\(limit)"]) }
    }

    private func nameError(
        _ code: TransparencyLogError.Code,
        _ name: [UInt8]
    ) -> TransparencyLogError {
        error(code, ["name": TlogPolicy.text(name)])
    }

    private func error(
        _ code: TransparencyLogError.Code,
        _ arguments: [String: String] = [:],
        cause: String? = nil
    ) -> TransparencyLogError {
        TransparencyLogError(
            code,
            arguments.merging(["line": "\(number)"]) { own, _ in own },
            cause: cause
        )
    }
}
