/// What loading a rule pack, a calendar or a JSON document throws, and counting a clock.
///
/// Texts stand in Wording under `casework.<code>`. `path` is a JSON path such as `kinds[0].machines[0].states[3].id`;
/// `line` counts from 1.
package struct CaseworkError: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case jsonTooLarge = "json_too_large"
        case jsonNotUTF8 = "json_not_utf8"
        case jsonSyntax = "json_syntax"
        case jsonEmpty = "json_empty"
        case jsonByteOrderMark = "json_byte_order_mark"
        case jsonUnclosed = "json_unclosed"
        case jsonMismatched = "json_mismatched"
        case jsonDuplicateKey = "json_duplicate_key"
        case jsonNumber = "json_number"
        case jsonTooDeep = "json_too_deep"
        case packFormat = "pack_format"
        case packEngineNewer = "pack_engine_newer"
        case packKeyUnknown = "pack_key_unknown"
        case packKeyMissing = "pack_key_missing"
        case packValueType = "pack_value_type"
        case packValueMalformed = "pack_value_malformed"
        case packTextControl = "pack_text_control"
        case packTextEmpty = "pack_text_empty"
        case packLimit = "pack_limit"
        case packIDRepeated = "pack_id_repeated"
        case packReferenceUnknown = "pack_reference_unknown"
        case packMachineReserved = "pack_machine_reserved"
        case packStateUnreachable = "pack_state_unreachable"
        case packStateDeadEnd = "pack_state_dead_end"
        case packStateTerminalLeft = "pack_state_terminal_left"
        case packStateWaiting = "pack_state_waiting"
        case packCreationMissing = "pack_creation_missing"
        case packOpeningMissing = "pack_opening_missing"
        case packOpeningUnreachable = "pack_opening_unreachable"
        case packEventStays = "pack_event_stays"
        case packEventBeginner = "pack_event_beginner"
        case packAutomaticWithoutSystem = "pack_automatic_without_system"
        case packRoleBinding = "pack_role_binding"
        case packRoleNotSigning = "pack_role_not_signing"
        case packFieldPersonalOpen = "pack_field_personal_open"
        case packFieldEnum = "pack_field_enum"
        case packRangeEmpty = "pack_range_empty"
        case calendarFormat = "calendar_format"
        case calendarYearOrder = "calendar_year_order"
        case calendarDateOutside = "calendar_date_outside"
        case calendarDateOrder = "calendar_date_order"
        case calendarDateTwice = "calendar_date_twice"
        case calendarWorkOnWeekday = "calendar_work_on_weekday"
        case clockLength = "clock_length"
        case clockPauses = "clock_pauses"
        case clockOutOfYears = "clock_out_of_years"
        case packReferenceCycle = "pack_reference_cycle"
        case packNameRepeated = "pack_name_repeated"
        case packCallInVain = "pack_call_in_vain"
        case packCallOpensOwn = "pack_call_opens_own"
        case packEventUnsigned = "pack_event_unsigned"
        case packStateStuckAtHome = "pack_state_stuck_at_home"
        case packStateWaitsInVain = "pack_state_waits_in_vain"
        case packClockNotStarted = "pack_clock_not_started"
        case packGuardAtHome = "pack_guard_at_home"
        case packGuardInVain = "pack_guard_in_vain"
        case packWayInVain = "pack_way_in_vain"
        case packFileDigest = "pack_file_digest"
        case packFileVersion = "pack_file_version"
        case statisticsGroups = "statistics_groups"
        case packNameTaken = "pack_name_taken"
        case packMachineTaken = "pack_machine_taken"
        case packNameIsCommand = "pack_name_is_command"

        /// The names of the arguments that every error of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .jsonTooLarge, .clockLength, .clockPauses, .statisticsGroups: ["limit"]
            case .jsonNotUTF8, .jsonEmpty, .jsonByteOrderMark, .clockOutOfYears: []
            case .packNameTaken, .packMachineTaken: ["kind", "name", "other", "pack"]
            case .packNameIsCommand: ["kind", "name"]
            case .jsonUnclosed: ["line", "mark", "opened"]
            case .jsonMismatched: ["line", "column", "found", "mark", "opened"]
            case .jsonSyntax: ["line", "column"]
            case .jsonDuplicateKey: ["line", "key"]
            case .jsonNumber: ["line"]
            case .jsonTooDeep: ["line", "limit"]
            case .packFormat, .calendarFormat, .packFileDigest, .packFileVersion:
                ["found", "expected"]
            case .packEngineNewer: ["engine", "supported"]
            case .packValueType, .packValueMalformed: ["path", "line", "expected"]
            case .packLimit: ["path", "line", "limit"]
            case .packReferenceUnknown: ["path", "line", "id", "kind"]
            case .packIDRepeated, .packMachineReserved, .packStateUnreachable, .packStateDeadEnd,
                .packStateTerminalLeft, .packStateWaiting, .packCreationMissing,
                .packOpeningMissing, .packOpeningUnreachable, .packEventStays, .packEventBeginner,
                .packCallInVain, .packCallOpensOwn,
                .packAutomaticWithoutSystem, .packRoleBinding, .packRoleNotSigning,
                .packFieldPersonalOpen, .packFieldEnum, .packReferenceCycle, .packNameRepeated,
                .packEventUnsigned, .packStateStuckAtHome, .packStateWaitsInVain,
                .packClockNotStarted, .packGuardAtHome, .packGuardInVain, .packWayInVain,
                .calendarDateOutside, .calendarDateOrder,
                .calendarDateTwice, .calendarWorkOnWeekday:
                ["path", "line", "id"]
            case .packKeyUnknown, .packKeyMissing, .packTextControl, .packTextEmpty,
                .packRangeEmpty, .calendarYearOrder:
                ["path", "line"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name; never a secret.
    package let arguments: [String: String]
    /// What the layer below said; nil where nothing did.
    package let cause: String?

    /// Makes an error; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:], cause: String? = nil) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
        self.cause = cause
    }
}
