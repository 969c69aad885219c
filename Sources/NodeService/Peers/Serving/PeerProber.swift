package import Casework
import Cryptography
import Ledger
package import LocalAPI
import PeerAPI
import Replication
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
        results += view(of: document, by: peer)
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

    /// How much of each of our own logs the peer has verified.
    private func view(of document: SessionDocument, by peer: KeyName) -> [CheckResult] {
        let theirs = Dictionary(
            document.logs.map { ($0.origin, $0.size) },
            uniquingKeysWith: { first, _ in first }
        )
        let own = heads.heads(sharedWith: peer).filter { claim in
            LogName(claim.origin)?.node == node.view.node
        }
        return own.map { claim in
            let size = theirs[claim.origin] ?? 0
            return Self.result(
                "peer_api.check_view",
                ["of": "\(claim.size)", "origin": "\(claim.origin)", "size": "\(size)"],
                size < claim.size ? .warned : .passed
            )
        }
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
