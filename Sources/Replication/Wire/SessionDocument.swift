package import Cryptography
internal import TransparencyLog

/// What both sides tell each other on connecting and hourly: `POST /v1/session` (FORMATS.md §5).
package struct SessionDocument: Hashable, Sendable {
    /// A charter that the sender holds to be in force.
    package struct CharterClaim: Hashable, Sendable {
        /// The charter's digest.
        package let digest: Digest
        /// The mechanism's id.
        package let mechanism: String

        /// Makes a claim.
        package init(digest: Digest, mechanism: String) {
            self.digest = digest
            self.mechanism = mechanism
        }
    }

    /// The sender's boot nonce.
    package let boot: BootNonce
    /// The sender's own card, as text.
    ///
    /// Not read here: its signature and its serial decide.
    package let card: [UInt8]
    /// The charters of the common mechanisms, sorted by mechanism.
    package let charters: [CharterClaim]
    /// Every common log that the sender holds, own and mirrored, sorted by origin.
    package let logs: [HeadClaim]
    /// The sender's clock.
    package let now: WireTime

    private struct Fields: WireJSON.Versioned {
        struct Charter: Codable {
            let digest: String
            let mechanism: String
        }
        let boot: String
        let card: String
        let charters: [Charter]
        let logs: [WireJSON.Head]
        let now: String
        let version: Int
    }

    private static let document = "session"

    /// Makes a document; the lists are sorted here.
    ///
    /// Throws `list_too_long`, `document_too_long` and `document_malformed`.
    package init(
        boot: BootNonce,
        card: [UInt8],
        charters: [CharterClaim],
        logs: [HeadClaim],
        now: WireTime
    ) throws(ReplicationError) {
        self.boot = boot
        self.card = card
        self.charters = charters.sorted {
            $0.mechanism.utf8.lexicographicallyPrecedes($1.mechanism.utf8)
        }
        self.logs = logs.sorted { $0.origin < $1.origin }
        self.now = now
        try checkCounts()
        guard String(validating: card, as: UTF8.self) != nil else {
            throw .malformed(Self.document, "card")
        }
    }

    /// Reads a document of at most 4 MiB; throws for anything that breaks FORMATS.md §5, the sorting of lists included.
    package init(parsing bytes: some Collection<UInt8>) throws(ReplicationError) {
        let fields = try WireJSON.decode(
            Fields.self,
            from: bytes,
            of: Self.document,
            limit: Limits.sessionByteCountMax
        )
        guard let boot = BootNonce(hex: fields.boot.utf8) else {
            throw .malformed(Self.document, "boot")
        }
        guard let now = WireTime(fields.now.utf8) else { throw .malformed(Self.document, "now") }
        self.boot = boot
        self.now = now
        card = Array(fields.card.utf8)
        var charters: [CharterClaim] = []
        for charter in fields.charters {
            guard let digest = Digest(hex: charter.digest) else {
                throw .malformed(Self.document, "charters.digest")
            }
            guard Self.isMechanism(charter.mechanism) else {
                throw .malformed(Self.document, "charters.mechanism")
            }
            charters.append(CharterClaim(digest: digest, mechanism: charter.mechanism))
        }
        self.charters = charters
        try WireJSON.checkSorted(
            charters.map { Array($0.mechanism.utf8) },
            list: "charters",
            of: Self.document
        )
        logs = try WireJSON.heads(fields.logs, of: Self.document)
        try checkCounts()
    }

    /// The bytes to send; throws `document_too_long`.
    package func encoded() throws(ReplicationError) -> [UInt8] {
        let fields = Fields(
            boot: boot.description,
            card: String(decoding: card, as: UTF8.self),
            charters: charters.map { .init(digest: $0.digest.hex, mechanism: $0.mechanism) },
            logs: logs.map(WireJSON.Head.init),
            now: now.text,
            version: 1
        )
        return try WireJSON.encode(fields, of: Self.document, limit: Limits.sessionByteCountMax)
    }

    private func checkCounts() throws(ReplicationError) {
        try ReplicationError.check(card.count, atMost: Limits.cardByteCountMax, of: "card")
        try ReplicationError.check(
            charters.count,
            atMost: Limits.charterCountMax,
            inList: "charters",
            of: Self.document
        )
        try ReplicationError.check(
            logs.count,
            atMost: Limits.headCountMax,
            inList: "logs",
            of: Self.document
        )
    }

    /// Whether a text is a mechanism's id: `[a-z0-9-]{1,64}`.
    static func isMechanism(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= Limits.mechanismByteCountMax
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
    }
}
