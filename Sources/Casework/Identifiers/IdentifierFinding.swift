/// What is worth saying of an identifier; none of it refuses the record that holds it.
///
/// Texts stand in Wording under `casework.<code>`. No argument quotes an identifier.
package struct IdentifierFinding: Hashable, Sendable {
    /// Stable codes.
    package enum Code: String, CaseIterable, Sendable {
        case tooLong = "identifier_too_long"
        case notUTF8 = "identifier_not_utf8"
        case invisible = "identifier_invisible"
        case bidi = "identifier_bidi"
        case lookAlike = "identifier_look_alike"
        case traditional = "identifier_traditional"
        case replacement = "identifier_replacement"
        case firstGeneration = "identifier_first_generation"
        case noPublicNumber = "identifier_no_public_number"
        case linkUserPart = "identifier_link_user_part"
        case linkAmbiguous = "identifier_link_ambiguous"

        /// The names of the arguments that every finding of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .tooLong: ["limit"]
            case .invisible, .bidi, .lookAlike, .traditional: ["characters"]
            case .notUTF8, .replacement, .firstGeneration, .noPublicNumber, .linkUserPart,
                .linkAmbiguous:
                []
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    /// Makes a finding; the arguments must be exactly those that the code names.
    package init(_ code: Code, _ arguments: [String: String] = [:]) {
        assert(
            Set(arguments.keys) == Set(code.argumentNames),
            "\(code): arguments \(arguments.keys)"
        )
        self.code = code
        self.arguments = arguments
    }
}
