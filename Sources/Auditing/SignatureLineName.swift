package import TransparencyLog

extension SignatureLine {
    /// The name in a line that may otherwise be malformed, for a finding about it; nil where there is none.
    package static func name(ofEncoded line: [UInt8]) -> String? {
        let words = line.split(separator: UInt8(ascii: " "))
        guard words.count >= 2, let name = String(validating: words[1], as: UTF8.self) else {
            return nil
        }
        return name
    }
}
