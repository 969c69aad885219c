package import Wording

/// An error as it crosses the socket: `application/problem+json` (FORMATS.md §8).
///
/// A service throws it for everything that it refuses. The code and its arguments decide; `cause` and `remedy`
/// are their text in the language that the client asked for, for readers that have no catalogue of their own.
package struct Problem: Error, LocalDocument, Hashable {
    /// Values for the text, by argument name; never a secret.
    ///
    /// `<name>_zh` and `<name>_en` are how `<name>` reads.
    package var arguments: [String: String]
    /// What happened, in the caller's language; empty where the catalogue lacks the code.
    package var cause: String
    /// The stable code, `<module>.<code>`.
    package var code: String
    /// What the layer below said, in its own words; nil where nothing did.
    package var detail: String?
    /// Everything that is wrong, where that is more than one thing; nil otherwise.
    package var reasons: [CodedText]?
    /// What to do next, in the caller's language; may be empty.
    package var remedy: String
    /// The HTTP status: 400, 403, 404, 408, 409, 413, 422, 429, 500, 502 or 503.
    package var status: Int
    /// Always `about:blank`.
    package var type: String
    /// The version of this document.
    package var version: Int

    /// Makes a problem from a code of any module; the server fills in the texts.
    package init(
        code: String,
        arguments: [String: String] = [:],
        status: Int,
        detail: String? = nil
    ) {
        self.arguments = arguments
        cause = ""
        self.code = code
        self.detail = detail
        remedy = ""
        self.status = status
        type = "about:blank"
        version = documentVersion
    }

    /// Makes the problem that stands for an error of this module.
    package init(_ error: LocalAPIError) {
        self.init(
            code: "local_api.\(error.code.rawValue)",
            arguments: error.arguments,
            status: error.code.status,
            detail: error.cause
        )
    }

    /// The same problem with its texts in one language, where the catalogue knows the code.
    package func worded(in language: Language) -> Problem {
        var arguments = arguments
        if let reasons {
            arguments["reasons"] = reasons.map { reason in
                Catalogue.message(reason.code, reason.arguments, in: language)?.sentence
                    ?? reason.code
            }
            .joined(separator: language == .zh ? "" : " ")
        }
        guard let message = Catalogue.message(code, arguments, in: language) else { return self }
        var worded = self
        worded.cause = message.sentence
        worded.remedy = message.remedy
        return worded
    }
}
