import Cryptography
import Ledger
import LocalAPI
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import TLSTransport
import TransparencyLog

/// What failures with peers are called, and what they mean for the machines.
enum PeerFailure {
    /// The text's code and arguments.
    static func told(_ error: any Error) -> (code: String, arguments: [String: String]) {
        switch error {
        case let error as TLSTransportError:
            return ("tls_transport.\(error.code.rawValue)", error.arguments)
        case let error as ReplicationError:
            return ("replication.\(error.code.rawValue)", error.arguments)
        case PeerClientError.notFound: return ("peer_api.not_found", [:])
        case PeerClientError.refused(let problem):
            let arguments = [
                "cause": problem.cause, "code": problem.code, "status": "\(problem.status)",
            ]
            return ("peer_api.refused", arguments)
        case PeerClientError.unexpectedStatus(let status):
            return ("peer_api.unexpected_status", ["status": "\(status)"])
        default:
            guard let problem = Problems.problem(for: error) as? LocalAPI.Problem else {
                return ("peer_api.failed", ["reason": "\(error)"])
            }
            return (problem.code, problem.arguments)
        }
    }

    /// What a failed request says of its source; `malformed` is the reason for an answer of wrong form.
    static func reason(
        _ error: any Error,
        malformed: BadSourceReason
    ) -> BadSourceReason {
        switch error {
        case let error as TLSTransportError:
            switch error.code {
            case .responseStalled, .responseTimedOut: .sourceSlow
            case .responseBodyTooLarge, .responseMalformed: malformed
            default: .sourceUnreachable
            }
        case PeerClientError.notFound: .sourceLacksBytes
        case is PeerClientError: .sourceUnreachable
        case is ReplicationError, is TransparencyLogError: malformed
        default: .sourceUnreachable
        }
    }

    /// Whether an error says that bytes which are stored here are wrong or gone, and not that they could not be read.
    static func isDamage(_ error: any Error) -> Bool {
        switch error {
        case is CryptographyError, is LedgerError: true
        case let error as LogStorageError: error.code == .dataCorrupt || error.code == .dataMissing
        case let error as SQLiteStorageError: error.code == .databaseCorrupt
        default: false
        }
    }

    /// Whether a peer has answered for good; otherwise it is asked again after everything else.
    static func isFinal(_ error: any Error) -> Bool {
        switch error {
        case PeerClientError.refused(let problem): problem.status != 429 && problem.status != 503
        case PeerClientError.notFound: true
        default: false
        }
    }

    /// Whether an error of the store leaves nothing to do but to end the process.
    static func endsNode(_ error: any Error) -> Bool {
        guard let error = error as? LogStorageError else { return false }
        return error.code == .durabilityUnknown || error.code == .storageClosed
    }
}

/// There is no open session with the node that something was to be asked of.
struct SourceGone: Error {}
