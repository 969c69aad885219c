package import Casework
package import Cryptography

/// An object as an entry's header names it: what it is, how large about, and who may hold its bytes (FORMATS.md §3).
package struct ObjectReference: Hashable, Sendable {
    /// Who may hold the bytes; the sender always may.
    package var audience: Audience
    /// How the bytes are to be guarded.
    package var label: ObjectLabel
    /// What the object is to the step: `body`, `evidence`, `manifest` or another field of the pack.
    package var role: FieldID
    /// The SHA-256 of the salted bytes: the object's name.
    package var sha256: Digest
    /// The smallest power of two that is not below the count of the salted bytes.
    package var size: UInt64
    /// The root over the 1 MiB pieces; set if and only if the salted bytes exceed one piece.
    package var tree: Digest?

    /// Makes a reference.
    package init(
        audience: Audience,
        label: ObjectLabel,
        role: FieldID,
        sha256: Digest,
        size: UInt64,
        tree: Digest? = nil
    ) {
        self.audience = audience
        self.label = label
        self.role = role
        self.sha256 = sha256
        self.size = size
        self.tree = tree
    }
}

/// Who besides the sender may hold an object's bytes.
package enum Audience: Hashable, Sendable {
    /// The entry's addressees.
    case addressees
    /// Every member of the mechanism.
    case mechanism
    /// These addresses, sorted; an empty list is nobody.
    case addresses([Address])
}

/// How an object's bytes are to be guarded.
package enum ObjectLabel: String, CaseIterable, Hashable, Sendable {
    /// Anybody may read it.
    case `public`
    /// For the offices concerned.
    case `internal`
    /// Holds personal data.
    case personal
    /// For participants until its time T0.
    case embargo
    /// Personal data under embargo.
    case embargoPersonal = "embargo-personal"
}

extension FieldID {
    /// The role of the object that holds the fields of the step.
    package static let body = FieldID(unchecked: "body")
    /// The role of evidence.
    package static let evidence = FieldID(unchecked: "evidence")
    /// The role of an object that lists more files.
    package static let manifest = FieldID(unchecked: "manifest")
}
