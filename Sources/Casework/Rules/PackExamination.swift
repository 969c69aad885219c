internal import Cryptography

/// Everything that is wrong with a rule pack or a calendar, for whoever writes one: `lianlu rules check`.
///
/// Loading stops at the first fault; this goes on behind it, up to `Limits.packFaultCountMax`. Of what is no JSON the first fault alone can
/// be told (`isUnread`), and a machine with a fault in one of its parts is not judged as a whole: what follows from the fault is not told as
/// another one.
package struct PackExamination: Sendable {
    /// The faults, in the order of their lines.
    package let faults: [CaseworkError]
    /// Whether there are more than are told.
    package let isCutShort: Bool
    /// Whether the file is no JSON, so that nothing of what it says was looked at.
    package let isUnread: Bool
    /// The machines that were not judged as a whole, because parts of them are wrong.
    package let unexamined: [MachineID]
    /// What whoever uses the file should know, without being a fault.
    package let notices: [PackNotice]
    /// The pack; nil where there is a fault, and for a calendar.
    package let pack: RulePack?
    /// The calendar; nil where there is a fault, and for a pack.
    package let calendar: DayCalendar?

    /// Examines the bytes of a file; a name that carries a digest or a version must carry its own.
    package init(_ bytes: [UInt8], fileName: String? = nil) {
        let gathered = PackFaults(countMax: Limits.packFaultCountMax)
        let digest = SHA256.digest(of: bytes)
        var reader = PackReader(digest: digest, faults: gathered)
        var found: [CaseworkError] = []
        var root: JSONNode?
        var read: RulePack?
        var days: DayCalendar?
        do throws(CaseworkError) {
            let document = try JSONReader.read(bytes, byteCountMax: Limits.packByteCountMax)
            root = document
            if RuleFile.isCalendar(document) {
                days = try Self.calendar(document, bytes, digest, gathered)
            } else {
                read = try reader.pack(document)
            }
        } catch {
            if !gathered.isCutShort { found.append(error) }
        }
        found += gathered.found
        if let fileName {
            found += PackFileName(fileName).faults(
                digest: digest,
                id: read?.reference.id,
                version: read?.version
            )
        }
        if found.isEmpty, let read {
            found = PackClash.faults(of: read, beside: PackNotice.builtIns)
        }
        faults = found.enumerated()
            .sorted { (Self.line($0.element), $0.offset) < (Self.line($1.element), $1.offset) }
            .map(\.element)
        isCutShort = gathered.isCutShort
        isUnread = root == nil
        unexamined = reader.unexamined
        pack = found.isEmpty ? read : nil
        calendar = found.isEmpty ? days : nil
        notices =
            (pack.map { PackNotice.notices(of: $0) } ?? [])
            + (calendar.map { PackNotice.notices(of: $0) } ?? [])
    }

    private static func calendar(
        _ root: JSONNode,
        _ bytes: [UInt8],
        _ digest: Digest,
        _ faults: PackFaults
    ) throws(CaseworkError) -> DayCalendar? {
        guard bytes.count <= Limits.calendarByteCountMax else {
            throw CaseworkError(.jsonTooLarge, ["limit": "\(Limits.calendarByteCountMax)"])
        }
        return try CalendarReader(digest: digest, faults: faults).calendar(root)
    }

    private static func line(_ fault: CaseworkError) -> Int {
        fault.arguments["line"].flatMap { Int($0) } ?? 0
    }
}

/// What the name of a file of rules says of it: `cooperation-2.json`, `cooperation@<digest>`, or the digest alone.
struct PackFileName {
    private let stem: Substring

    /// Takes the name of a file, without its folder.
    init(_ name: String) {
        let last = name.split(separator: "/").last ?? ""
        stem = last.hasSuffix(".json") ? last.dropLast(5) : last
    }

    /// Where the name says something else than the bytes.
    func faults(digest: Digest, id: PackID?, version: Int?) -> [CaseworkError] {
        if let named {
            guard !digest.hex.hasPrefix(named) else { return [] }
            let arguments = ["found": digest.hex, "expected": String(named)]
            return [CaseworkError(.packFileDigest, arguments)]
        }
        guard let id, let version, stem.hasPrefix("\(id)-"),
            let number = Int(stem.dropFirst(id.text.utf8.count + 1)), number != version
        else { return [] }
        let arguments = ["found": "\(version)", "expected": "\(number)"]
        return [CaseworkError(.packFileVersion, arguments)]
    }

    /// The digest in the name: 64 hex digits at its end, or at least 8 behind an `@`.
    private var named: Substring? {
        let digits = Set("0123456789abcdef")
        if let mark = stem.lastIndex(of: "@") {
            let tail = stem[stem.index(after: mark)...]
            return (8...64).contains(tail.count) && tail.allSatisfy(digits.contains) ? tail : nil
        }
        let tail = stem.suffix(64)
        return tail.count == 64 && tail.allSatisfy(digits.contains) ? tail : nil
    }
}
