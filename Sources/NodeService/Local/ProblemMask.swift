import Casework
package import LocalAPI

extension Problem {
    /// The same with identity numbers masked: an error says back what somebody typed, to a screen, a file or the node's log.
    package var withoutPersonNumbers: Problem {
        var masked = self
        masked.arguments = arguments.mapValues { PersonNumbers.masked($0) }
        masked.cause = PersonNumbers.masked(cause)
        masked.detail = detail.map { PersonNumbers.masked($0) }
        masked.remedy = PersonNumbers.masked(remedy)
        masked.reasons = reasons?.map { reason in
            CodedText(reason.code, reason.arguments.mapValues { PersonNumbers.masked($0) })
        }
        return masked
    }
}
