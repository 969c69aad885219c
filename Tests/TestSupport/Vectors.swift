package import Foundation

/// The published and own test vectors under `Tests/Vectors`.
package enum Vectors {
    /// What a vector file cannot be read for.
    package struct Unreadable: Error {
        /// The file and the reason.
        package let description: String
    }

    /// The folder of the vector files, found from this source file so that no build path matters.
    package static let directory = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Vectors")

    /// The bytes of one vector file.
    package static func data(_ name: String) throws -> Data {
        try Data(contentsOf: directory.appending(path: name))
    }

    /// The top-level object of one JSON vector file.
    package static func json(_ name: String) throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: data(name)) as? [String: Any]
        else {
            throw Unreadable(description: "\(name): not a JSON object")
        }
        return object
    }
}
