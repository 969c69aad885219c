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
        let document: SessionDocument
        do {
            document = try await line.control.session(try sessionDocument(for: peer))
        } catch {
            return [Self.failed(error)]
        }
        var results = [
            CheckResult(.passed, CodedText("peer_api.check_reached", ["peer": "\(peer)"]))
        ]
        let seconds = abs(Int64(document.now.posixSeconds) - clock.now)
        results.append(
            CheckResult(
                seconds > Self.clockWarningSecondCount ? .warned : .passed,
                CodedText("peer_api.check_clock", ["seconds": "\(seconds)"])
            )
        )
        let common = peerNode(peer).map { sharedMechanisms(with: $0).map(\.text) } ?? []
        let theirs = Set(document.charters.map(\.mechanism))
        let agreed = common.filter { theirs.contains($0) }
        results.append(
            CheckResult(
                agreed.isEmpty || agreed.count < common.count ? .warned : .passed,
                CodedText(
                    "peer_api.check_mechanisms",
                    ["mechanisms": agreed.isEmpty ? "–" : agreed.joined(separator: ", ")]
                )
            )
        )
        return results
    }

    private static func failed(_ error: any Error) -> CheckResult {
        let told = PeerFailure.told(error)
        return CheckResult(.failed, CodedText(told.code, told.arguments))
    }
}
