import Casework
import Cryptography
import Ledger
import Synchronization

/// Who signed an entry and to whom it is addressed, as its header says.
struct HeaderParties: Hashable, Sendable {
    /// The signing office.
    let office: OfficeID?
    /// The addressees.
    let to: [Address]

    init(_ header: EntryHeader) { (office, to) = (header.office, header.to) }
}

/// Keeps who signed which entry and to whom it is addressed, so that a header is not read again for each caller and each question.
///
/// An entry's digest stands for its bytes, so that what is kept never grows old, and whoever asks still looks up which entries of a record count
/// now. It holds what every member of the mechanism may know, and decides nothing.
final class HeaderPartyCache: Sendable {
    private let known = Mutex<[Digest: HeaderParties]>([:])
    private let countMax: Int

    /// An empty cache; at most `countMax` entries are kept, and the next one begins it anew.
    init(countMax: Int = Limits.headerPartyCountMax) { self.countMax = countMax }

    /// How many are kept.
    var count: Int { known.withLock { $0.count } }

    /// The parties of the entry with a digest: as they were kept, else as `read` finds them; nil where it finds none.
    ///
    /// Kept is only what was read of the very entry: bytes that are not those of the digest are read each time.
    func parties(
        of entry: Digest,
        reading read: () throws -> UnverifiedEntry?
    ) rethrows -> HeaderParties? {
        if let found = known.withLock({ $0[entry] }) { return found }
        guard let content = try read() else { return nil }
        let parties = HeaderParties(content.header)
        guard content.digest == entry, parties.to.count <= Limits.headerPartyAddresseeCountMax
        else { return parties }
        known.withLock { known in
            if known.count >= countMax { known = [:] }
            known[entry] = parties
        }
        return parties
    }
}
