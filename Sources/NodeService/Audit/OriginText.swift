package import TransparencyLog

/// Origins as people type them.
package enum OriginText {
    /// Reads an origin; throws `submission_malformed`.
    package static func origin(_ text: String) throws -> Origin {
        do {
            return try Origin(text)
        } catch {
            throw NodeError.malformed("origin", text)
        }
    }
}
