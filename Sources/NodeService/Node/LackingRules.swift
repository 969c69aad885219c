import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// What of a mechanism's rules is not at this node: charters that logs name, and packs and calendars that charters name.
///
/// By what is left a clock may come to another end than at the other members: it is called neither met nor missed, here as in an audit.
struct LackingRules: Sendable {
    /// The charters.
    private(set) var charters: [AwaitedCharter] = []
    /// The packs and calendars.
    private(set) var missing: [MissingRules.Missing] = []

    /// Nothing is missing.
    init() {}

    /// Whether a charter is gone by which this node has judged.
    var isCharterGone: Bool { charters.contains(where: \.isOwn) }

    /// Whether nobody can say when somebody must act: by a charter that is gone it may be any time, by a calendar that is missing, or by those
    /// that a missing pack names, another than the calendars here say.
    func withholds(_ time: DutyTime) -> Bool {
        withholds(usesCalendars: time.usesCalendars, lacksCalendar: time.lacksCalendar)
    }

    /// The same of a clock.
    func withholds(_ clock: RecordClock, asOf time: Timestamp) -> Bool {
        // A clock that cannot be counted says so in its findings.
        let due = (try? clock.due(asOf: time)) ?? nil
        return withholds(
            usesCalendars: due?.usesCalendars == true,
            lacksCalendar: clock.lacksCalendar
        )
    }

    /// The same of a clock as it is shown.
    func withholds(_ clock: ClockDocument) -> Bool {
        withholds(usesCalendars: clock.usesCalendars, lacksCalendar: clock.lacksCalendar)
    }

    private func withholds(usesCalendars: Bool, lacksCalendar: Bool) -> Bool {
        isCharterGone || usesCalendars && (lacksCalendar || isPackMissing)
    }

    /// Whether a pack is missing by which the clocks of today are counted; of calendars the clocks themselves say so.
    private var isPackMissing: Bool { missing.contains { $0.isCounted && !$0.isCalendar } }

    /// What is to be said of all of it.
    var texts: [CodedText] { charters.map(\.text) + missing.map(\.text) }

    /// Why, in short, nobody is told when something is due.
    var reason: CodedText {
        if let charter = charters.first(where: \.isOwn) {
            return CodedText("node.due_charter_gone", ["mechanism": charter.mechanism.text])
        }
        let counted = missing.filter(\.isCounted)
        guard let first = counted.first(where: { !$0.isCalendar }) ?? counted.first else {
            return CodedText("node.due_calendar_missing")
        }
        let name = first.name.prefix { $0 != "@" }
        let code = first.isCalendar ? "node.due_calendar_gone" : "node.due_pack_gone"
        return CodedText(code, ["mechanism": first.mechanism.text, "name": String(name)])
    }

    /// What is to be said of every mechanism.
    static func texts(
        known view: NodeView,
        in transaction: SQLiteTransaction
    ) throws -> [CodedText] {
        let all = try all(known: view, in: transaction)
        return all.keys.sorted().flatMap { all[$0]?.texts ?? [] }
    }

    /// What is missing of each mechanism, or of one of them; those that lack nothing are not there.
    static func all(
        known view: NodeView,
        in transaction: SQLiteTransaction,
        of wanted: MechanismID? = nil
    ) throws -> [MechanismID: LackingRules] {
        var found: [MechanismID: LackingRules] = [:]
        for charter in try AwaitedCharter.told(by: view, in: transaction, of: wanted) {
            found[charter.mechanism, default: LackingRules()].charters.append(charter)
        }
        let missing = try missing(
            view.library,
            view.packs,
            view.calendars,
            in: transaction,
            knowing: view.projector.context.histories
        )
        for missing in missing where wanted == nil || missing.mechanism == wanted {
            found[missing.mechanism, default: LackingRules()].missing.append(missing)
        }
        return found
    }

    /// The packs and calendars that charters name and that are not here, by mechanism and the first revision that names them: those that this
    /// node has adopted, and those by which clocks are counted now.
    ///
    /// What else it has not adopted may still come.
    static func missing(
        _ library: CharterLibrary,
        _ packs: PackSet,
        _ calendars: CalendarSet,
        in transaction: SQLiteTransaction,
        knowing histories: KeyHistoryCache = KeyHistoryCache()
    ) throws -> [MissingRules.Missing] {
        try MissingRules(of: library, packs: packs, calendars: calendars) { chain in
            try adopted(in: chain, transaction, histories)
        }
        .all.filter { $0.isAdopted || $0.isCounted }
    }

    /// The charters that this node's logs in a mechanism name; all where it has none, as whoever only observes goes by all in force.
    private static func adopted(
        in chain: CharterChain,
        _ transaction: SQLiteTransaction,
        _ histories: KeyHistoryCache
    ) throws -> Set<Digest> {
        let own = try transaction.logs().filter { log in
            log.kind == .own && LogName(log.origin)?.mechanism == chain.mechanism
        }
        guard !own.isEmpty else { return Set(chain.all.map(\.digest)) }
        return Set(
            try own.flatMap {
                try AwaitedCharter.named(by: $0.origin, in: transaction, knowing: histories)
            }
        )
    }
}

extension MissingRules.Missing {
    /// What the operator and whoever looks at a record are told.
    var text: CodedText {
        CodedText(
            isCalendar ? "node.calendar_gone" : "node.pack_gone",
            ["mechanism": mechanism.text, "name": name, "revision": "\(revision)"]
        )
    }
}

/// What is missing, read once for all records that one answer shows.
final class LackingBook {
    private var known: [MechanismID: LackingRules]?

    /// What is missing of the mechanism of a scope; of a matter at home that was sent, of the one that it was sent into.
    func rules(
        of key: RecordKey,
        _ view: NodeView,
        _ transaction: SQLiteTransaction
    ) throws -> LackingRules {
        let all = try known ?? LackingRules.all(known: view, in: transaction)
        known = all
        guard !all.isEmpty else { return LackingRules() }
        let mechanism =
            try key.scope.mechanism ?? transaction.homeLink(of: key)?.scope.mechanism
        return mechanism.flatMap { all[$0] } ?? LackingRules()
    }
}

extension RecordDetail {
    /// Takes back what other rules than those of the members make of the clocks and the parties; the line of the list has done so.
    mutating func withhold(for lacking: LackingRules) {
        if lacking.isCharterGone { findings = AwaitedCharter.withoutMemberships(findings) }
        clocks = clocks?.map { lacking.withholds($0) ? $0.withheld : $0 }
    }
}

extension ClockDocument {
    /// Whether its end rests on calendars, or on weekdays where none covers the year.
    var usesCalendars: Bool {
        due.map { !$0.calendars.isEmpty || !$0.provisionalYears.isEmpty } ?? false
    }

    /// Whether a calendar is missing that its rules name.
    var lacksCalendar: Bool {
        findings.contains { $0.code == "casework.\(ClockFinding.Code.calendarMissing.rawValue)" }
    }

    /// The clock where rules are missing by which it may come to another end: it is neither met nor missed.
    var withheld: ClockDocument {
        var clock = self
        clock.standing = "casework.clock_rules_gone"
        clock.overdue = false
        clock.secondsLeft = nil
        clock.end?.proof = nil
        clock.findings.removeAll { $0.code == "casework.\(ClockFinding.Code.rightLapsed.rawValue)" }
        return clock
    }
}
