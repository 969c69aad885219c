/// Every limit of this module, unit last.
package enum Limits {
    /// Bytes of an id of a mechanism, office, officer, pack, machine, event, role or field.
    package static let identifierByteCountMax = 64
    /// Bytes of a node name.
    package static let nodeNameByteCountMax = 100
    /// Bytes of one label of a node name.
    package static let nodeLabelByteCountMax = 63
    /// Bytes of a region code's suffix, without its hyphen.
    package static let regionSuffixByteCountMax = 16
    /// Minutes that a time's offset may differ from UTC.
    package static let offsetMinuteCountMax = 14 * 60
    /// Lists and objects nested in one another in a JSON document.
    package static let jsonDepthMax = 16
    /// Bytes of a rule pack.
    package static let packByteCountMax = 2 << 20
    /// The newest edition of the rules engine that this build understands.
    package static let packEngineMax = 2
    /// The edition of the rules engine from which on a pack may have principles, decidable timers and the guards that compare parties and
    /// moments.
    package static let packEnginePartyGuards = 2
    /// Faults of a rule pack that are told at one time.
    package static let packFaultCountMax = 200
    /// Kinds in a pack.
    package static let packKindCountMax = 64
    /// Machines in a kind.
    package static let kindMachineCountMax = 16
    /// States of a machine.
    package static let machineStateCountMax = 128
    /// Transitions of a machine.
    package static let machineTransitionCountMax = 256
    /// Crossings of a transition.
    package static let transitionCrossingCountMax = 8
    /// Roles of a machine.
    package static let machineRoleCountMax = 32
    /// Fields of a machine, and fields common to all machines of a pack.
    package static let machineFieldCountMax = 256
    /// Conditions under which a document is the one that a step issues.
    package static let documentConditionCountMax = 16
    /// Words of an office's title in such a condition.
    package static let documentWordCountMax = 32
    /// Elements of any other list of a pack.
    package static let packListCountMax = 512
    /// Bytes of one text in a pack.
    package static let packTextByteCountMax = 2_000
    /// Calendars that a pack names.
    package static let packCalendarCountMax = 32
    /// Bytes of a calendar.
    package static let calendarByteCountMax = 256 << 10
    /// Years that one calendar covers.
    package static let calendarYearCountMax = 16
    /// Rest days of one calendar, and working days on weekends.
    package static let calendarDayCountMax = 512
    /// Seconds that a matter may be stated to have arrived before its entry was signed without a word: clocks differ.
    package static let arrivalLeadSecondCount: Int64 = 600
    /// Units of a clock with all its extensions.
    package static let clockUnitCountMax = 100_000
    /// Pauses of a clock.
    package static let clockPauseCountMax = 1_000
    /// Bytes of an identifier of a person, a firm, a right or a thing, as somebody wrote it.
    package static let subjectIdentifierByteCountMax = 2_048
    /// Characters before a number in a text in which a word is looked for that says what it is.
    package static let textLabelScalarCountMax = 16
    /// Letters and digits of a number in a text that is written in groups.
    package static let textNumberScalarCountMax = 24
    /// Digits of the number of an item or a shop in a link.
    package static let linkNumberByteCountMax = 20
    /// Digits from which on a number that fits no form is worth linking.
    package static let inventedDigitCountMin = 6
    /// Characters that one finding names.
    package static let namedCharacterCountMax = 8
    /// Groups in one table of statistics.
    package static let statisticsGroupCountMax = 10_000
    /// Characters of a firm's name that is compared with others.
    package static let firmNameScalarCountMax = 64
    /// Pairs of characters of a firm's name by which candidates are found.
    package static let firmNamePartCountMax = 12
    /// The least score with which two names are proposed as alike.
    package static let firmNameScoreMin = 60
}
