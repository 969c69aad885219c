import Cryptography
import Replication
import TransparencyLog

/// The network and what peers serve: honest ones from their disks, liars in their own ways.
extension SimWorld {
    func fetch(_ directive: FollowerDirective, for node: SimNode) throws {
        let source = sourceName(of: directive)
        let peer = nodes.first { $0.name == source }
        let isDown =
            node.isCut || peer?.isCut ?? false
            || (peer.map { $0.isHonest && $0.machine == nil } ?? false)
        if isDown || (isTroubled && random.chance(lossPercent)) {
            return finish(node, after: random.duration(10...2_000)) {
                Self.fail(directive, .sourceUnreachable, &$0, $1)
            }
        }
        if peer?.lie == .silent { return }
        let delay = peer?.lie == .slow ? Duration.seconds(20) : random.duration(5...150)
        switch directive {
        case .fetchKeys:
            let size = author.checkpoint(shownTo: node.name)?.size ?? 0
            let held = peer.map { $0.isHonest ? $0.disk.headSize : size } ?? size
            // Keys come from the source's own branch.
            let branch = peer.map { $0.isHonest ? $0.name : node.name } ?? node.name
            guard held > 0, let keys = author.keys(upTo: held, shownTo: branch) else {
                return refuse(directive, node, delay)
            }
            finish(node, after: delay) {
                $0.onKeys(from: source, .received(keys), now: $1)
            }
        case .fetchCheckpoint(let id, _):
            guard let bytes = try checkpoint(of: peer, for: node) else {
                return refuse(directive, node, delay)
            }
            finish(node, after: delay) { $0.onCheckpoint(id, .received(bytes), now: $1) }
        case .fetchRun(let run, _): serve(run, from: peer, to: node, delay, directive)
        case .fetchTiles(let id, let size, let tree, _):
            guard let branch = self.branch(of: peer, for: node, holding: tree.size) else {
                return refuse(directive, node, delay)
            }
            var right = branch.hashes(size, tree.size)
            if peer?.lie == .forgedTiles { right = right.map { _ in SimEntry.leafHash(1) } }
            let left = branch.hashes(0, size)
            finish(node, after: delay) { $0.onEdge(id, .received((left, right)), now: $1) }
        case .locateMismatch(let id, let slice, let tree, _):
            guard let branch = self.branch(of: peer, for: node, holding: tree.size) else {
                return refuse(directive, node, delay)
            }
            guard branch.root(tree.size) == tree.root, peer?.lie != .forgedTiles else {
                return finish(node, after: delay) { Self.fail(directive, .tilesMismatch, &$0, $1) }
            }
            let wrong = slice.runs.filter { run in
                node.buffers[run.id] != branch.entries(run.start.int..<run.end.int)
            }
            finish(node, after: delay) {
                $0.onMismatchLocated(id, .received(wrong.map(\.id)), now: $1)
            }
        default: break
        }
    }

    private func sourceName(of directive: FollowerDirective) -> KeyName {
        switch directive {
        case .fetchKeys(let source), .fetchCheckpoint(_, let source),
            .fetchTiles(_, _, _, let source), .locateMismatch(_, _, _, let source):
            source
        case .fetchRun(let run, _): run.source
        default: author.name
        }
    }

    private func refuse(_ directive: FollowerDirective, _ node: SimNode, _ delay: Duration) {
        finish(node, after: delay) { Self.fail(directive, .sourceLacksBytes, &$0, $1) }
    }

    private static func fail(
        _ directive: FollowerDirective,
        _ reason: BadSourceReason,
        _ machine: inout FollowerMachine,
        _ now: Moment
    ) -> [FollowerDirective] {
        switch directive {
        case .fetchKeys(let source): machine.onKeys(from: source, .failed(reason), now: now)
        case .fetchCheckpoint(let id, _): machine.onCheckpoint(id, .failed(reason), now: now)
        case .fetchRun(let run, _): machine.onRun(run.id, .failed(reason), now: now)
        case .fetchTiles(let id, _, _, _): machine.onEdge(id, .failed(reason), now: now)
        case .locateMismatch(let id, _, _, _):
            machine.onMismatchLocated(id, .failed(reason), now: now)
        default: []
        }
    }

    private func checkpoint(of peer: SimNode?, for node: SimNode) throws -> [UInt8]? {
        guard let peer else { return author.checkpoint(shownTo: node.name)?.note.encoded }
        guard let lie = peer.lie else { return peer.disk.state.head?.note.encoded }
        guard let shown = author.checkpoint(shownTo: node.name) else { return nil }
        guard lie == .forgedCheckpoint else { return shown.note.encoded }
        let forger = try Ed25519Signer(name: author.origin, seed: [UInt8](repeating: 9, count: 32))
        return try Checkpoint(
            size: shown.size.adding(1),
            root: SimEntry.leafHash(3),
            signer: forger
        ).note.encoded
    }

    /// The tree that a peer serves from; nil when it is not that far.
    private func branch(of peer: SimNode?, for node: SimNode, holding size: TreeSize) -> SimTree? {
        guard let peer, peer.isHonest else {
            guard let shown = author.checkpoint(shownTo: node.name), shown.size >= size else {
                return nil
            }
            return author.tree(shownTo: node.name)
        }
        guard peer.disk.headSize >= size, let head = peer.disk.state.head else { return nil }
        return tree(of: head)
    }

    private func serve(
        _ run: Run,
        from peer: SimNode?,
        to node: SimNode,
        _ delay: Duration,
        _ directive: FollowerDirective
    ) {
        guard let branch = self.branch(of: peer, for: node, holding: run.end) else {
            return refuse(directive, node, delay)
        }
        var ids = branch.entries(run.start.int..<run.end.int)
        switch peer?.lie {
        case .shorter, .longer:
            // The shell counts the entries of a bundle itself.
            return finish(node, after: delay) { Self.fail(directive, .bundleMalformed, &$0, $1) }
        case .reordered: ids.reverse()
        case .swapped: ids[ids.count / 2] = SimEntry.rubbish
        default: break
        }
        finish(node, after: delay) { [node, ids] in
            node.buffers[run.id] = ids
            return $0.onRun(run.id, .received(ids.count * 600), now: $1)
        }
    }
}
