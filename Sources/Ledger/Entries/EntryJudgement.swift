package import Casework
package import Cryptography
package import TransparencyLog

/// What an entry is worth by itself in its log: form, signatures, keys and charter, with every reason.
///
/// Whether the step is allowed is another matter: that needs the record, which `RecordFold` judges.
package struct EntryJudgement: Sendable {
    /// Where the entry stands.
    package let index: EntryIndex
    /// The SHA-256 of its bytes.
    package let digest: Digest
    /// The entry as read; nil where its form is wrong.
    package let content: UnverifiedEntry?
    /// Every reason why it does not count.
    package internal(set) var reasons: [Reason] = []
    /// What is worth saying and blocks nothing.
    package internal(set) var findings: [Finding] = []
    /// The keys of the signature lines, in the order of the form, as far as they verified.
    package internal(set) var signers: [VerifierKey] = []
    /// The rank of the approving officer at this index.
    package internal(set) var officerRank: RankID?
    /// The charter that holds at this index; nil at home, and where it is not here.
    package internal(set) var charter: AdoptableCharter?

    init(index: EntryIndex, digest: Digest, content: UnverifiedEntry?) {
        self.index = index
        self.digest = digest
        self.content = content
    }

    /// The worst that the reasons make of the entry.
    package var verdictClass: VerdictClass {
        reasons.map(\.code.verdictClass).max() ?? .valid
    }

    /// The entry, if its form and all its signatures are good.
    package var entry: Entry? {
        guard isWellSigned, let content else { return nil }
        return Entry(verified: content, at: index)
    }

    /// Whether nothing but a charter speaks against the entry's form and signatures.
    package var isWellSigned: Bool {
        content != nil
            && !reasons.contains { $0.code.verdictClass == .invalid && !$0.code.isAboutCharter }
    }

    /// Whether only revocations that came after it speak against it.
    package var isRevokedAfterwards: Bool {
        let invalid = reasons.filter { $0.code.verdictClass == .invalid }
        return !invalid.isEmpty && invalid.allSatisfy { $0.code == .keyRevokedAfterwards }
    }
}

extension Reason.Code {
    /// Whether the reason may go away when a charter, or a signature of one, arrives.
    var isAboutCharter: Bool {
        switch self {
        case .charterNotInForce, .charterNotChild, .charterOfAnotherMechanism, .charterMissing,
            .signerNotOfNode:
            true
        default: false
        }
    }
}

/// Where a log stands, as its entries' judgement needs it.
package struct LogContext: Sendable {
    /// The charters that are here.
    package let charters: any CharterBook
    /// The region of the node's card, which is what counts in its home log; nil for logs of a mechanism.
    package let homeRegion: RegionCode?

    /// Makes a context.
    package init(charters: any CharterBook, homeRegion: RegionCode? = nil) {
        self.charters = charters
        self.homeRegion = homeRegion
    }
}
