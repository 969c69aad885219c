public import TransparencyLog

/// The keys that an auditor brings along: what the audit hangs on, and nothing that the audited source says of itself.
public struct Trust: Sendable {
    /// Node keys, by the node's name.
    public private(set) var nodeKeys: [KeyName: [VerifierKey]] = [:]
    /// Mirror keys (0x04), by their own name.
    public private(set) var mirrorKeys: [KeyName: [VerifierKey]] = [:]

    /// Trusts nobody.
    public init() {}

    /// Adds a node's key (0x01) or a mirror's (0x04); others are of no use here and are refused with false.
    public mutating func add(_ key: VerifierKey) -> Bool {
        switch key.algorithm {
        case .ed25519: nodeKeys[key.name, default: []].append(key)
        case .ed25519Cosignature: mirrorKeys[key.name, default: []].append(key)
        default: return false
        }
        return true
    }

    /// Whether nothing is trusted.
    public var isEmpty: Bool { nodeKeys.isEmpty && mirrorKeys.isEmpty }
}
