package import LogStorage
package import TransparencyLog

/// Why a home must not append after it was opened.
///
/// Its texts stand in Wording under `sequencing.<code>`.
package struct RecoveryReason: Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        /// There is no instance file: the home came out of a backup.
        case instanceMissing = "instance_missing"
        /// Both slots of the instance file are damaged.
        case instanceUnreadable = "instance_unreadable"
        /// The home was copied to another machine.
        case machineChanged = "machine_changed"
        /// The database is not the one that the instance file belongs to.
        case instanceChanged = "instance_changed"
        /// A log is shorter than it was, or gone: a rollback or lost data.
        case headLost = "head_lost"
        /// A log has another content below the head that was written down.
        case headConflicting = "head_conflicting"

        /// The names of the arguments that every reason of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .instanceMissing, .instanceUnreadable: []
            case .machineChanged, .instanceChanged: ["found", "recorded"]
            case .headLost: ["origin", "recorded", "stored"]
            case .headConflicting: ["origin", "recorded"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    /// Makes a reason; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:]) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
    }
}

/// What to do with a home at start, from the instance file and the stored heads (ARCHITECTURE.md, "Starting").
package enum RecoveryPlan: Hashable, Sendable {
    /// The instance file as it was found.
    package enum InstanceFile: Hashable, Sendable {
        /// No such file.
        case missing
        /// There, but no slot of it can be read.
        case unreadable
        /// The newest readable slot.
        case record(InstanceRecord)
    }

    /// The same home on the same machine: append.
    case start
    /// A restored or copied home: read, mirror and serve, but refuse every append.
    case recover([RecoveryReason])
    /// What the instance file proves to have been durable is not there. Refuse every append and raise an alarm.
    case alarm([RecoveryReason])

    /// Whether own logs may grow.
    package var allowsAppending: Bool { self == .start }

    /// The codes of the reasons, each once, as an error carries them; several logs may have one reason.
    package var reasonCodes: String {
        var codes: [String] = []
        for reason in reasons where !codes.contains(reason.code.rawValue) {
            codes.append(reason.code.rawValue)
        }
        return codes.joined(separator: ", ")
    }

    /// Every reason against appending; empty for `start`.
    package var reasons: [RecoveryReason] {
        switch self {
        case .start: []
        case .recover(let reasons), .alarm(let reasons): reasons
        }
    }

    /// Decides.
    ///
    /// `instanceID` is the one that the database repeats, nil in a database that never had one. `stored` are the
    /// logs' heads now. `rootAt` gives a stored log's root at an earlier size; nil when it has none.
    package init(
        file: InstanceFile,
        machineID: String,
        instanceID: String?,
        stored: [Origin: LogHead],
        rootAt: (Origin, TreeSize) throws -> LogHead?
    ) rethrows {
        switch file {
        case .missing where stored.isEmpty:
            // A home that has no log yet has nothing to lose, even when its making was cut short.
            self = .start
        case .missing:
            self = .recover([RecoveryReason(.instanceMissing)])
        case .unreadable:
            self = .recover([RecoveryReason(.instanceUnreadable)])
        case .record(let record):
            let lost = try Self.lostHeads(record, stored: stored, rootAt: rootAt)
            let moved = Self.movedHome(record, machineID: machineID, instanceID: instanceID)
            if !lost.isEmpty {
                self = .alarm(moved + lost)
            } else {
                self = moved.isEmpty ? .start : .recover(moved)
            }
        }
    }

    private static func movedHome(
        _ record: InstanceRecord,
        machineID: String,
        instanceID: String?
    ) -> [RecoveryReason] {
        var reasons: [RecoveryReason] = []
        if record.machineID != machineID {
            reasons.append(
                RecoveryReason(
                    .machineChanged,
                    ["found": machineID, "recorded": record.machineID]
                )
            )
        }
        if record.instanceID != instanceID {
            reasons.append(
                RecoveryReason(
                    .instanceChanged,
                    ["found": instanceID ?? "-", "recorded": record.instanceID]
                )
            )
        }
        return reasons
    }

    private static func lostHeads(
        _ record: InstanceRecord,
        stored: [Origin: LogHead],
        rootAt: (Origin, TreeSize) throws -> LogHead?
    ) rethrows -> [RecoveryReason] {
        var reasons: [RecoveryReason] = []
        for (origin, recorded) in record.heads.sorted(by: { $0.key < $1.key }) {
            let head = stored[origin] ?? .empty
            if head.size < recorded.size {
                reasons.append(
                    RecoveryReason(
                        .headLost,
                        [
                            "origin": "\(origin)", "recorded": "\(recorded.size)",
                            "stored": "\(head.size)",
                        ]
                    )
                )
            } else if try rootAt(origin, recorded.size) != recorded {
                reasons.append(
                    RecoveryReason(
                        .headConflicting,
                        ["origin": "\(origin)", "recorded": "\(recorded.size)"]
                    )
                )
            }
        }
        return reasons
    }
}
