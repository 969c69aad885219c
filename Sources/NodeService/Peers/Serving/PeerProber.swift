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
    /// Clocks that differ by more are worth a warning: entries too far ahead are refused.
    private static let clockWarningSecondCount: Int64 = 120

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
        let seconds = abs(Int64(document.now.posixSeconds) - clock.now)
        results.append(
            Self.result(
                "peer_api.check_clock",
                ["seconds": "\(seconds)"],
                seconds > Self.clockWarningSecondCount ? .warned : .passed
            )
        )
        let common = peerNode(peer).map { sharedMechanisms(with: $0).map(\.text) } ?? []
        let theirs = Set(document.charters.map(\.mechanism))
        let agreed = common.filter { theirs.contains($0) }
        results.append(
            Self.result(
                "peer_api.check_mechanisms",
                ["mechanisms": agreed.isEmpty ? "–" : agreed.joined(separator: ", ")],
                agreed.isEmpty || agreed.count < common.count ? .warned : .passed
            )
        )
        return results
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
            try own.map { try Self.view(theirs[$0.origin], of: $0, in: transaction) }
        }
    }

    /// Compares what the peer shows of one own log with what is stored here; nil where it shows nothing.
    ///
    /// A size says nothing of the history: two copies of one home grow alike. Roots tell them apart.
    private static func view(
        _ theirs: HeadClaim?,
        of ours: HeadClaim,
        in transaction: SQLiteTransaction
    ) throws -> CheckResult {
        var arguments = [
            "of": "\(ours.size)", "origin": "\(ours.origin)",
            "size": "\(theirs?.size.rawValue ?? 0)",
        ]
        if let theirs, theirs.size > ours.size {
            return result("peer_api.check_view_longer", arguments, .failed)
        }
        if let theirs,
            let root = try StoredTree(origin: ours.origin, reader: transaction)
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
        let isBehind = theirs.map { $0.size < ours.size } ?? true
        return result("peer_api.check_view", arguments, isBehind ? .warned : .passed)
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
