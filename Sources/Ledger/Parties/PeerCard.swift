package import Casework
package import TransparencyLog

/// A peer card: the signed description of a node (FORMATS.md §1).
///
/// A card carries the key that signs it, so that reading one verifies it: no card exists whose signature was not
/// checked. Whether that key is the right one is for `CardRegistry`, and for the people who compare fingerprints.
package struct PeerCard: Hashable, Sendable {
    /// What the card says.
    package let content: CardContent
    /// The signed note.
    package let note: Note

    /// Reads a card of at most 16 KiB and checks its one signature; throws what is wrong with which line.
    package init(parsing bytes: some Collection<UInt8>) throws(PartyError) {
        let note = try Note(
            document: CardContent.document,
            parsing: bytes,
            byteLimit: Limits.cardByteCountMax,
            signatureLimit: Limits.charterSignatureCountMax
        )
        guard note.signatures.count == 1 else {
            throw PartyError(.cardSignatureCount, ["count": "\(note.signatures.count)"])
        }
        let content = try CardContent(parsing: note.text)
        guard content.key.isValid(note.signatures[0], over: note.text) else {
            throw PartyError(.cardSignatureInvalid, ["node": content.node.text])
        }
        self.content = content
        self.note = note
    }

    /// Signs a card with the node's key; throws as reading the result would, and `signing_failed`.
    package init(_ content: CardContent, signer: any NoteSigner) throws(PartyError) {
        let note: Note
        do throws(TransparencyLogError) {
            note = try Note(text: content.text, signers: [signer])
        } catch {
            throw PartyError(
                .signingFailed,
                ["name": "\(signer.verifierKey.name)"],
                cause: "\(error)"
            )
        }
        // Read back, so that no card leaves the node that its peers would refuse.
        try self.init(parsing: note.encoded)
    }

    /// The node's name.
    package var node: NodeName { content.node }
    /// The node key.
    package var key: VerifierKey { content.key }
    /// What people compare over the telephone.
    package var fingerprint: Fingerprint { Fingerprint(of: key) }

    /// Whether the card may no longer be added at `now`, a POSIX second.
    ///
    /// On a peer that was added it only warns.
    package func isExpired(at now: Int64) -> Bool { now >= content.expires.instant }
}
