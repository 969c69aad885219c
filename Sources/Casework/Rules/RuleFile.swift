/// A file of rules: a rule pack or a calendar of working days, as its `format` says.
package enum RuleFile {
    /// Whether a file calls itself a calendar; one that is no JSON does not.
    package static func isCalendar(_ bytes: [UInt8]) -> Bool {
        let root = try? JSONReader.read(bytes, byteCountMax: Limits.packByteCountMax)
        return root?.statedFormat == CalendarReader.format
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
