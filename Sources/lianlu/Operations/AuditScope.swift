import Auditing
import NodeService
import TransparencyLog

extension AuditDocument.Written {
    /// When an entry was written, as commands print it.
    init(_ written: AuditReport.Written) {
        self.init(
            at: written.statedAt.flatMap { NodeTime.shown(at: $0) },
            index: written.index.rawValue,
            notAfter: written.notAfter.flatMap { NodeTime.shown(at: $0) },
            notBefore: written.notBefore.flatMap { NodeTime.shown(at: $0) }
        )
    }
}

extension AuditDocument.Unchecked {
    /// What was not looked into, as commands print it.
    init(_ unchecked: AuditReport.Unchecked) {
        self.init(
            count: unchecked.count,
            kind: unchecked.kind.rawValue,
            places: unchecked.places.map { place in
                Place(
                    index: place.index?.rawValue,
                    log: place.log.map { "\($0)" },
                    name: place.name
                )
            }
        )
    }
}
