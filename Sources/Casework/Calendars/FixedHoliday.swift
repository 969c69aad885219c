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

    /// Those that ship with the program.
    // The file is part of the program, and a test reads it: without it a year that no calendar covers follows the weekday alone.
    static let all: [FixedHoliday] = (try? load(PackageResources.cn_fixed_json)) ?? []

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
