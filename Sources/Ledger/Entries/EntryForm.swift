package import Casework
import TransparencyLog

/// Which keys a step must and may have, and who signs it: the table of FORMATS.md §3.
package struct EntryForm: Hashable, Sendable {
    /// Who signs.
    package enum Line: Hashable, Sendable {
        /// The node's key that holds at the entry's index.
        case node
        /// The key that a rotation names.
        case newNode
        /// The office that the header names.
        case office
        /// The officer that the header names.
        case officer
    }

    /// The signature lines, in their order.
    package let lines: [Line]
    /// Keys that must be present, besides `at`, `event` and `machine`.
    package let required: HeaderKeySet
    /// Keys that may be present.
    package let allowed: HeaderKeySet

    private init(_ lines: [Line], required: HeaderKeySet, allowed: HeaderKeySet = []) {
        self.lines = lines
        self.required = required
        self.allowed = allowed
    }

    /// The form that this header must have; nil for an event that its reserved machine does not know.
    package static func form(of header: EntryHeader, isHome: Bool) -> EntryForm? {
        switch header.machine {
        case .log, .charter, .node: nodeForm(header, isHome: isHome)
        case .office, .officer: enrolmentForm(header)
        case .record, .object: matterForm(header)
        default: packForm(header, isHome: isHome)
        }
    }

    private static func packForm(_ header: EntryHeader, isHome: Bool) -> EntryForm {
        let lines: [Line] = header.officer == nil ? [.office] : [.office, .officer]
        if isHome {
            return EntryForm(
                lines,
                required: [.from, .office, .rules],
                allowed: [.record, .facts, .objects, .officer, .parents]
            )
        }
        if header.record == nil {
            return EntryForm(
                lines,
                required: [.from, .office, .rules, .to],
                allowed: [.draft, .facts, .objects, .officer, .parents]
            )
        }
        return EntryForm(
            lines,
            required: [.from, .office, .record, .rules],
            allowed: [.facts, .objects, .officer, .parents, .to]
        )
    }

    private static func nodeForm(_ header: EntryHeader, isHome: Bool) -> EntryForm? {
        switch (header.machine, header.event) {
        case (.log, .open):
            EntryForm(
                [.node],
                required: isHome ? [.key] : [.charter, .key],
                allowed: [.previous]
            )
        case (.log, .rekey): EntryForm([.node], required: [.key, .since])
        case (.charter, .adopt): isHome ? nil : EntryForm([.node], required: [.charter])
        case (.node, .rotate):
            EntryForm(
                header.key?.algorithm == .ed25519Cosignature ? [.node] : [.node, .newNode],
                required: [.key]
            )
        default: nil
        }
    }

    private static func enrolmentForm(_ header: EntryHeader) -> EntryForm? {
        switch (header.machine, header.event) {
        case (.office, .enrol): EntryForm([.node], required: [.key])
        case (.office, .revoke): EntryForm([.node], required: [.key, .since])
        case (.officer, .enrol):
            EntryForm([.office], required: [.facts, .key, .office], allowed: [.objects])
        case (.officer, .revoke):
            EntryForm([.office], required: [.key, .office, .since], allowed: [])
        default: nil
        }
    }

    private static func matterForm(_ header: EntryHeader) -> EntryForm? {
        switch (header.machine, header.event) {
        case (.record, .correct):
            EntryForm(
                header.officer == nil ? [.office] : [.office, .officer],
                required: [.from, .objects, .office, .record, .target],
                allowed: [.officer, .parents]
            )
        case (.object, .erase):
            EntryForm(
                [.office, .officer],
                required: [.from, .object, .office, .officer, .record, .target],
                allowed: [.objects, .parents]
            )
        case (.object, .erased):
            EntryForm([.office], required: [.from, .object, .office, .target])
        default: nil
        }
    }

    /// Every key that is missing and every key that must not be there.
    package func reasons(against header: EntryHeader) -> [Reason] {
        let present = header.keys
        var reasons: [Reason] = []
        for key in required.subtracting(present).keys {
            reasons.append(Reason(.headerKeyMissing, ["key": key.rawValue]))
        }
        let known = required.union(allowed).union([.at, .event, .machine])
        for key in present.subtracting(known).keys {
            reasons.append(
                Reason(
                    .headerKeyForbidden,
                    [
                        "event": header.event.text, "key": key.rawValue,
                        "machine": header.machine.text,
                    ]
                )
            )
        }
        return reasons
    }
}

extension EventID {
    /// `log`/`open`.
    package static let open = EventID(unchecked: "open")
    /// `log`/`rekey`.
    package static let rekey = EventID(unchecked: "rekey")
    /// `charter`/`adopt`.
    package static let adopt = EventID(unchecked: "adopt")
    /// `node`/`rotate`.
    package static let rotate = EventID(unchecked: "rotate")
    /// `office`/`enrol` and `officer`/`enrol`.
    package static let enrol = EventID(unchecked: "enrol")
    /// `office`/`revoke` and `officer`/`revoke`.
    package static let revoke = EventID(unchecked: "revoke")
    /// `object`/`erase`.
    package static let erase = EventID(unchecked: "erase")
    /// `object`/`erased`.
    package static let erased = EventID(unchecked: "erased")
}
