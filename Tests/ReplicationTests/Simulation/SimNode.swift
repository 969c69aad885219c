import Cryptography
import Replication
import TransparencyLog

/// How a node that is not honest serves the log.
///
/// It follows nothing itself and always has everything.
enum Lie: CaseIterable {
    case shorter, longer, reordered, swapped, forgedTiles, slow, silent, forgedCheckpoint, bragging
}

/// What a node has on its disk: it outlives a crash.
struct SimDisk {
    var entries: [Int] = []
    var state: FollowerState
    var headSize: TreeSize = 0
    var receipts: [TreeSize: UInt64] = [:]
    var material: ForkMaterial?
    var acceptedReceipts: Set<TreeSize> = []
}

/// A node that follows the simulated log: its disk, its machine, and the shell's buffers.
final class SimNode {
    let name: KeyName
    let lie: Lie?
    var disk: SimDisk
    var machine: FollowerMachine?
    /// Counts restarts: answers to an earlier life are lost.
    var life = 0
    var buffers: [RequestID: [Int]] = [:]
    var isCut = false
    var tickAt: Duration?
    var hasRollbackAlarm = false

    init(name: KeyName, lie: Lie?, author: SimAuthor) {
        self.name = name
        self.lie = lie
        disk = SimDisk(state: FollowerState(origin: author.origin, author: author.name))
    }

    var isHonest: Bool { lie == nil }
}
