import LocalAPI
import NodeService

/// An error as a command prints it: its problem and its exit code.
struct Failure: Error {
    /// What happened.
    let problem: Problem
    /// How the command ends.
    let exitCode: ExitCode

    /// Takes an error of any kind apart.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure:
            self = failure
        case let fault as CommandError:
            self.init(fault)
        case let fault as LocalAPIError:
            let problem = Problem(fault)
            self.init(problem, exitCode: Self.exitCode(of: problem))
        case let problem as Problem:
            self.init(problem, exitCode: Self.exitCode(of: problem))
        default:
            self.init(CommandError(.failed, ["detail": String(describing: error)]))
        }
    }

    /// Takes a refusal of the command line itself.
    init(_ fault: CommandError) {
        let problem = Problem(
            code: "command.\(fault.code.rawValue)",
            arguments: fault.arguments,
            status: Self.status(of: fault.code.exitCode),
            detail: fault.cause
        )
        self.init(problem, exitCode: fault.code.exitCode)
    }

    private init(_ problem: Problem, exitCode: ExitCode) {
        self.problem = problem.withoutPersonNumbers
        self.exitCode = exitCode
    }

    /// The HTTP status that stands for a way to end.
    private static func status(of exitCode: ExitCode) -> Int {
        switch exitCode {
        case .usage: 400
        case .notFound: 404
        case .verificationFailed: 422
        case .unreachable: 503
        case .done, .failed: 500
        }
    }

    private static func exitCode(of problem: Problem) -> ExitCode {
        switch (problem.code, problem.status) {
        case ("local_api.node_unreachable", _): .unreachable
        // As a directory without it: what is there was looked at, and does not verify.
        case ("node.url_checkpoint_missing", _): .verificationFailed
        case (_, 400): .usage
        case (_, 404): .notFound
        case (_, 502), (_, 504): .unreachable
        default: .failed
        }
    }
}

/// A command that has printed its findings and ends with an exit code other than 0.
struct Ending: Error {
    /// How the command ends.
    let exitCode: ExitCode
}
