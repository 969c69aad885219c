import Replication
import TransparencyLog

/// The node that writes the simulated log, honest or not.
final class SimAuthor {
    enum Conduct: Hashable {
        case honest
        /// Shows another branch, from `fork` on, to these peers.
        case forks(victims: Set<KeyName>)
        /// Goes back to an earlier checkpoint and stays there.
        case rollsBack
    }

    let name: KeyName
    let origin: Origin
    let conduct: Conduct
    let main = SimTree()
    let other: SimTree
    let rekeyIndex: Int?
    private let firstSigner: Ed25519Signer
    private let secondSigner: Ed25519Signer
    private(set) var published: [Checkpoint] = []
    private(set) var publishedOther: [Checkpoint] = []
    private(set) var isRolledBack = false
    private var shownCount = 0

    init(conduct: Conduct, fork: Int, rekeyIndex: Int?) throws {
        name = try KeyName("author.example")
        origin = try Origin("author.example/delta")
        self.conduct = conduct
        self.rekeyIndex = rekeyIndex
        other = SimTree(fork: fork)
        firstSigner = try Ed25519Signer(name: origin, seed: [UInt8](repeating: 1, count: 32))
        secondSigner = try Ed25519Signer(name: origin, seed: [UInt8](repeating: 2, count: 32))
    }

    /// Signs the next size of the log, and of the other branch where there is one.
    func publish(size: Int, otherSize: Int) throws {
        published.append(try sign(main, size))
        if case .forks = conduct { publishedOther.append(try sign(other, otherSize)) }
        shownCount = published.count
    }

    func rollBack() {
        isRolledBack = true
        shownCount = max(1, published.count / 2)
    }

    private func sign(_ tree: SimTree, _ size: Int) throws -> Checkpoint {
        let size = TreeSize(count: size)
        let signer = rekeyIndex.map { size.int > $0 } ?? false ? secondSigner : firstSigner
        return try Checkpoint(size: size, root: tree.root(size), signer: signer)
    }

    private func isVictim(_ peer: KeyName) -> Bool {
        if case .forks(let victims) = conduct { victims.contains(peer) } else { false }
    }

    func tree(shownTo peer: KeyName) -> SimTree { isVictim(peer) ? other : main }

    func checkpoint(shownTo peer: KeyName) -> Checkpoint? {
        isVictim(peer) ? publishedOther.last : published.prefix(shownCount).last
    }

    /// The keys that the log names up to a size, on a peer's branch.
    func keys(upTo size: TreeSize, shownTo peer: KeyName) -> LogKeys? {
        let open = isVictim(peer) && other.fork == 0 ? "other open" : "open"
        var entries = [Array(open.utf8)]
        var spans = [LogKeys.Span(key: firstSigner.verifierKey, from: 1)]
        if let rekeyIndex, size.int > rekeyIndex {
            entries.append(Array("rekey".utf8))
            spans.append(
                LogKeys.Span(key: secondSigner.verifierKey, from: TreeSize(count: rekeyIndex + 1))
            )
        }
        return LogKeys(entries: entries, spans: spans)
    }
}
