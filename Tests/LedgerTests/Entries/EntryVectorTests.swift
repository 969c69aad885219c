import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct EntryVectorTests {
    static let origins = [
        "jiangxi.ipr.example/home", "jiangxi.ipr.example/pan-pearl-river-delta",
        "fujian.ipr.example/pan-pearl-river-delta",
    ]

    /// What each refused vector must be refused for; the bytes come as entry 4 of 江西's log.
    static let refusals: [String: [Reason.Code]] = [
        "space after a colon": [.headerValueMalformed],
        "keys not sorted": [.headerKeysUnsorted],
        "duplicate key": [.headerKeyRepeated],
        "unknown key": [.headerKeyUnknown],
        "escape in a string": [.headerSyntax],
        "not ASCII": [.headerNotASCII],
        "float": [.headerSyntax],
        "negative zero": [.headerValueMalformed],
        "integer 2^53": [.headerIntegerTooLarge],
        "null": [.headerValueMalformed],
        "empty list": [.headerListEmpty],
        "list not sorted": [.headerListUnsorted],
        "list with a repeat": [.headerListRepeated],
        "at with Z": [.headerValueMalformed],
        "at with a fraction": [.headerValueMalformed],
        "at on 30 February": [.headerValueMalformed],
        "at with -00:00": [.headerValueMalformed],
        "at with offset +14:01": [.headerValueMalformed],
        "upper-case digest": [.headerValueMalformed],
        "opening without to": [.headerKeyMissing],
        "record and draft together": [.headerKeyForbidden],
        "reserved key on a pack machine": [.headerKeyForbidden],
        "two bodies": [.headerBodyRepeated],
        "size not a power of two": [.headerObjectSizeWrong],
        "tree on a small object": [.headerObjectTreeWrong],
        "label unknown": [.headerValueMalformed],
        "audience not an address": [.headerValueMalformed],
        "17 parents": [.headerListTooLong],
        "fact of 129 bytes": [.headerStringTooLong],
        "boolean fact": [.headerValueMalformed],
        "another log's origin": [.entryOriginMismatch],
        "first line entry/v0": [.entryVersionUnknown],
        "a fourth line": [.entryLineCountWrong],
        "no signature by the office named": [.signatureMissing, .signatureUnexpected],
        "officer set, line missing": [.signatureMissing],
        "signature lines in the wrong order":
            [.signatureMisplaced, .signatureMisplaced, .keyNotEnrolled],
        "a line too many, of the node": [.signatureUnexpected],
        "signature of another text": [.signatureInvalid],
        "key never enrolled in this log": [.keyNotEnrolled],
        "from not this node's region": [.signerNotOfNode],
        "log/open at an index above 0": [.logOpenMisplaced],
        "adopt of a charter that is not in force": [.charterNotInForce],
        "over 16 KiB": [.entryTooLong],
        "LF missing at the end": [.entryNoteMalformed],
        "CRLF": [.entryNoteMalformed],
        "base64 not canonical": [.signatureInvalid],
    ]

    private func judged(_ origin: String, _ vectors: EntryVectors) throws -> KeyHistory {
        let name = try Origin(origin)
        let node = try #require(LogName(name)?.node)
        var history = try #require(
            KeyHistory(origin: name, trusted: [try vectors.key(node.text)])
        )
        let context = try context(vectors)
        for (position, entry) in try vectors.entries(origin).enumerated() {
            let index = try #require(EntryIndex(UInt64(position)))
            let checked = EntryVerifier(history).check(entry.bytes)
            let judgement = history.judge(checked, at: index, in: context)
            #expect(judgement.reasons == [], "\(origin) \(position)")
            #expect(judgement.findings == [])
            #expect(judgement.entry?.bytes == entry.bytes)
            history.apply(judgement)
        }
        return history
    }

    private func context(_ vectors: EntryVectors) throws -> LogContext {
        LogContext(
            charters: TestCharterBook(try vectors.charters()),
            homeRegion: RegionCode("360000")
        )
    }

    @Test("reads every logged entry and writes it again in the same bytes", arguments: origins)
    func rereads(origin: String) throws {
        let vectors = try EntryVectors()
        var hashes: [Digest] = []
        for logged in try vectors.entries(origin) {
            let entry = try UnverifiedEntry(parsing: logged.bytes)
            #expect(entry.digest == logged.digest)
            #expect(MerkleTree.leafHash(of: logged.bytes) == logged.leafHash)
            hashes.append(MerkleTree.leafHash(of: logged.bytes))
            let text = UnverifiedEntry.text(origin: entry.origin, header: entry.header)
            #expect(Array(entry.note.text) == text)
            #expect(entry.header.canonical == entry.header)
        }
        #expect(MerkleTree.root(ofLeafHashes: hashes) == (try vectors.root(origin)))
    }

    @Test("judges every logged entry valid, with its keys", arguments: origins)
    func judgesLogs(origin: String) throws {
        let vectors = try EntryVectors()
        let history = try judged(origin, vectors)
        #expect(history.logKey(forSize: 0) == nil)
        #expect(history.logKey(forSize: 1) == (try vectors.key(origin)))
        #expect(history.currentLogKey == (try vectors.key(origin)))
    }

    @Test("refuses every vector that must be refused, for its reason")
    func refuses() throws {
        let vectors = try EntryVectors()
        let history = try judged(Self.origins[1], vectors)
        let refused = try vectors.refused()
        #expect(refused.count == 46)
        #expect(Set(refused.map(\.why)) == Set(Self.refusals.keys))
        for vector in refused {
            let checked = EntryVerifier(history).check(vector.bytes)
            let judgement = history.judge(checked, at: 4, in: try context(vectors))
            #expect(judgement.verdictClass == .invalid, "\(vector.why)")
            #expect(
                judgement.reasons.map(\.code) == Self.refusals[vector.why],
                "\(vector.why)"
            )
            #expect(
                judgement.entry == nil || vector.why.hasPrefix("adopt")
                    || vector.why.hasPrefix("from")
            )
        }
    }
}
