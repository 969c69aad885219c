/// What lies behind a finding, where the audit itself says it: a code with its arguments, as the layers below give theirs.
///
/// The texts stand in Wording under `auditing.<code>`.
package struct AuditDetail: Error, Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        // Rows of the database
        case rowsOfNoLog = "detail_rows_of_no_log"
        case rowsOfNoEntry = "detail_rows_of_no_entry"
        case rowsBeyondEntries = "detail_rows_beyond_entries"
        case rowsMissing = "detail_rows_missing"
        case rowOfEntry = "detail_row_of_entry"
        case rowOfReceipt = "detail_row_of_receipt"
        case rowOfDependency = "detail_row_of_dependency"
        case column = "detail_column"
        case definition = "detail_definition"
        case structure = "detail_structure"
        case facts = "detail_facts"

        // Files
        case digestOther = "detail_digest_other"
        case keptElsewhere = "detail_kept_elsewhere"
        case fileAbsent = "detail_file_absent"
        case fileNotRegular = "detail_file_not_regular"
        case fileNoBeginning = "detail_file_no_beginning"

        // Logs, checkpoints and keys
        case originForeign = "detail_origin_foreign"
        case checkpointOther = "detail_checkpoint_other"
        case logKeyNone = "detail_log_key_none"
        case logSmaller = "detail_log_smaller"
        case mirrorKeyRetired = "detail_mirror_key_retired"
        case nodeKeyNotKnown = "detail_node_key_not_known"
        case packOther = "detail_pack_other"

        /// The names of the arguments that every detail of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .rowsOfNoLog, .rowsOfNoEntry, .rowsMissing: ["count"]
            case .rowsBeyondEntries: ["entries", "rows"]
            case .rowOfEntry: ["index", "number"]
            case .rowOfReceipt: ["cosigner", "number", "size"]
            case .rowOfDependency: ["dependent"]
            case .column: ["column"]
            case .definition: ["name"]
            case .structure: ["said"]
            case .digestOther: ["digest"]
            case .fileNoBeginning: ["path"]
            case .checkpointOther: ["origin", "size"]
            case .mirrorKeyRetired: ["end", "time"]
            case .nodeKeyNotKnown: ["fingerprint"]
            case .packOther: ["pack"]
            case .facts, .keptElsewhere, .fileAbsent, .fileNotRegular, .originForeign, .logKeyNone,
                .logSmaller:
                []
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    /// Makes a detail; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:]) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
    }

    /// The code with its arguments, as it stands in a finding.
    package static func text(_ code: Code, _ arguments: [String: String] = [:]) -> String {
        "\(AuditDetail(code, arguments))"
    }
}

extension AuditDetail: CustomStringConvertible {
    /// The code with its arguments, as other errors have it.
    package var description: String {
        let shown = arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return (["auditing.\(code.rawValue)"] + shown).joined(separator: " ")
    }
}
