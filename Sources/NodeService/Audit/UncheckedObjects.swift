import Auditing
import Cryptography
import LogStorage

/// The objects that an audit has not looked into, by why.
struct UncheckedObjects {
    private var kinds: [AuditReport.Unchecked.Kind: AuditReport.Unchecked] = [:]

    /// All of them, kind by kind.
    var all: [AuditReport.Unchecked] {
        AuditReport.Unchecked.Kind.allCases.compactMap { kinds[$0] }
    }

    /// Notes one.
    mutating func note(_ kind: AuditReport.Unchecked.Kind, _ key: HoldingKey) {
        kinds[kind, default: AuditReport.Unchecked(kind)]
            .note(key.origin, key.index, key.object.hex)
    }
}
