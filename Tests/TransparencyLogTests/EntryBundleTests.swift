import Cryptography
import Testing
import TransparencyLog

@Suite struct EntryBundleTests {
    @Test("entries are framed as the specification's neighbours frame them")
    func example() throws {
        let bundle = try EntryBundle([Array("one".utf8), Array("two".utf8)])
        #expect(Hex.encode(bundle.encoded) == "00036f6e65000374776f")
        let read = try EntryBundle(
            parsing: bundle.encoded,
            for: try #require(BundleCoordinate(index: 0, width: 2))
        )
        #expect(read == bundle)
        #expect(read.map { Array($0) } == [Array("one".utf8), Array("two".utf8)])
        #expect(
            read.leafHashes(hasher: TreeHasher())
                == ["one", "two"].map { MerkleTree.leafHash(of: $0.utf8) }
        )
    }

    @Test("the vectors' upload body comes out of two bundles and their proofs")
    func uploadBody() throws {
        let entries = (0..<300).map { Array("entry \($0)".utf8) }
        var body = try Fixture.hexBytes("add_entries_0_300", "header_hex")
        for range in [0..<256, 256..<300] {
            body += try EntryBundle(entries[range]).encoded
            let lines: [String] = try Fixture.value(
                "add_entries_0_300",
                "proof_[\(range.lowerBound),\(range.upperBound))"
            )
            body.append(UInt8(lines.count))
            for line in lines { body += try #require(Base64.decode(line.utf8)) }
        }
        #expect(try body.count == Fixture.value("add_entries_0_300", "body_len", as: Int.self))
        #expect(
            try SHA256.digest(of: body).hex
                == Fixture.value("add_entries_0_300", "body_sha256", as: String.self)
        )
    }

    @Test("entries of no bytes and of 65,535 bytes are framed, one byte more is refused")
    func entryLimit() throws {
        let longest = [UInt8](repeating: 7, count: 65_535)
        let bundle = try EntryBundle([[], longest, []])
        #expect(bundle.map(\.count) == [0, 65_535, 0])
        #expect(try EntryBundle(parsing: bundle.encoded) == bundle)
        #expect(Fixture.code { try EntryBundle([longest + [7]]) } == .bundleEntryTooLong)
    }

    @Test("a bundle has at most 256 entries")
    func countLimit() throws {
        let full = try EntryBundle([[UInt8]](repeating: [1], count: 256))
        #expect(try EntryBundle(parsing: full.encoded).count == 256)
        #expect(
            Fixture.code { try EntryBundle([[UInt8]](repeating: [1], count: 257)) }
                == .bundleEntryCountExceeded
        )
        #expect(
            Fixture.code { try EntryBundle(parsing: full.encoded + [0, 0]) }
                == .bundleEntryCountExceeded
        )
    }

    @Test("every strict prefix, and a longer bundle, is refused for its coordinate")
    func lengths() throws {
        let coordinate = try #require(BundleCoordinate(index: 4, width: 3))
        let bundle = try EntryBundle([[1, 2, 3], [], [4]])
        for count in 0..<bundle.encoded.count {
            let code = Fixture.code {
                try EntryBundle(parsing: bundle.encoded.prefix(count), for: coordinate)
            }
            #expect(code == .bundleTruncated || code == .bundleWidthMismatch)
        }
        #expect(
            Fixture.code { try EntryBundle(parsing: bundle.encoded + [0, 0], for: coordinate) }
                == .bundleWidthMismatch
        )
        #expect(
            Fixture.code { try EntryBundle(parsing: bundle.encoded + [0], for: coordinate) }
                == .bundleTruncated
        )
        #expect(try EntryBundle(parsing: []).isEmpty)
    }
}
