internal import Cryptography

/// A holiday for all citizens whose date the law fixes, so that it is known before the notice of its year is out.
struct FixedHoliday: Hashable, Sendable {
    /// The month, 1…12.
    let month: Int
    /// The day of the month.
    let day: Int
    /// The first year in which it is one.
    let from: Int
    /// What it is called.
    let name: Title

    static let format = "lianlu/fixed-days/v1"

    /// The file of those that ship with the program, as clocks name it and the days in it.
    private static let shipped: (reference: CalendarReference, days: [FixedHoliday]) = {
        let bytes = PackageResources.cn_fixed_json
        do {
            let reference = CalendarReference(
                id: PackID(unchecked: "cn-fixed"),
                digest: SHA256.digest(of: bytes)
            )
            return (reference, try load(bytes))
        } catch {
            // Without it clocks would count by other days than those of other nodes, and nobody would be told.
            preconditionFailure("the program's own list of fixed holidays cannot be read: \(error)")
        }
    }()

    /// The file by which years are counted that no calendar covers.
    static var reference: CalendarReference { shipped.reference }

    /// Those that ship with the program.
    static var all: [FixedHoliday] { shipped.days }

    private static let byDate = Dictionary(
        all.map { ($0.month * 100 + $0.day, $0.from) },
        uniquingKeysWith: { min($0, $1) }
    )

    /// Whether the law fixes a day as a holiday, by its date alone.
    static func contains(_ date: LocalDate) -> Bool {
        byDate[date.month * 100 + date.day].map { $0 <= date.year } ?? false
    }

    /// Reads a file; throws `CaseworkError`, which names the JSON path and the line.
    static func load(_ bytes: [UInt8]) throws(CaseworkError) -> [FixedHoliday] {
        let root = try JSONReader.read(bytes, byteCountMax: Limits.calendarByteCountMax)
        guard root.statedFormat == format else {
            throw CaseworkError(
                .calendarFormat,
                ["found": root.statedFormat, "expected": format]
            )
        }
        let object = try PackObject(
            root,
            .root(PackFaults(countMax: 0)),
            keys: ["format", "instrument", "status", "note", "days"]
        )
        let _: Verification = try object.word("status")
        return try object.list("days", max: Limits.calendarDayCountMax) {
            (node, path) throws(CaseworkError) -> FixedHoliday in
            let day = try PackObject(node, path, keys: ["month", "day", "from", "name"])
            return FixedHoliday(
                month: try day.integer("month", in: 1...12),
                day: try day.integer("day", in: 1...31),
                from: try day.integer("from", in: 1949...9998),
                name: try day.title("name")
            )
        }
    }
}
