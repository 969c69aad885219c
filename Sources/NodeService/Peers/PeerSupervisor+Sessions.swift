import Casework
import Cryptography
import Ledger
import LocalAPI
import Logging
import PeerAPI
import Replication
import TransparencyLog

/// What sessions say and hear.
extension PeerSupervisor {
    /// The mechanisms whose logs a peer may see, sorted: both sides are in their newest charter, and no rival stands.
    func sharedMechanisms(with peer: PeerNode, _ view: NodeView? = nil) -> [MechanismID] {
        let view = view ?? node.view
        return view.library.chains.keys.sorted().filter { isShared($0, with: peer, view) }
    }

    /// Whether a peer may see the logs of a mechanism: both sides are in its newest charter, and no rival stands.
    func isShared(
        _ mechanism: MechanismID,
        with peer: PeerNode,
        _ view: NodeView? = nil
    ) -> Bool {
        !isRefused(mechanism, for: peer.name)
            && Self.isCommon(mechanism, with: peer, view ?? node.view)
    }

    /// Whether a peer may know a charter: it, or a later one in force, names the peer, who needs the ones before to judge it
    /// and the older entries.
    func mayKnow(charter digest: Digest, _ peer: PeerNode) -> Bool {
        let library = node.view.library
        guard let membership = library.membership(of: digest),
            let chain = library.chains[membership.charter.mechanism]
        else { return false }
        return chain.all.contains { later in
            (later.digest == digest
                || chain.isInForce(later.digest) && chain.isAncestor(digest, of: later.digest))
                && library.membership(of: later.digest).map {
                    Scope.decide(peer: peer, charter: $0).isAllowed
                } == true
        }
    }

    /// Whether a peer may be told something now, however long ago it was queued.
    func mayTell(_ notice: Notice, to peer: KeyName) -> Bool {
        guard let peer = peerNode(peer) else { return false }
        switch notice.kind {
        case .card: return parties.mayTell(card: notice.bytes, to: peer)
        case .charter:
            // What is queued was read before; a charter that is not is not sent.
            guard let charter = try? Charter(parsing: notice.bytes) else { return false }
            return mayKnow(charter: charter.digest, peer)
        case .fork:
            let evidence = try? ForkEvidence(parsing: notice.bytes)
            guard let evidence, let name = LogName.replicated(evidence.origin) else { return false }
            return Self.isCommon(name.mechanism, with: peer, node.view)
        }
    }

    /// Whether both sides are in the newest charter of a mechanism.
    static func isCommon(
        _ mechanism: MechanismID,
        with peer: PeerNode,
        _ view: NodeView
    ) -> Bool {
        Scope.decide(
            peer: peer,
            mechanism: mechanism,
            own: view.own,
            newest: view.library.newest(of: mechanism, adopted: nil)
        ).isAllowed
    }

    /// What is known of each mechanism that a peer shares with us, rivals too.
    func charterViews(sharedWith peer: KeyName) -> [CharterView] {
        let view = node.view
        guard let peer = peerNode(peer) else { return [] }
        return charterViews.filter { charter in
            MechanismID(charter.mechanism).map { Self.isCommon($0, with: peer, view) } == true
        }
    }

    /// What is known of each mechanism that we have joined: what any peer claims of it is judged by this.
    ///
    /// A member that a later revision admitted may be the only one that can show us that revision.
    var charterViews: [CharterView] {
        node.view.library.chains.sorted { $0.key < $1.key }.compactMap { mechanism, chain in
            guard let newest = chain.newestInForce() else { return nil }
            return CharterView(
                mechanism: mechanism.text,
                inForce: newest.digest,
                ancestors: Set(chain.ancestors(of: newest.digest))
            )
        }
    }

    /// Our own state, as a peer is told it.
    func sessionDocument(for peer: KeyName) throws -> SessionDocument {
        let now = UInt64(max(0, clock.now))
        guard let time = WireTime(posixSeconds: now, offsetMinutes: 480) else {
            throw NodeError(.clockUnusable, ["second": "\(now)"])
        }
        // What is left out for want of room is shown by the poll.
        return try SessionDocument(
            boot: boot,
            card: node.view.card.note.encoded,
            charters: charterViews(sharedWith: peer).prefix(Replication.Limits.charterCountMax).map
            {
                SessionDocument.CharterClaim(digest: $0.inForce, mechanism: $0.mechanism)
            },
            logs: HeadClaim.fitting(shown(heads.heads(sharedWith: peer), to: peer)),
            now: time
        )
    }

    /// Those of some heads that a peer may see now.
    func shown(_ claims: [HeadClaim], to peer: KeyName) -> [HeadClaim] {
        guard let peer = peerNode(peer) else { return [] }
        let mechanisms = Set(sharedMechanisms(with: peer))
        return claims.filter { claim in
            LogName.replicated(claim.origin).map { mechanisms.contains($0.mechanism) } == true
        }
    }

    /// Hands heads that a peer shows to the followers of their logs; those of our own logs are compared with ours.
    func hear(_ claims: [HeadClaim], from peer: KeyName) {
        // Heads of a peer that cannot be asked yet come again with the answer to our own session.
        guard let shown = peerNode(peer), session(with: peer)?.line != nil else { return }
        let view = node.view
        let mechanisms = Set(sharedMechanisms(with: shown, view))
        var own: [HeadClaim] = []
        for claim in claims {
            guard let name = LogName.replicated(claim.origin) else { continue }
            if name.node == view.node {
                // Whoever shows it: a node that lost a charter with the rest knows no longer who is in the mechanism. Logs of
                // ours that are not here are of interest where a restored home could open them anew.
                if logs.contains(claim.origin) || name.generation == 1 { own.append(claim) }
            } else if mechanisms.contains(name.mechanism), isKnownAuthor(name, view) {
                if hasPlace(name, view) {
                    follow(claim, from: peer)
                } else {
                    hearLater(shown.name)
                }
            }
        }
        ownHeads.hear(own, from: peer)
    }

    /// Whether there may be such a log, as far as we know: of a member, old or new, in its place.
    func isPossible(_ name: LogName) -> Bool {
        let view = node.view
        return isKnownAuthor(name, view) && hasPlace(name, view)
    }

    /// Whether a log may exist as far as we know: a successor only after the log before it, which is verified here or
    /// has ended by charter, and one of a limited number.
    ///
    /// Without it one peer could show logs without end, each of which would be followed.
    private func hasPlace(_ name: LogName, _ view: NodeView) -> Bool {
        guard name.generation > 1 else { return true }
        guard name.generation <= Limits.logGenerationMax,
            let former = LogName(
                node: name.node,
                mechanism: name.mechanism,
                generation: name.generation - 1
            ),
            // Every name of a log is an origin.
            let origin = try? Origin(former.text)
        else { return false }
        let hasEnded = former.generation == 1 && view.library.endedSize(of: origin) != nil
        return logs.contains(origin) || hasEnded
    }

    /// Whether some charter of the mechanism, the newest or an older one, names the node as a member.
    private func isKnownAuthor(_ name: LogName, _ view: NodeView) -> Bool {
        view.library.chains[name.mechanism]?.all.contains { charter in
            charter.content.members.contains { $0.node == name.node }
        } ?? false
    }

    private func follow(_ claim: HeadClaim, from peer: KeyName) {
        do {
            guard let follower = try follower(of: claim.origin) else {
                node.logger.error(
                    "log not followed: too many are",
                    metadata: [
                        "limit": "\(Limits.followedLogCountMax)", "origin": "\(claim.origin)",
                    ]
                )
                return
            }
            follower.hear(claim, from: peer)
        } catch {
            node.logger.error(
                "log not followed",
                metadata: ["error": "\(error)", "origin": "\(claim.origin)"]
            )
        }
    }

    /// A session with a peer stands: what waited for it is asked and sent now.
    func sessionOpened(with session: PeerSession) {
        node.logger.info("session open", metadata: ["peer": "\(session.name)"])
        for follower in followers { follower.objectsBell.ring() }
        refresher.ring()
    }

    /// A session ended: its peer is no source for now.
    func sessionEnded(with peer: KeyName) {
        node.logger.info("session ended", metadata: ["peer": "\(peer)"])
        for follower in followers { follower.sourceGone(peer) }
    }

    /// Queues a notice for every peer that may be told, except the one it came from.
    func passOn(
        _ notice: Notice,
        except sender: KeyName? = nil,
        to isAllowed: (PeerNode) -> Bool
    ) {
        for session in sessions where session.peer != sender {
            guard let peer = peerNode(session.peer), isAllowed(peer) else { continue }
            session.post(.enqueue(notice))
        }
    }

    /// Fork evidence.
    var forks: ForkKeeper { ForkKeeper(supervisor: self) }

    /// Cards, charters and packs.
    var parties: PartyKeeper { PartyKeeper(supervisor: self) }
}
