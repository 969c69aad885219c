package import Casework
package import Cryptography
package import TransparencyLog

/// A charter with the signatures that were gathered so far (FORMATS.md §2).
///
/// Reading one proves its form and, of its signatures, those of its own members. Whether it is in force is for
/// `CharterChain`, which knows the revision before it.
package struct Charter: Hashable, Sendable {
    /// What the charter says.
    package let content: CharterContent
    /// The signed note.
    package let note: Note
    /// The SHA-256 of the text: the charter's name, the same whoever has signed it.
    package let digest: Digest

    /// Reads a charter of at most 48 KiB and 100 signatures; a bad signature of a member is `charter_signature_invalid`.
    ///
    /// Lines by nodes that it does not name are kept: they may be members of the predecessor.
    package init(parsing bytes: some Collection<UInt8>) throws(PartyError) {
        let note = try Note(
            document: CharterContent.document,
            parsing: bytes,
            byteLimit: Limits.charterByteCountMax,
            signatureLimit: Limits.charterSignatureCountMax
        )
        try self.init(content: CharterContent(parsing: note.text), note: note)
    }

    /// Signs a new text; throws as reading the result would, and `signing_failed`.
    package init(_ content: CharterContent, signers: [any NoteSigner]) throws(PartyError) {
        let note: Note
        do throws(TransparencyLogError) {
            note = try Note(text: content.text, signers: signers)
        } catch {
            let names = signers.map { "\($0.verifierKey.name)" }.joined(separator: ", ")
            throw PartyError(.signingFailed, ["name": names], cause: "\(error)")
        }
        try self.init(parsing: note.encoded)
    }

    private init(content: CharterContent, note: Note) throws(PartyError) {
        self.content = content
        self.note = note
        digest = SHA256.digest(of: note.text)
        _ = try signers(among: content.memberKeys)
    }

    /// The mechanism.
    package var mechanism: MechanismID { content.mechanism }

    /// Those of `keys` that have signed the text; one bad line of any of them is `charter_signature_invalid`.
    package func signers(
        among keys: some Collection<VerifierKey>
    ) throws(PartyError) -> Set<VerifierKey> {
        do throws(TransparencyLogError) {
            return Set(try note.verify(with: keys).map(\.key))
        } catch  where error.code == .noteUnverified {
            return []
        } catch {
            throw PartyError(
                .charterSignatureInvalid,
                ["name": error.arguments["name"] ?? ""],
                cause: error.code.rawValue
            )
        }
    }

    /// The same charter with one more signature; throws `charter_signer_unknown` for a key that is not among `keys`.
    ///
    /// `keys` are those that may sign: its members' and its predecessor's members'.
    package func signed(
        by signer: any NoteSigner,
        among keys: Set<VerifierKey>
    ) throws(PartyError) -> Charter {
        guard keys.contains(signer.verifierKey) else {
            throw PartyError(.charterSignerUnknown, ["name": "\(signer.verifierKey.name)"])
        }
        let line: SignatureLine
        do throws(TransparencyLogError) {
            line = try signer.line(for: Array(note.text))
        } catch {
            throw PartyError(
                .signingFailed,
                ["name": "\(signer.verifierKey.name)"],
                cause: "\(error)"
            )
        }
        return try gathering([line], by: keys)
    }

    /// The same charter with the signatures of both copies; lines that none of `keys` verifies are dropped.
    ///
    /// So a copy that somebody filled up with lines of unknown keys never crowds out a member's. Lines are sorted by
    /// name. Throws `charter_texts_differ` for another charter.
    package func merging(
        _ other: Charter,
        by keys: Set<VerifierKey>
    ) throws(PartyError) -> Charter {
        guard digest == other.digest else {
            throw PartyError(
                .charterTextsDiffer,
                ["first": digest.hex, "second": other.digest.hex]
            )
        }
        return try gathering(other.note.signatures, by: keys)
    }

    private func gathering(
        _ lines: [SignatureLine],
        by keys: Set<VerifierKey>
    ) throws(PartyError) -> Charter {
        var kept: [VerifierKey: SignatureLine] = [:]
        for line in note.signatures + lines {
            for key in keys where kept[key] == nil && key.isValid(line, over: note.text) {
                kept[key] = line
            }
        }
        let sorted = kept.values.sorted { ($0.name, $0.keyID) < ($1.name, $1.keyID) }
        guard !sorted.isEmpty else { return self }
        let merged: Note
        do throws(TransparencyLogError) {
            merged = try Note(text: note.text, signatures: sorted)
        } catch {
            throw PartyError(
                .noteMalformed,
                ["detail": error.code.rawValue, "document": CharterContent.document]
            )
        }
        return try Charter(parsing: merged.encoded)
    }
}
