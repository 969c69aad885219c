internal import Foundation

extension String {
    /// Whether the text is in Unicode Normalization Form C, byte for byte.
    var isNFC: Bool {
        if utf8.allSatisfy({ $0 < 0x80 }) { return true }
        return utf8.elementsEqual(precomposedStringWithCanonicalMapping.utf8)
    }
}
