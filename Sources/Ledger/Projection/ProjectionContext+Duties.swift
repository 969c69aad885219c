import Casework
import Cryptography

extension ProjectionContext {
    /// The edition of what a duty is made of; raised where the same clocks would be counted or chosen otherwise.
    private static let dutyEdition = 6

    /// A number for all that decides a scope's clocks besides the records themselves: the calendars that are here, and those that the
    /// packs in force name, and whether rules are not here.
    package func dutyBasis(in scope: RecordScope) -> UInt64 {
        // Of two calendars of one day the one counts that the later version names.
        let named = adoptedPacks(in: scope).compactMap(packs.pack).flatMap { pack in
            pack.calendars.map { "\(pack.version) \($0.id)@\($0.digest.hex)" }
        }
        let here = (calendars?.references ?? []).map { "\($0.id)@\($0.digest.hex)" }
        let lists = [named, here].map { $0.joined(separator: " ") }
        let lacking =
            (isPackMissing(in: scope) ? ["a pack is missing"] : [])
            + (isCharterGone(in: scope) ? ["a charter is gone"] : [])
        let text = (["\(Self.dutyEdition)"] + lists + lacking).joined(separator: "\n")
        return SHA256.digest(of: text.utf8).withUnsafeBytes {
            UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self))
        }
    }

    /// Whether a charter is gone by which this node has judged what is in a scope.
    package func isCharterGone(in scope: RecordScope) -> Bool {
        scope.mechanism.map(withoutCharter.contains) ?? false
    }

    /// Whether a pack that the charter in force of a scope names is not here.
    func isPackMissing(in scope: RecordScope) -> Bool {
        adoptedPacks(in: scope).contains { packs.pack($0) == nil }
    }
}
