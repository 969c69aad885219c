import Cryptography
import Foundation
import TestSupport
import Testing
import TransparencyLog

/// What this module writes, read by a program that shares no code with it.
@Suite(.serialized) struct IndependentReaderTests {
    /// A log that grows in a directory, tile by tile, as a publisher would write it.
    private struct PublishedLog {
        let directory: URL
        let signer: Ed25519Signer
        let cosigner: CosignatureSigner
        private var edge = TreeEdge()
        private let hasher = TreeHasher()

        init() throws {
            directory = FileManager.default.temporaryDirectory.appending(
                path: "lianlu-published-\(UUID().uuidString)"
            )
            signer = try Fixture.logSigner()
            cosigner = try Fixture.witnessSigner()
            try write([], "empty")
            try FileManager.default.removeItem(at: directory.appending(path: "empty"))
            try writeCheckpoint()
        }

        var size: TreeSize { edge.size }
        var root: Digest { edge.root(hasher: hasher) }
        var vkey: String { signer.verifierKey.description }

        /// Entries of many lengths, the empty one among them.
        static func entry(_ number: Int) -> [UInt8] {
            number % 1_000 == 7
                ? [] : Array("entry \(number)".utf8) + [UInt8](repeating: 0xAB, count: number % 23)
        }

        mutating func grow(to size: Int) throws {
            let before = edge.size
            let leaves = (before.int..<size).map { hasher.leafHash(of: Self.entry($0)) }
            for tile in edge.append(leaves, hasher: hasher) {
                try write(tile.encoded, tile.coordinate.path)
                guard let bundle = BundleCoordinate(of: tile.coordinate) else { continue }
                let first = Int(bundle.index) * TileCoordinate.fullWidth
                let entries = (first..<(first + bundle.width)).map { Self.entry($0) }
                try write(EntryBundle(entries).encoded, bundle.path)
            }
            try writeCheckpoint()
        }

        private func writeCheckpoint() throws {
            let checkpoint = try Checkpoint(size: size, root: root, signer: signer)
            let lines = try [
                cosigner.cosign(checkpoint, at: 1_767_139_200),
                SignatureLine(
                    name: signer.verifierKey.name,
                    keyID: KeyID(rawValue: 7),
                    signature: [1, 2, 3]
                ),
            ]
            try write(checkpoint.note.adding(lines).encoded, "checkpoint")
        }

        func write(_ bytes: [UInt8], _ path: String) throws {
            let file = directory.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: file)
        }

        func read(_ path: String) throws -> [UInt8] {
            Array(try Data(contentsOf: directory.appending(path: path)))
        }

        func remove() throws { try FileManager.default.removeItem(at: directory) }
    }

    private func expectVerified(_ log: PublishedLog) async throws {
        let answer = try await IndependentReader.check(log.directory, vkey: log.vkey)
        #expect(answer.status == 0, "\(log.size): \(answer.complaint)")
        #expect(answer.output == "size \(log.size)\nroot \(Base64.encode(log.root.bytes))\n")
    }

    private func expectRefused(_ log: PublishedLog, _ reason: String, _ what: String) async throws {
        let answer = try await IndependentReader.check(log.directory, vkey: log.vkey)
        #expect(answer.status == 1, "\(what) was accepted: \(answer.output)")
        #expect(answer.complaint.contains(reason), "\(what): \(answer.complaint)")
    }

    @Test("the Go reader verifies what this module writes, at every size at which tiles change")
    func verifies() async throws {
        var log = try PublishedLog()
        try await expectVerified(log)
        for size in [1, 255, 256, 257, 65_537, 70_000] {
            try log.grow(to: size)
            try await expectVerified(log)
        }
        for path in [
            "tile/0/000", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1",
            "tile/0/000.p/255",
        ] {
            try await expectRefusedWhenFlipped(log, path, "differs")
        }
        for path in ["tile/entries/000", "tile/entries/273.p/112"] {
            try await expectRefusedWhenFlipped(log, path, "not verified: ")
        }
        try await expectVerified(log)
        try log.remove()
    }

    private func expectRefusedWhenFlipped(
        _ log: PublishedLog,
        _ path: String,
        _ reason: String
    ) async throws {
        let bytes = try log.read(path)
        var changed = bytes
        changed[bytes.count / 2] ^= 1
        try log.write(changed, path)
        try await expectRefused(log, reason, path)
        try log.write(bytes, path)
    }

    @Test("the Go reader refuses a byte changed anywhere in a small log")
    func refuses() async throws {
        var log = try PublishedLog()
        try log.grow(to: 1)
        try log.grow(to: 257)
        try await expectVerified(log)
        let text = Array(try Fixture.logKey().name.bytes).count + 60
        for path in [
            "checkpoint", "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000",
            "tile/entries/001.p/1", "tile/entries/000.p/1", "tile/0/000.p/1",
        ] {
            let bytes = try log.read(path)
            // Behind the log's own line the checkpoint holds lines that this reader has no key for.
            let count = path == "checkpoint" ? text : bytes.count
            for position in stride(from: 0, to: count, by: max(1, count / 8)) {
                var changed = bytes
                changed[position] ^= 0x04
                try log.write(changed, path)
                try await expectRefused(log, "not verified: ", "\(path) byte \(position)")
            }
            try log.write(Array(bytes.dropLast()), path)
            try await expectRefused(log, "not verified: ", "\(path) cut short")
            try log.write(bytes, path)
        }
        for path in [
            "tile/0/002.p/1", "tile/2/000.p/1", "tile/0/1", "tile/entries/002", "tile/0/000.p/01",
        ] {
            try log.write([UInt8](repeating: 0, count: 32), path)
            try await expectRefused(log, path, "surplus \(path)")
            try FileManager.default.removeItem(at: log.directory.appending(path: path))
        }
        try await expectVerified(log)
        try FileManager.default.removeItem(at: log.directory.appending(path: "tile/1/000.p/1"))
        try await expectRefused(log, "tile/1/000.p/1", "a missing tile")
        try log.remove()
    }

    @Test("the Go reader says 2 when it is called wrongly, and 1 under another key")
    func usage() async throws {
        var log = try PublishedLog()
        try log.grow(to: 2)
        #expect(try await IndependentReader.run([]).status == 2)
        #expect(try await IndependentReader.run([log.directory.path]).status == 2)
        #expect(try await IndependentReader.run([log.directory.path, "no key"]).status == 2)
        #expect(
            try await IndependentReader.run([log.directory.path + "-none", log.vkey]).status == 2
        )
        let other = try Ed25519Signer(
            name: log.signer.verifierKey.name,
            seed: [UInt8](repeating: 9, count: 32)
        )
        let answer = try await IndependentReader.check(
            log.directory,
            vkey: other.verifierKey.description
        )
        #expect(answer.status == 1)
        try log.remove()
    }
}
