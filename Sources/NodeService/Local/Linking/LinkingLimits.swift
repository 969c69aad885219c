/// The limits of searching and linking.
extension Limits {
    /// Records in the answer to one search, and proposals in the answer for one record.
    static let linkedRecordCountMax = 200
    /// Places of one identifier that are looked at, those of the objects that came last.
    static let identifierPlaceCountMax = 20_000
    /// Different identifiers of one record that are compared with others.
    static let linkedIdentifierCountMax = 512
    /// Places of one part of a name that are looked at.
    static let namePlaceCountMax = 2_000
    /// Names that are compared letter by letter with one.
    static let comparedNameCountMax = 64
    /// Stored objects that are read and indexed in one transaction.
    static let indexedObjectCount = 64
    /// Warnings on the identifiers of one step.
    static let identifierWarningCountMax = 16
}
