package import Casework
import Cryptography
import Ledger
package import LocalAPI
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import Sequencing
import TLSTransport
import TransparencyLog

extension PeerSupervisor {
    /// Dials a peer now, beside the session with it, and says what each step found.
    package func probe(_ peer: NodeName) async throws -> [CheckResult] {
        guard let session = session(with: try peer.keyName) else {
            throw NodeError(.peerUnknown, ["node": peer.text])
        }
        let line: PeerLine
        do {
            line = try self.line(to: session, id: newConnection())
        } catch {
            return [Self.failed(error)]
        }
        let results = await probe(line, session.peer)
        await line.close()
        return results
    }

    private func probe(_ line: PeerLine, _ peer: KeyName) async -> [CheckResult] {
        var results: [CheckResult] = []
        let document: SessionDocument
        do {
            let shown = try await line.session.handshake()
            let card = NodeName(peer).flatMap { node.view.registry[$0] }
            results.append(
                Self.result(
                    "peer_api.check_tls",
                    [
                        "pin": "\(shown.pin.digest.hex.prefix(16))",
                        "url": card?.content.url.text ?? "",
                    ]
                )
            )
            document = try await line.session.session(try sessionDocument(for: peer))
            results.append(Self.result("peer_api.check_accepted", ["peer": "\(peer)"]))
        } catch {
            return results + [Self.failed(error)]
        }
        do {
            results += try await view(of: document, by: peer)
        } catch {
            results.append(Self.failed(error))
        }
        let seconds = (Int64(document.now.posixSeconds) - clock.now).magnitude
        results.append(
            Self.result(
                "peer_api.check_clock",
                ["seconds": "\(seconds)"],
                seconds > ClockWarning.secondCount ? .warned : .passed
            )
        )
        let common = peerNode(peer).map { sharedMechanisms(with: $0).map(\.text) } ?? []
        let theirs = Set(document.charters.map(\.mechanism))
        return results + Self.results(of: common, shown: theirs)
    }

    /// What both sides agree on of the mechanisms that they have in common by the charters here.
    private static func results(of common: [String], shown theirs: Set<String>) -> [CheckResult] {
        let agreed = common.filter { theirs.contains($0) }
        let missing = common.filter { !theirs.contains($0) }
        var results: [CheckResult] = []
        if !agreed.isEmpty {
            let arguments = ["mechanisms": agreed.joined(separator: ", ")]
            results.append(result("peer_api.check_mechanisms", arguments))
        }
        if !missing.isEmpty {
            let arguments = ["mechanisms": missing.joined(separator: ", ")]
            results.append(result("peer_api.check_mechanisms_missing", arguments, .warned))
        }
        return common.isEmpty
            ? [result("peer_api.check_mechanisms_none", [:], .warned)] : results
    }

    /// How much of each of our own logs the peer says that it has verified, and whether that is the history on this disk.
    private func view(of document: SessionDocument, by peer: KeyName) async throws -> [CheckResult]
    {
        let theirs = Dictionary(
            document.logs.map { ($0.origin, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let own = heads.heads(sharedWith: peer).filter { claim in
            LogName(claim.origin)?.node == node.view.node
        }
        return try await node.store.read { transaction in
            try own.map { ours in
                guard let theirs = theirs[ours.origin] else {
                    return try Self.unseen(ours, by: peer, in: transaction)
                }
                return try Self.view(theirs, of: ours, in: transaction)
            }
        }
    }

    /// A peer that shows nothing of a log says nothing of what it holds: its newest receipt does.
    private static func unseen(
        _ ours: HeadClaim,
        by peer: KeyName,
        in transaction: SQLiteTransaction
    ) throws -> CheckResult {
        let mirror = Array("\(peer)/mirror".utf8)
        let receipt = try transaction.newestCosignatures(of: ours.origin)
            .filter { $0.cosigner.name.bytes == mirror }.map(\.size).max()
        return result(
            "peer_api.check_view_none",
            [
                "of": "\(ours.size)", "origin": "\(ours.origin)",
                "size": "\(receipt?.rawValue ?? 0)",
            ],
            .warned
        )
    }

    /// Compares what the peer shows of one own log with what is stored here.
    ///
    /// A size says nothing of the history: two copies of one home grow alike. Roots tell them apart.
    private static func view(
        _ theirs: HeadClaim,
        of ours: HeadClaim,
        in transaction: SQLiteTransaction
    ) throws -> CheckResult {
        var arguments = [
            "of": "\(ours.size)", "origin": "\(ours.origin)",
            "size": "\(theirs.size)",
        ]
        if theirs.size > ours.size {
            return result("peer_api.check_view_longer", arguments, .failed)
        }
        if let root = try StoredTree(origin: ours.origin, reader: transaction)
            .head(at: theirs.size)?.root,
            root != theirs.root
        {
            arguments["ours"] = root.hex
            arguments["theirs"] = theirs.root.hex
            return result("peer_api.check_view_other", arguments, .failed)
        }
        if try ForkKeeper.evidence(of: ours.origin, in: transaction) != nil {
            return result("peer_api.check_view_forked", arguments, .failed)
        }
        return result(
            "peer_api.check_view",
            arguments,
            theirs.size < ours.size ? .warned : .passed
        )
    }

    private static func result(
        _ code: String,
        _ arguments: [String: String],
        _ outcome: CheckResult.Outcome = .passed
    ) -> CheckResult {
        CheckResult(outcome, CodedText(code, arguments))
    }

    private static func failed(_ error: any Error) -> CheckResult {
        let told = PeerFailure.told(error)
        return CheckResult(.failed, CodedText(told.code, told.arguments))
    }
}
