import Foundation

/// How documents become bytes and back, on both sides of the socket.
enum Wire {
    private struct VersionOnly: Decodable {
        let version: Int?
    }

    /// The bytes of a document, keys sorted.
    static func encode(_ document: some LocalDocument) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(document))
    }

    /// Reads a document; refuses another version and another form.
    static func decode<Document: LocalDocument>(
        _ type: Document.Type,
        from bytes: some Collection<UInt8>
    ) throws(LocalAPIError) -> Document {
        let data = Data(bytes)
        let document: Document
        do {
            document = try JSONDecoder().decode(type, from: data)
        } catch {
            // A document of a later version may have another form: its version is then the better answer.
            if let version = (try? JSONDecoder().decode(VersionOnly.self, from: data))?.version {
                try check(version)
            }
            throw LocalAPIError(.bodyInvalid, ["detail": describe(error)])
        }
        try check(document.version)
        return document
    }

    private static func check(_ version: Int) throws(LocalAPIError) {
        guard version == documentVersion else {
            throw LocalAPIError(
                .versionUnsupported,
                ["version": String(version), "supported": String(documentVersion)]
            )
        }
    }

    /// Where in the document a fault lies, and which.
    private static func describe(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "JSON" }
        switch error {
        case .keyNotFound(let key, let context):
            return place(context.codingPath + [key]) + ": missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return place(context.codingPath) + ": another type"
        case .dataCorrupted(let context):
            return place(context.codingPath) + ": " + context.debugDescription
        @unknown default:
            return "JSON"
        }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.isEmpty ? "JSON" : path.map(\.stringValue).joined(separator: ".")
    }
}
