package import Cryptography
package import TransparencyLog

/// An entry of which only the form was checked: a signed note of three text lines with a canonical header (FORMATS.md §3).
package struct UnverifiedEntry: Hashable, Sendable {
    /// The first line of an entry's text, without its LF.
    static let firstLine = Array("lianlu/entry/v1".utf8)
    private static let versionPrefix = Array("lianlu/entry/v".utf8)

    /// What was read: entries are held and handed on in great numbers, and one reference is copied faster than a header.
    private final class Content: Sendable {
        let note: Note
        let origin: Origin
        let header: EntryHeader
        let digest: Digest

        init(note: Note, origin: Origin, header: EntryHeader, digest: Digest) {
            self.note = note
            self.origin = origin
            self.header = header
            self.digest = digest
        }
    }

    private let content: Content

    /// The signed note.
    package var note: Note { content.note }
    /// The log that the entry is bound to.
    package var origin: Origin { content.origin }
    /// The header.
    package var header: EntryHeader { content.header }
    /// The SHA-256 of the bytes.
    package var digest: Digest { content.digest }

    /// The whole entry.
    package var bytes: [UInt8] { note.encoded }

    /// Reads an entry of at most 16 KiB; throws the first reason met.
    package init(parsing bytes: some Collection<UInt8>) throws(Reason) {
        let bytes = Array(bytes)
        try Self.checkVersion(bytes)
        guard bytes.count <= Limits.entryByteCountMax else {
            throw Reason(.entryTooLong, ["limit": "\(Limits.entryByteCountMax)"])
        }
        let note: Note
        do throws(TransparencyLogError) {
            note = try Note(parsing: bytes)
        } catch {
            throw Reason(.entryNoteMalformed, ["detail": error.code.rawValue])
        }
        let lines = note.text.split(
            separator: UInt8(ascii: "\n"),
            omittingEmptySubsequences: false
        )
        guard lines.first?.elementsEqual(Self.firstLine) == true else {
            throw Reason(.entryVersionUnknown)
        }
        // The last LF leaves an empty piece after the three lines.
        guard lines.count == 4 else {
            throw Reason(.entryLineCountWrong, ["count": "\(lines.count - 1)"])
        }
        let origin: Origin
        do throws(TransparencyLogError) {
            origin = try Origin(lines[1])
        } catch {
            throw Reason(.entryNoteMalformed, ["detail": error.code.rawValue])
        }
        content = Content(
            note: note,
            origin: origin,
            header: try EntryHeader(parsing: lines[2]),
            digest: SHA256.digest(of: bytes)
        )
    }

    /// Whether two entries are the same bytes, of which all else is read.
    package static func == (one: UnverifiedEntry, other: UnverifiedEntry) -> Bool {
        one.content === other.content || one.note == other.note
    }

    /// Hashes the digest.
    package func hash(into hasher: inout Hasher) { hasher.combine(digest) }

    /// Tells a later version before anything else, since its rules are not known here.
    private static func checkVersion(_ bytes: [UInt8]) throws(Reason) {
        guard let end = bytes.prefix(64).firstIndex(of: UInt8(ascii: "\n")),
            bytes.starts(with: versionPrefix),
            let version = Decimal.decode(bytes[versionPrefix.count..<end]), version > 1
        else { return }
        throw Reason(.entryVersionLater, ["version": "\(version)"])
    }

    /// The text that an entry's signatures cover.
    package static func text(origin: Origin, header: EntryHeader) -> [UInt8] {
        let lineFeed = UInt8(ascii: "\n")
        return firstLine + [lineFeed] + origin.bytes + [lineFeed] + header.encoded + [lineFeed]
    }
}

/// A well-formed entry in its place, every signature line of which is by a key that holds there.
package struct Entry: Hashable, Sendable {
    /// Where it stands in its log.
    package let index: EntryIndex
    /// What it says.
    package let content: UnverifiedEntry

    /// Vouches that the signatures were verified; only the key history may.
    init(verified content: UnverifiedEntry, at index: EntryIndex) {
        self.content = content
        self.index = index
    }

    /// The header.
    package var header: EntryHeader { content.header }
    /// The log.
    package var origin: Origin { content.origin }
    /// The SHA-256 of the bytes.
    package var digest: Digest { content.digest }
    /// The whole entry.
    package var bytes: [UInt8] { content.bytes }
}
