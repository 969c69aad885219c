import Casework

/// The rule packs that a node has without being given any.
enum InstalledPacks {
    /// The files of the packs that come with the program.
    static var files: [[UInt8]] { RulePack.builtInBytes }

    /// The files that every home keeps: those packs, and the calendars that come with the program.
    static var stored: [[UInt8]] { files + DayCalendar.builtInBytes }

    /// The same packs, read.
    static func builtIn() throws -> PackSet { PackSet(try files.map { try RulePack.load($0) }) }
}
