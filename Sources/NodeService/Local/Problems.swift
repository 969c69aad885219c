import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Sequencing
import TLSTransport
import TransparencyLog

/// Turns what any module throws into what a local client is told: one code of the catalogue with its arguments.
package enum Problems {
    /// The problem for an error; errors that no module owns are thrown on, and end as an internal failure in the log.
    package static func problem(for error: any Error) -> (any Error) {
        switch error {
        case let error as Problem: error
        case let error as LocalAPIError: Problem(error)
        case let error as EntryRefusal: refusal(error)
        case let error as SubmissionFaults: refused(for: error.faults.map { CodedText($0) })
        case let error as NodeError:
            Problem(
                code: "node.\(error.code.rawValue)",
                arguments: error.arguments,
                status: error.code.status,
                detail: error.cause
            )
        case let error as SequencingError: sequencing(error)
        case let error as LogStorageError: storage(error)
        case let error as LedgerError:
            Problem(
                code: "ledger.\(error.code.rawValue)",
                arguments: error.arguments,
                status: 422,
                detail: error.cause
            )
        case let error as PartyError:
            Problem(
                code: "ledger_parties.\(error.code.rawValue)",
                arguments: error.arguments,
                status: error.code.status,
                detail: error.cause
            )
        case let error as CaseworkError:
            Problem(
                code: "casework.\(error.code.rawValue)",
                arguments: error.arguments,
                status: 422,
                detail: error.cause
            )
        case let error as CryptographyError:
            Problem(
                code: "cryptography.\(error.code.rawValue)",
                arguments: error.arguments,
                status: 503,
                detail: error.cause
            )
        case let error as TransparencyLogError:
            Problem(
                code: "transparency_log.\(error.code.rawValue)",
                arguments: error.arguments,
                status: 422,
                detail: error.cause
            )
        case let error as SQLiteStorageError:
            Problem(
                code: "sqlite_storage.\(error.code.rawValue)",
                arguments: error.arguments,
                status: 503,
                detail: error.cause
            )
        case let error as TLSTransportError:
            Problem(
                code: "tls_transport.\(error.code.rawValue)",
                arguments: error.arguments,
                status: 503,
                detail: error.cause
            )
        default: file(error) ?? error
        }
    }

    /// What Foundation says of a file that could not be read or written; nil for other errors.
    private static func file(_ error: any Error) -> Problem? {
        let outer = error as NSError
        guard outer.domain == NSCocoaErrorDomain,
            let path = outer.userInfo[NSFilePathErrorKey] as? String
                ?? (outer.userInfo[NSURLErrorKey] as? URL)?.path
        else { return nil }
        return Problem(
            code: "node.\(NodeError.Code.fileFailed.rawValue)",
            arguments: ["path": path, "reason": SystemReason.of(error)],
            status: NodeError.Code.fileFailed.status
        )
    }

    /// Runs an operation and turns what it throws into a problem.
    package static func told<Value>(
        _ operation: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await operation()
        } catch {
            let found = problem(for: error)
            throw (found as? Problem)?.withoutPersonNumbers ?? found
        }
    }

    /// One reason is told as itself, several under one code.
    private static func refusal(_ refusal: EntryRefusal) -> Problem {
        refused(
            for: refusal.reasons.map { CodedText($0) }
                + refusal.awaited.map { CodedText(NodeError(.entryAwaits, ["awaited": $0])) }
        )
    }

    private static func refused(for reasons: [CodedText]) -> Problem {
        if reasons.count == 1, let reason = reasons.first {
            return Problem(code: reason.code, arguments: reason.arguments, status: 422)
        }
        var problem = Problem(
            code: "node.\(NodeError.Code.entryRefused.rawValue)",
            arguments: ["reasons": reasons.map(\.code).joined(separator: ", ")],
            status: 422
        )
        problem.reasons = reasons
        return problem
    }

    private static func sequencing(_ error: SequencingError) -> Problem {
        let status =
            switch error.code {
            case .requestConflict: 409
            case .queueFull: 429
            case .appendingRefused, .writerStopped: 503
            default: 422
            }
        return Problem(
            code: "sequencing.\(error.code.rawValue)",
            arguments: error.arguments,
            status: status,
            detail: error.cause
        )
    }

    private static func storage(_ error: LogStorageError) -> Problem {
        Problem(
            code: "log_storage.\(error.code.rawValue)",
            arguments: error.arguments,
            status: 503,
            detail: error.cause
        )
    }
}

extension PartyError.Code {
    /// The HTTP status under which LocalAPI tells the code: 400 where a value that a draft gives is wrong by itself.
    fileprivate var status: Int {
        switch self {
        case .charterMechanismReserved, .charterThresholdWrong: 400
        default: 422
        }
    }
}

extension CodedText {
    /// A reason or finding as the wire carries it.
    init(_ reason: CodedReason) {
        self.init(reason.code, reason.arguments)
    }

    /// An error of the node as the wire carries it.
    init(_ error: NodeError) {
        self.init("node.\(error.code.rawValue)", error.arguments)
    }

    /// A gate's reason as the wire carries it.
    init(_ decision: GateDecision) {
        self.init("ledger_parties.\(decision.reason.code.rawValue)", decision.reason.arguments)
    }
}
