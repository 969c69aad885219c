/// A file of rules: a rule pack or a calendar of working days, as its `format` says.
package enum RuleFile {
    /// Whether a file calls itself a calendar or a list of holidays of fixed dates; one that is no JSON does not.
    package static func isCalendar(_ bytes: [UInt8]) -> Bool {
        let root = try? JSONReader.read(bytes, byteCountMax: Limits.packByteCountMax)
        return root.map(isCalendar) ?? false
    }

    /// Whether a document calls itself a calendar, or a list of holidays of fixed dates, which is named and kept as one.
    static func isCalendar(_ root: JSONNode) -> Bool {
        [CalendarReader.format, CalendarReader.fixedFormat].contains(root.statedFormat)
    }

    /// What the name of a file says otherwise than its bytes; nil where it says nothing else.
    package static func nameFault(
        of bytes: [UInt8],
        named file: String
    ) -> CaseworkError? {
        PackExamination(bytes, fileName: file).faults.first {
            [.packFileDigest, .packFileVersion].contains($0.code)
        }
    }
}
