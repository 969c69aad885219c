package import Cryptography

/// What became of one step of a record.
package enum StepVerdict: Hashable, Sendable {
    /// The rules allow it: it has its effect.
    case applied
    /// Well signed, but not allowed, for all of these reasons; it has no effect.
    case irregular([IrregularReason])
    /// Waits for bytes that are not here; it has no effect yet.
    case pending([Awaited])
    /// Bad form, signature or key: it has no effect. Its reasons are the admission's.
    case invalid
}

/// Bytes that a step waits for.
package enum Awaited: Hashable, Comparable, Sendable {
    /// An entry: the record, a parent or a target.
    case entry(Digest)
    /// A rule pack whose bytes are missing, or need a newer engine than this build has.
    case pack(PackReference)

    /// The digest or the reference as it is written.
    package var text: String {
        switch self {
        case .entry(let digest): digest.hex
        case .pack(let reference): reference.text
        }
    }
}

/// What the caller knows of an entry that a step names.
package enum EntryKnowledge: Hashable, Sendable {
    /// Its bytes are not here.
    case missing
    /// It is here and its form and signatures hold.
    case valid
    /// It is here and is invalid.
    case invalid
}

/// The opening of a matter whose home part is folded, and how much of the home log came before it.
package struct HomeOpening: Sendable {
    /// The opening entry in the mechanism.
    package let event: CaseEvent
    /// The origin of the home log whose checkpoint the opening's `draft` commits to.
    package let origin: String
    /// The size of that checkpoint: home steps at this index or later come after the opening.
    package let size: UInt64

    /// Makes an opening.
    package init(event: CaseEvent, origin: String, size: UInt64) {
        self.event = event
        self.origin = origin
        self.size = size
    }
}
