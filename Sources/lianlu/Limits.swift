/// The limits of the command line.
enum Limits {
    /// Bytes in a file of fields, a card or a charter.
    static let fileByteCountMax = 1024 * 1024
    /// Columns of a list where no terminal says how many it has.
    static let listColumnCount = 80
    /// Characters in the name of a field.
    static let fieldNameCharacterCountMax = 64
    /// Bytes in a rule pack.
    static let packByteCountMax = 2 * 1024 * 1024
    /// Columns up to which the values of a rule stand in one line.
    static let ruleLineColumnCount = 96
    /// Bytes in a proof or an entry that `verify` reads.
    static let proofByteCountMax = 64 * 1024
    /// Hex digits that a shortened digest needs at least.
    static let digestPrefixDigitCountMin = 8
    /// Characters that the beginning of a draft's id needs at least.
    static let draftPrefixCharacterCountMin = 4
    /// Hex digits of a digest in tables.
    static let shortDigestDigitCount = 12
    /// Entries that `log show` lists unless told otherwise.
    static let listedEntryCountDefault = 100
    /// Records that `inbox` lists unless told otherwise.
    static let inboxItemCountDefault = 50
    /// Records that `inbox` asks the node for at once.
    static let inboxPageItemCount = 200
    /// Values in a file of fields, each alias of YAML counted as often as it stands: few lines may name billions.
    static let fieldFileValueCountMax = 65_536
    /// Bytes in one line that a person types at a prompt.
    static let promptByteCountMax = 4_096
    /// Empty lines after which nobody is asked for a field any more.
    static let promptEmptyLineCountMax = 3
    /// Seconds in which a program of the system must have made a PDF.
    static let pdfSecondCountMax = 120
    /// Seconds after which what a print left that was killed is removed by the next one.
    static let pdfLeftoverSecondCountMin = 2 * pdfSecondCountMax
    /// Bytes of a PDF.
    static let pdfByteCountMax = 64 * 1024 * 1024
    /// Bytes of all that such a program writes meanwhile.
    static let pdfFolderByteCountMax = 512 * 1024 * 1024
    /// Bytes that are read of what such a program says.
    static let pdfErrorByteCountMax = 64 * 1024
    /// Items of a list in one line that are shown before it is cut short.
    static let listedItemCountMax = 8
    /// Items of a list that are asked for one by one.
    static let promptItemCountMax = 64
    /// Records that a search or a list of links shows where nothing else is asked for.
    static let linkedRecordCountDefault = 50
    /// Records that a search or a list of links shows at most.
    static let linkedRecordCountMax = 20_000
    /// Records on one page of them.
    static let linkingPageRecordCount = 100
    /// Bytes in a file that holds one identifier, with the end of its line.
    static let identifierFileByteCountMax = 2_050
}
