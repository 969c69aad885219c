/// The limits of searching and linking.
extension Limits {
    /// Places of one identifier that are looked at for one answer, those of the objects that came last.
    static let identifierPlaceCountMax = 20_000
    /// Places of one identifier of a record that are looked at for its links.
    static let linkedPlaceCountMax = 2_000
    /// Rows of the index that are read at a time.
    static let identifierRowPageCount = 256
    /// Places of one record in an answer of a search.
    static let shownPlaceCountMax = 20
    /// Places on either side of one reason.
    static let reasonPlaceCountMax = 3
    /// Reasons of one proposal.
    static let linkReasonCountMax = 10
    /// Different identifiers of one record that are compared with others.
    static let linkedIdentifierCountMax = 512
    /// Places of one part of a name that are looked at, as far as the caller may know of them.
    static let namePlaceCountMax = 2_000
    /// Names that are compared letter by letter with one.
    static let comparedNameCountMax = 64
    /// Records of one subject that are looked at for penalties, those that changed last.
    static let penaltyRecordCountMax = 1_000
    /// Penalties in the answer for one record.
    static let penaltyCountMax = 200
    /// Stored objects that are looked at for one answer to a caller who may not read all of them.
    ///
    /// The identifiers and parts of names that are looked up share them, of each those that came last. A node with fewer entries
    /// than one share never meets it.
    static let walkedObjectCountMax = 100_000
    /// Entries of which it is kept who signed them and to whom they are addressed.
    static let headerPartyCountMax = 65_536
    /// Addressees of an entry of which that is kept.
    static let headerPartyAddresseeCountMax = 8
    /// Stored objects that wait for the index, for a rule pack, or cannot be opened, and are looked at one by one; where more do,
    /// all answers say so.
    static let dueObjectCountMax = 1_000
    /// Stored objects that are compared with their rows for one answer; more of them are compared in the background.
    static let quickObjectCountMax = 1_024
    /// Rows that are compared for one answer.
    static let quickRowCountMax = 8_192
    /// Stored objects that are compared with their rows in one transaction.
    static let comparedObjectCount = 512
    /// Stored objects that are read and indexed in one transaction.
    static let indexedObjectCount = 64
    /// Warnings on the identifiers of one step.
    static let identifierWarningCountMax = 16
}
