package import Auditing
import Ledger
import TransparencyLog

/// Reads what an auditor brings along: peer cards, verifier keys and tlog-policies.
package enum TrustReader {
    /// Reads texts of any of the three kinds; throws `trust_unreadable` with the position of the first that is none.
    package static func read(_ texts: [String]) throws -> Trust {
        var trust = Trust()
        for (position, text) in texts.enumerated() {
            for key in try keys(text, position: position + 1) {
                guard trust.add(key) else {
                    throw NodeError(.trustUnreadable, ["position": "\(position + 1)"])
                }
            }
        }
        return trust
    }

    private static func keys(_ text: String, position: Int) throws -> [VerifierKey] {
        let bytes = Array(text.utf8)
        let line = bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes
        do {
            if text.hasPrefix("lianlu/card/") {
                let card = try PeerCard(parsing: bytes)
                return [card.key] + card.content.mirrors
            }
            if line.contains(UInt8(ascii: "\n")) || line.contains(UInt8(ascii: " ")) {
                let policy = try TlogPolicy(parsing: bytes)
                return policy.logs.map(\.key) + policy.witnesses.map(\.key)
            }
            return [try VerifierKey(parsing: line)]
        } catch {
            throw NodeError(
                .trustUnreadable,
                ["position": "\(position)"],
                cause: "\(error)"
            )
        }
    }
}
