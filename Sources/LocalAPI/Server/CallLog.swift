import Hummingbird
import HTTPTypes
import Logging
import NIOCore

/// Answers what routes throw with problem+json, and writes one line a call with its caller.
struct CallLog: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Request,
        context: LocalContext,
        next: (Request, LocalContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        do {
            let response = try await next(request, context)
            write(request, context, status: response.status.code, problem: nil, since: start)
            return response
        } catch {
            let problem = Self.problem(error, request)
            write(request, context, status: problem.status, problem: problem, since: start)
            return try Self.response(problem.worded(in: request.language))
        }
    }

    /// The problem that stands for any error; what is not known to a person is only logged.
    private static func problem(_ error: any Error, _ request: Request) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let fault as LocalAPIError: return Problem(fault)
        case let fault as HTTPError where fault.status == .notFound:
            let arguments = ["method": request.method.rawValue, "path": request.uri.path]
            return Problem(LocalAPIError(.routeUnknown, arguments))
        case let fault as HTTPError where fault.status == .contentTooLarge:
            let arguments = ["limit": String(Limits.requestByteCountMax)]
            return Problem(LocalAPIError(.bodyTooLarge, arguments))
        default:
            return Problem(LocalAPIError(.internalFailure, cause: String(describing: error)))
        }
    }

    /// The answer for a problem; after a body that did not come or was too long the connection is closed.
    private static func response(_ problem: Problem) throws -> Response {
        let bytes = try Wire.encode(Self.withoutInternals(problem))
        let headers: HTTPFields = [.contentType: "application/problem+json"]
        let status = HTTPResponse.Status(code: problem.status)
        let buffer = ByteBuffer(bytes: bytes)
        guard problem.status == 408 || problem.status == 413 else {
            return Response(status: status, headers: headers, body: .init(byteBuffer: buffer))
        }
        let body = ResponseBody(contentLength: bytes.count) { writer in
            try await writer.write(buffer)
            try await writer.finish(nil)
            throw ChannelError.inputClosed
        }
        return Response(status: status, headers: headers, body: body)
    }

    /// The cause of an internal failure may hold anything; it goes to the log and not to the caller.
    private static func withoutInternals(_ problem: Problem) -> Problem {
        guard problem.code == "local_api.internal_failure" else { return problem }
        var outward = problem
        outward.detail = nil
        return outward
    }

    private func write(
        _ request: Request,
        _ context: LocalContext,
        status: Int,
        problem: Problem?,
        since start: ContinuousClock.Instant
    ) {
        var metadata: Logger.Metadata = [
            "method": "\(request.method)",
            "path": "\(LoggedPath.text(request.uri.path))",
            "status": "\(status)",
            "microseconds": "\((ContinuousClock.now - start) / .microseconds(1))",
        ]
        if let caller = context.caller {
            metadata["pid"] = "\(caller.credentials.pid)"
            metadata["uid"] = "\(caller.credentials.uid)"
            metadata["gids"] = .array(caller.credentials.gids.map { "\($0)" })
            metadata["offices"] = .array(caller.offices.names.map { "\($0)" })
            metadata["rights"] = "\(caller.rights.names)"
        }
        if let problem {
            metadata["code"] = "\(problem.code)"
            if let detail = problem.detail { metadata["detail"] = "\(detail)" }
        }
        logger.log(level: status >= 500 ? .error : .info, "local call", metadata: metadata)
    }
}

extension CallerOffices {
    /// The names for the log: `*` stands for all.
    var names: [String] {
        switch self {
        case .all: ["*"]
        case .some(let offices): offices.sorted()
        }
    }
}

extension Rights {
    /// The names for the log.
    var names: String {
        var names: [String] = []
        if contains(.read) { names.append("read") }
        if contains(.sign) { names.append("sign") }
        return names.joined(separator: ",")
    }
}
