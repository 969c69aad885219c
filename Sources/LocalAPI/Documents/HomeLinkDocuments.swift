/// What is stated of a matter at home whose link to what it was sent as is gone: the body of `POST /v1/home-links`.
package struct HomeLinkStatement: LocalDocument, Hashable {
    /// Why it is so, 1 to 1,024 bytes: it stays in `status`.
    package var reason: String
    /// The matter at home, by its digest or a prefix of at least 8 digits.
    package var record: String
    /// The entry that sent it, by its digest or a prefix of at least 8 digits; nil: it was not sent.
    package var sentAs: String?
    /// The version of this document.
    package var version: Int

    /// Makes a statement.
    package init(record: String, sentAs: String?, reason: String) {
        self.reason = reason
        self.record = record
        self.sentAs = sentAs
        version = documentVersion
    }
}

/// A statement as it is kept: its answer.
package struct HomeLinkAnswer: LocalDocument, Hashable {
    /// What was shown before it was stated: the command puts it in, a node's answer has none.
    package var compared: HomeLinkComparison?
    /// How many matters at home are not sent still, because it is not known whether they were.
    package var openCount: Int
    /// The digest of the matter.
    package var record: String
    /// The digest of the entry that sent it; nil: it was not sent.
    package var sentAs: String?
    /// The version of this document.
    package var version: Int

    /// Makes an answer.
    package init(record: String, sentAs: String?, openCount: Int) {
        self.openCount = openCount
        self.record = record
        self.sentAs = sentAs
        version = documentVersion
    }
}
