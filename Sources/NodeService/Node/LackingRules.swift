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
    /// One pack or calendar.
    struct Missing: Hashable, Sendable {
        let mechanism: MechanismID
        let revision: UInt64
        /// Its id and digest.
        let name: String
        let isCalendar: Bool
        /// Whether clocks of today go by it: a pack that only earlier revisions name moves none.
        let isCounted: Bool

        /// What the operator and whoever looks at a record are told.
        var text: CodedText {
            CodedText(
                isCalendar ? "node.calendar_gone" : "node.pack_gone",
                ["mechanism": mechanism.text, "name": name, "revision": "\(revision)"]
            )
        }
    }

    /// The charters.
    private(set) var charters: [AwaitedCharter] = []
    /// The packs and calendars.
    private(set) var missing: [Missing] = []

    /// Nothing is missing.
    init() {}

    /// Whether a charter is gone by which this node has judged.
    var isCharterGone: Bool { charters.contains(where: \.isOwn) }

    /// Whether no clock has a standing that a calendar may still move, or none at all.
    func withholds(isProvisional: Bool) -> Bool {
        isCharterGone || isProvisional && missing.contains(where: \.isCounted)
    }

    /// The same of a clock.
    func withholds(_ clock: RecordClock, asOf time: Timestamp) -> Bool {
        // A clock that cannot be counted says so in its findings.
        let due = (try? clock.due(asOf: time)) ?? nil
        return withholds(isProvisional: due?.isProvisional == true)
    }

    /// What is to be said of all of it.
    var texts: [CodedText] { charters.map(\.text) + missing.map(\.text) }

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
        for missing in try missing(view.library, view.packs, view.calendars, in: transaction)
        where wanted == nil || missing.mechanism == wanted {
            found[missing.mechanism, default: LackingRules()].missing.append(missing)
        }
        return found
    }

    /// The packs and calendars that charters name and that are not here, by mechanism and the first revision that names them.
    ///
    /// Of a member those that its log has adopted: what it has not adopted may still come. Of whoever only observes all in force.
    static func missing(
        _ library: CharterLibrary,
        _ packs: PackSet,
        _ calendars: CalendarSet,
        in transaction: SQLiteTransaction
    ) throws -> [Missing] {
        var all: [Missing] = []
        for (mechanism, chain) in library.chains.sorted(by: { $0.key < $1.key }) {
            let counted = Set(library.currentPacks(of: mechanism))
            let charters = chain.all.filter { chain.isInForce($0.digest) }
                .sorted { $0.content.revision < $1.content.revision }
            guard charters.contains(where: { lacks($0, packs, calendars) }) else { continue }
            let adopted = try adopted(in: mechanism, transaction)
            var seen: Set<String> = []
            for charter in charters where adopted?.contains(charter.digest) ?? true {
                func add(_ name: String, isCalendar: Bool, isCounted: Bool) {
                    guard seen.insert(name).inserted else { return }
                    all.append(
                        Missing(
                            mechanism: mechanism,
                            revision: charter.content.revision,
                            name: name,
                            isCalendar: isCalendar,
                            isCounted: isCounted
                        )
                    )
                }
                for reference in charter.content.rules {
                    if isMissing(reference, packs) {
                        add(
                            reference.text,
                            isCalendar: false,
                            isCounted: counted.contains(reference)
                        )
                    }
                    for calendar in packs.pack(reference)?.calendars ?? []
                    where calendars[calendar] == nil {
                        add(
                            "\(calendar.id)@\(calendar.digest.hex)",
                            isCalendar: true,
                            isCounted: true
                        )
                    }
                }
            }
        }
        return all
    }

    private static func lacks(
        _ charter: Charter,
        _ packs: PackSet,
        _ calendars: CalendarSet
    ) -> Bool {
        charter.content.rules.contains { reference in
            isMissing(reference, packs)
                || (packs.pack(reference)?.calendars ?? []).contains { calendars[$0] == nil }
        }
    }

    /// Whether a pack is not here; one that is too new for this program, or unusable, is.
    private static func isMissing(_ reference: PackReference, _ packs: PackSet) -> Bool {
        if case .missing = packs[reference] { true } else { false }
    }

    /// The charters that this node's logs in a mechanism name; nil where it has none.
    private static func adopted(
        in mechanism: MechanismID,
        _ transaction: SQLiteTransaction
    ) throws -> Set<Digest>? {
        let own = try transaction.logs().filter { log in
            log.kind == .own && LogName(log.origin)?.mechanism == mechanism
        }
        guard !own.isEmpty else { return nil }
        return Set(try own.flatMap { try AwaitedCharter.named(by: $0.origin, in: transaction) })
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
        clocks = clocks?.map { clock in
            guard lacking.withholds(isProvisional: clock.due?.provisional == true) else {
                return clock
            }
            var clock = clock
            clock.standing = "casework.clock_rules_gone"
            clock.overdue = false
            clock.secondsLeft = nil
            clock.end?.proof = nil
            return clock
        }
    }
}
