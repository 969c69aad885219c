/// Finds damage in a SQLite write-ahead log that SQLite itself passes over in silence.
///
/// SQLite reads frames until the first one whose salts or checksum do not fit and takes what follows for the remains of an earlier
/// generation. A flipped bit thus drops committed transactions without a word. Here every frame that can only belong to the current
/// generation must verify (sqlite.org/fileformat2.html §4).
package enum WriteAheadLogCheck {
    /// What is wrong with a write-ahead log.
    package enum Fault: Hashable, Sendable {
        /// Shorter than its header.
        case headerTruncated
        /// The header's magic number, version, page size or checksum is wrong: SQLite ignores the whole file.
        case headerDamaged
        /// A frame of this generation does not verify; frames are numbered from 1.
        case frameDamaged(number: Int)
        /// The file ends inside a frame of this generation.
        case frameTruncated(number: Int)

        /// The number of the frame; 0 for the header.
        package var frame: Int {
            switch self {
            case .headerTruncated, .headerDamaged: 0
            case .frameDamaged(let number), .frameTruncated(let number): number
            }
        }
    }

    private static let headerByteCount = 32
    private static let frameHeaderByteCount = 24
    /// What SQLite uses unless told otherwise, and this program does not tell it.
    private static let pageByteCountUsual = 4_096

    /// The first fault of a write-ahead log given whole; nil for a sound or an empty one.
    ///
    /// After the first damaged frame the running checksum is lost, so that later ones cannot be judged.
    package static func firstFault(in log: UnsafeRawBufferPointer) -> Fault? {
        guard !log.isEmpty else { return nil }
        guard log.count >= headerByteCount else { return .headerTruncated }
        guard let header = Header(log) else { return .headerDamaged }
        var checksum = header.checksum
        var current = true
        var number = 1
        var offset = headerByteCount
        let frameByteCount = frameHeaderByteCount + header.pageByteCount
        while offset < log.count {
            let rest = log.count - offset
            guard rest >= frameHeaderByteCount else {
                // Too short to tell its generation; within the current one the file never ends so.
                return current ? .frameTruncated(number: number) : nil
            }
            let salts = (word(log, offset + 8), word(log, offset + 12))
            if salts == header.salts {
                guard current else { return .frameDamaged(number: number) }
                guard rest >= frameByteCount else { return .frameTruncated(number: number) }
                checksum = header.frameSum(log, offset, from: checksum)
                guard checksum == (word(log, offset + 16), word(log, offset + 20)) else {
                    return .frameDamaged(number: number)
                }
            } else if salts.0 == header.salts.0 || salts.1 == header.salts.1 {
                // Each generation changes both salts: one that fits alone is a damaged pair.
                return .frameDamaged(number: number)
            } else {
                current = false
            }
            offset += frameByteCount
            number += 1
        }
        return nil
    }

    /// The first frame that does not verify although a later transaction was written behind it; 0 is the header, nil is none.
    ///
    /// A transaction begins only after the one before it was synced, so an interrupted write never leaves this: it tears the last
    /// transaction alone, in any of its frames. SQLite would drop that frame and every later one in silence.
    package static func firstFrameLost(in log: UnsafeRawBufferPointer) -> Int? {
        guard log.count >= headerByteCount + frameHeaderByteCount else { return nil }
        let sound = Header(log)
        let header = sound ?? Header(assumedFor: log)
        let frameByteCount = frameHeaderByteCount + header.pageByteCount
        var lost: Int? = sound == nil ? 0 : nil
        // What the frame before says, and what it would have to say: its writer went on from one of them, whichever is damaged.
        var (carried, endsTransaction) = ([header.checksum], false)
        var (number, offset) = (1, headerByteCount)
        while offset + frameByteCount <= log.count {
            let isCurrent = (word(log, offset + 8), word(log, offset + 12)) == header.salts
            let claimed = (word(log, offset + 16), word(log, offset + 20))
            let sums = carried.map { header.frameSum(log, offset, from: $0) }
            let follows = isCurrent && sums.contains { $0 == claimed }
            if let lost {
                if follows && endsTransaction { return lost }
            } else if !follows {
                lost = number
            }
            carried = follows ? [claimed] : [claimed] + sums.prefix(1)
            // A frame of an earlier generation may end a transaction too, but no frame of this one follows it.
            endsTransaction = word(log, offset + 4) != 0
            offset += frameByteCount
            number += 1
        }
        return nil
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
        UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    private struct Header {
        let pageByteCount: Int
        let salts: (UInt32, UInt32)
        let checksum: (UInt32, UInt32)
        private let bigEndianSums: Bool

        init?(_ log: UnsafeRawBufferPointer) {
            let magic = word(log, 0)
            guard magic == 0x377f_0682 || magic == 0x377f_0683, word(log, 4) == 3_007_000 else {
                return nil
            }
            bigEndianSums = magic & 1 == 1
            pageByteCount = Int(word(log, 8))
            guard pageByteCount.nonzeroBitCount == 1, (512...65_536).contains(pageByteCount) else {
                return nil
            }
            salts = (word(log, 16), word(log, 20))
            checksum = (word(log, 24), word(log, 28))
            guard sum(log, 0, 24, from: (0, 0)) == checksum else { return nil }
        }

        /// What the header must have been, by the first frame behind it; its checksum is lost.
        init(assumedFor log: UnsafeRawBufferPointer) {
            bigEndianSums = UInt32(1).bigEndian == 1
            pageByteCount = pageByteCountUsual
            salts = (word(log, headerByteCount + 8), word(log, headerByteCount + 12))
            checksum = (0, 0)
        }

        /// The running checksum behind the frame at `offset`: the start of its header, and its page.
        func frameSum(
            _ log: UnsafeRawBufferPointer,
            _ offset: Int,
            from start: (UInt32, UInt32)
        ) -> (UInt32, UInt32) {
            let head = sum(log, offset, 8, from: start)
            return sum(log, offset + frameHeaderByteCount, pageByteCount, from: head)
        }

        /// SQLite's running checksum over an even count of 32-bit words.
        func sum(
            _ bytes: UnsafeRawBufferPointer,
            _ offset: Int,
            _ count: Int,
            from start: (UInt32, UInt32)
        ) -> (UInt32, UInt32) {
            var (first, second) = start
            for position in stride(from: offset, to: offset + count, by: 8) {
                let a = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
                let b = bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self)
                first &+= (bigEndianSums ? UInt32(bigEndian: a) : UInt32(littleEndian: a)) &+ second
                second &+= (bigEndianSums ? UInt32(bigEndian: b) : UInt32(littleEndian: b)) &+ first
            }
            return (first, second)
        }
    }
}
