import Hummingbird
import Logging
import NIOCore
import Wording

/// What a route knows of its request besides the request itself.
struct LocalContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection.
    let channel: any Channel
    /// Who asks; nil only if a request reached the router by another way than ``CallerChannel``.
    let caller: Caller?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        caller = CurrentCaller.caller
    }

    /// Who asks, or the failure that stands for an unknown one.
    func requireCaller() throws(LocalAPIError) -> Caller {
        guard let caller else { throw LocalAPIError(.internalFailure, cause: "caller unknown") }
        return caller
    }
}

extension Request {
    /// The language that the client asks for; Chinese where it names none that we speak.
    var language: Language {
        let wish = headers[.acceptLanguage] ?? ""
        for part in wish.split(separator: ",") {
            let tag = part.drop { $0 == " " }.prefix(2).lowercased()
            if let language = Language(rawValue: tag) { return language }
        }
        return .zh
    }
}
