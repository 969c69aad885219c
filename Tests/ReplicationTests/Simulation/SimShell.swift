import Cryptography
import Replication
import TransparencyLog

/// The shell: runs directives against the disks of the simulated nodes, and holds every promise to its word.
extension SimWorld {
    func perform(_ directive: FollowerDirective, on node: SimNode) throws {
        switch directive {
        case .fetchKeys, .fetchCheckpoint, .fetchRun, .fetchTiles, .locateMismatch:
            try fetch(directive, for: node)
        case .dropRuns(let ids): for id in ids { node.buffers[id] = nil }
        case .readOwnTiles(let id, let size, let checkpoint):
            guard let tree = tree(of: checkpoint) else { throw failure(node, "an unknown tree") }
            finish(node, after: .milliseconds(1)) {
                $0.onOwnEdge(
                    id,
                    left: tree.hashes(0, size),
                    right: tree.hashes(size, checkpoint.size),
                    now: $1
                )
            }
        case .authenticateSlice(let slice):
            let ids = try entries(of: slice, on: node)
            let range = branch(of: node).grow(slice.start, by: ids)
            finish(node, after: .milliseconds(3)) { $0.onSliceHashed(slice.id, range, now: $1) }
        case .verifyEntries(let slice):
            finish(node, after: .milliseconds(3)) { $0.onEntriesVerified(slice.id, now: $1) }
        case .storeSlice(let slice, let edge, let target, let keys, let commitsHead):
            node.disk.state.keys = keys ?? node.disk.state.keys
            try store(slice, edge, target, commitsHead, on: node)
            finish(node, after: .milliseconds(2)) { $0.onSliceStored(slice.id, now: $1) }
        case .commitHead(let checkpoint, let keys):
            node.disk.state.keys = keys ?? node.disk.state.keys
            try commit(checkpoint, on: node)
            finish(node, after: .milliseconds(2)) { $0.onHeadCommitted(now: $1) }
        case .discardStaged:
            node.disk.entries.removeLast(node.disk.entries.count - node.disk.headSize.int)
            node.disk.state.stagedEdge = node.disk.state.headEdge
            node.disk.state.stagedTarget = nil
        case .announceHead(let claim):
            for other in nodes where other !== node && other.isHonest && !node.isCut {
                show(claim, of: node.name, to: other)
            }
        case .cosign(let checkpoint, let time): try cosign(checkpoint, time, on: node)
        case .sendReceipt(let size): try sendReceipt(size, of: node)
        case .forgetReceipt(let size):
            throw failure(node, "a receipt of \(size) given up within the limit")
        case .fetchObjects(let from, let to):
            guard from < to, to <= node.disk.headSize else {
                throw failure(node, "objects of entries that are not committed")
            }
        case .markBadSource(let source, let reason, _): try checkBlame(source, reason, by: node)
        case .rollbackAlarm(let shown, let held):
            guard author.conduct != .honest, shown.size < held.size else {
                throw failure(node, "a false rollback alarm")
            }
            node.hasRollbackAlarm = true
        case .forkSuspected, .quarantine, .tellPeers: try handleFork(directive, on: node)
        case .alarm(let alarm):
            guard [.forkDetected, .originRolledBack].contains(alarm.code) else {
                throw failure(node, "\(alarm)")
            }
        }
    }

    func failure(_ node: SimNode, _ what: String) -> SimFailure {
        SimFailure(description: "\(node.name) at \(now): \(what)")
    }

    /// The branch whose root a checkpoint states.
    func tree(of checkpoint: Checkpoint) -> SimTree? {
        [author.main, author.other].first { $0.root(checkpoint.size) == checkpoint.root }
    }

    private func branch(of node: SimNode) -> SimTree { author.tree(shownTo: node.name) }

    private func entries(of slice: Slice, on node: SimNode) throws -> [Int] {
        try slice.runs.flatMap { run in
            guard let ids = node.buffers[run.id] else { throw failure(node, "a run was lost") }
            return ids
        }
    }

    // MARK: The disk

    private func store(
        _ slice: Slice,
        _ edge: CompactRange,
        _ target: Checkpoint,
        _ commitsHead: Bool,
        on node: SimNode
    ) throws {
        guard node.disk.entries.count == slice.start.end.int,
            slice.end.rawValue - slice.start.end.rawValue <= UInt64(Limits.sliceEntryCountMax)
        else { throw failure(node, "a slice that does not follow what is stored") }
        node.disk.entries += try entries(of: slice, on: node)
        node.disk.state.stagedEdge = edge
        node.disk.state.stagedTarget = target
        if commitsHead { try commit(target, on: node) }
    }

    private func commit(_ checkpoint: Checkpoint, on node: SimNode) throws {
        let size = checkpoint.size
        guard size == node.disk.state.stagedEdge.end, size > node.disk.headSize,
            node.disk.entries.count == size.int, let tree = tree(of: checkpoint),
            node.disk.entries == tree.entries(0..<size.int)
        else { throw failure(node, "a head over entries that are not all there") }
        node.disk.headSize = size
        node.disk.state.head = checkpoint
        node.disk.state.headEdge = node.disk.state.stagedEdge
        node.disk.state.stagedTarget = nil
    }

    // MARK: Receipts

    private func cosign(_ checkpoint: Checkpoint, _ time: UInt64, on node: SimNode) throws {
        let former = node.disk.state.cosigned
        guard node.disk.state.head == checkpoint, checkpoint.size > former?.size ?? 0,
            time >= former?.time ?? 0, !node.disk.state.isQuarantined
        else { throw failure(node, "a cosignature that must not be") }
        cosignatureCount += 1
        node.disk.state.cosigned = FollowerState.Cosigned(size: checkpoint.size, time: time)
        node.disk.receipts[checkpoint.size] = time
        node.disk.state.unsentReceipts.append(checkpoint.size)
        finish(node, after: .milliseconds(2)) {
            $0.onCosigned(size: checkpoint.size, time: time, now: $1)
        }
    }

    private func sendReceipt(_ size: TreeSize, of node: SimNode) throws {
        guard node.disk.receipts[size] != nil, node.disk.headSize >= size else {
            throw failure(node, "a receipt for what is not stored whole")
        }
        let isLost = node.isCut || (isTroubled && random.chance(lossPercent))
        let known = author.checkpoint(shownTo: node.name)?.size ?? 0
        var outcome = ReceiptOutcome.accepted
        if isLost {
            outcome = .failed
        } else if size > known {
            outcome = .sizeUnknown(known)
        } else {
            node.disk.acceptedReceipts.insert(size)
            node.disk.state.unsentReceipts.removeAll { $0 == size }
        }
        finish(node, after: random.duration(1...100)) {
            $0.onReceipt(size: size, outcome, now: $1)
        }
    }

    // MARK: Forks

    private func handleFork(_ directive: FollowerDirective, on node: SimNode) throws {
        switch directive {
        case .forkSuspected(let material):
            guard case .forks = author.conduct, material.holds else {
                throw failure(node, "false fork material: \(material.form)")
            }
            node.disk.material = material
            let digest = SimEntry.leafHash(9)
            node.disk.state.evidence = digest
            finish(node, after: .milliseconds(2)) { $0.onEvidence(digest, now: $1) }
        case .quarantine:
            guard node.disk.material?.holds == true else {
                throw failure(node, "a quarantine without evidence")
            }
            if !node.disk.state.isQuarantined { quarantineCount += 1 }
            node.disk.state.isQuarantined = true
            finish(node, after: .milliseconds(2)) { machine, _ in machine.onQuarantined() }
        case .tellPeers(let digest):
            for other in nodes where other !== node && other.isHonest {
                deliver(digest, node.disk.material, to: other)
            }
        default: break
        }
    }

    /// A notice is sent until it arrives.
    private func deliver(_ digest: Digest, _ material: ForkMaterial?, to node: SimNode) {
        schedule(after: random.duration(10...5_000)) { [self] in
            guard !node.isCut, node.machine != nil else {
                return deliver(digest, material, to: node)
            }
            if node.disk.state.evidence == nil {
                node.disk.material = material
                node.disk.state.evidence = digest
            }
            try tell(node) { machine, _ in
                machine.onForkReported(digest, form: material?.form ?? "")
            }
        }
    }

    // MARK: Blame

    private func checkBlame(
        _ source: KeyName,
        _ reason: BadSourceReason,
        by node: SimNode
    ) throws {
        guard reason.isWrongBytes, author.conduct == .honest else { return }
        let isLiar = nodes.contains { $0.name == source && !$0.isHonest }
        guard isLiar else { throw failure(node, "\(reason) blamed on the honest \(source)") }
    }

    // MARK: The end

    func checkEnd() throws {
        let honest = nodes.filter(\.isHonest)
        for node in honest {
            guard
                let tree = [author.main, author.other].first(where: {
                    node.disk.entries == $0.entries(0..<node.disk.entries.count)
                })
            else { throw failure(node, "entries of no branch") }
            if node.disk.state.isQuarantined {
                guard node.disk.material?.holds == true else {
                    throw failure(node, "quarantined without material")
                }
                continue
            }
            let newest = author.checkpoint(shownTo: node.name)
            // A peer of the other branch may have had more of it, as long as the branches are one.
            let isWhole =
                author.conduct == .honest
                ? node.disk.state.head == newest : node.disk.headSize >= newest?.size ?? 0
            guard isWhole, tree.root(node.disk.headSize) == node.disk.state.head?.root else {
                throw failure(node, "stays at \(node.disk.headSize) of \(newest?.size ?? 0)")
            }
            if author.isRolledBack,
                node.disk.headSize > author.checkpoint(shownTo: node.name)?.size ?? 0,
                !node.hasRollbackAlarm
            {
                throw failure(node, "no rollback alarm")
            }
            if author.conduct == .honest, node.disk.acceptedReceipts != Set(node.disk.receipts.keys)
            {
                throw failure(node, "receipts that never arrived")
            }
        }
        let followed = honest.filter { !$0.disk.state.isQuarantined }.map(\.disk.entries)
            .sorted { $0.count < $1.count }
        guard zip(followed, followed.dropFirst()).allSatisfy({ $1.starts(with: $0) }) else {
            throw SimFailure(description: "two branches are followed and nobody noticed")
        }
    }
}
