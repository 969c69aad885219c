import Foundation

/// Makes the ids of requests that a user gave none: UUIDs of version 7, which begin with the time.
///
/// By the time a node that has lost its rows of requests knows that one is new.
enum NewRequest {
    static func id(at now: Date = Date()) -> String {
        var bytes = withUnsafeBytes(of: UUID().uuid) { Array($0) }
        let milliseconds = UInt64(max(0, now.timeIntervalSince1970 * 1_000))
        for place in 0..<6 {
            bytes[place] = UInt8(truncatingIfNeeded: milliseconds >> UInt64(8 * (5 - place)))
        }
        bytes[6] = 0x70 | bytes[6] & 0x0F
        bytes[8] = 0x80 | bytes[8] & 0x3F
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        return groups.map { digits[$0].joined() }.joined(separator: "-")
    }
}
