import Cryptography
import Foundation
import Replication
import TestSupport
import Testing
import TransparencyLog

/// The published fork files of FORMATS.md §6, as far as checkpoints and hashes go.
@Suite struct ForkVectorTests {
    struct File {
        let form: String
        let holds: Bool
        var checkpoints: [Checkpoint] = []
        var hashes: [Digest] = []
    }

    /// The files whose checkpoints verify under the log key that their `key` entry names.
    static func files() throws -> [File] {
        let vectors = try Vectors.json("lianlu-vectors.json")
        let list = try #require(vectors["fork"] as? [[String: Any]])
        return try list.compactMap { entry in
            let form = try #require(entry["form"] as? String)
            let holds = try #require(entry["holds"] as? Bool)
            let base64 = try #require(entry["bytes"] as? String)
            let text = try #require(
                Data(base64Encoded: base64).flatMap { String(data: $0, encoding: .utf8) }
            )
            let keyText = try #require(text.firstMatch(of: /"key":"([^"]+)"/)).1
            let key = try VerifierKey(parsing: String(keyText))
            var file = File(form: form, holds: holds)
            for match in text.matches(of: /checkpoint [0-9]+\n((?:.+\n){3}\n(?:— .+\n)+)/) {
                let unverified = try UnverifiedCheckpoint(parsing: Array(match.1.utf8))
                // One file bears a checkpoint under a key that no entry names.
                guard let checkpoint = try? unverified.verified(by: key) else { return nil }
                file.checkpoints.append(checkpoint)
            }
            file.hashes = text.matches(of: /hash ([0-9a-f]{64})\n/).compactMap { Digest(hex: $0.1) }
            return file
        }
    }

    @Test("growth material holds exactly where the published file does")
    func growth() throws {
        let files = try Self.files().filter { $0.form == "growth" }
        #expect(files.count == 4)
        for file in files {
            let (smaller, larger) = (file.checkpoints[0], file.checkpoints[1])
            let count = CompleteSubtree.covering(0, smaller.size).count
            let edge = TreeEdge(
                at: smaller.size,
                of: larger,
                left: Array(file.hashes.prefix(count)),
                right: Array(file.hashes.dropFirst(count))
            )
            let material = edge.map {
                ForkMaterial.growth(smaller: smaller, larger: larger, edge: $0, keys: [])
            }
            #expect(material?.holds ?? false == file.holds)
        }
    }

    @Test("same-size material holds exactly where the published file does")
    func sameSize() throws {
        let files = try Self.files().filter { $0.form == "same-size" }
        #expect(files.count == 2, "the third one's key is named by no entry")
        for file in files {
            let material = ForkMaterial.sameSize(file.checkpoints[0], file.checkpoints[1], keys: [])
            #expect(material.holds == file.holds)
        }
    }

    @Test("the hashes of every growth fold to both trees, powers of two and size 1 among them")
    func edges() throws {
        let tree = SimTree()
        for larger in [2, 3, 8, 9, 255, 256, 257] {
            let checkpoint = try Fixture.checkpoint(TreeSize(count: larger))
            for size in Set([1, 2, 4, larger / 2, larger - 1, larger]) where size <= larger {
                let at = TreeSize(count: size)
                let left = tree.hashes(0, at)
                let right = tree.hashes(at, checkpoint.size)
                let edge = try #require(TreeEdge(at: at, of: checkpoint, left: left, right: right))
                #expect(edge.leftRoot == tree.root(at))
                #expect(
                    TreeEdge(
                        at: at,
                        of: checkpoint,
                        left: left.dropLast() + [Fixture.digest(0)],
                        right: right
                    ) == nil
                )
                #expect(TreeEdge(at: at, of: checkpoint, left: left + left, right: right) == nil)
            }
        }
    }
}
