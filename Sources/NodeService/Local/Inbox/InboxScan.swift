import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage
import TransparencyLog

/// Finds what waits for some offices of this node among everything that waits, without folding a record.
///
/// What was kept of a record names roles and ends; who fills the charter's roles, whose addresses are ours and what is overdue is
/// decided here, at the time of asking, so that a new charter needs nothing to be written anew.
struct InboxScan {
    /// What is known of one scope.
    private struct Scope {
        let basis: UInt64
        let parties: (any PartyResolver)?
        let lacking: LackingRules
    }

    private let view: NodeView
    /// The ids of the offices; nil for all of this node.
    private let offices: Set<String>?
    /// The scope that is asked for; nil for all.
    private let asked: String?
    private let now: Int64
    private let after: InboxPlace?
    private let limit: Int
    private var scopes: [String: Scope] = [:]
    private var lacking: [MechanismID: LackingRules] = [:]
    private var shares: [String: InboxPlace.Share] = [:]
    /// The first places after the cursor, in order.
    private(set) var places: [InboxPlace] = []
    /// Whether there are more than those.
    private(set) var hasMore = false
    /// How many there are in all.
    private(set) var counts = InboxPage.Counts(waiting: 0, overdue: 0, others: 0)
    /// Records of which what was kept is not of today, or cannot be read.
    private(set) var stale: [RecordKey] = []

    init(
        view: NodeView,
        offices: Set<String>?,
        asked: String?,
        now: Int64,
        after: InboxPlace?,
        limit: Int
    ) {
        self.view = view
        self.offices = offices
        self.asked = asked
        self.now = now
        self.after = after
        self.limit = limit
    }

    /// Reads everything that waits.
    mutating func run(in transaction: SQLiteTransaction) throws {
        var scan = self
        scan.lacking = try LackingRules.all(known: view, in: transaction)
        try transaction.forEachDuty { record, scope, duty in scan.take(record, scope, duty) }
        self = scan
    }

    private mutating func take(_ record: Digest, _ name: String, _ duty: RecordDuty.Stored?) {
        guard asked == nil || asked == name else { return }
        let scope = scope(name)
        guard let duty, duty.basis == scope.basis else {
            stale.append(RecordKey(scope: RecordScope(text: name), record: record))
            return
        }
        guard let parties = scope.parties else { return }
        let share = share(duty.fillings, name, parties)
        guard !share.isEmpty,
            let place = InboxPlace(
                of: duty,
                record: record,
                scope: name,
                share: share,
                now: now,
                withholding: scope.lacking.withholds
            )
        else { return }
        count(place)
        if after.map({ $0 < place }) ?? true { keep(place) }
    }

    /// What of the rules of the mechanisms that were asked for is not here, by which the order and what is due are withheld.
    var findings: [CodedText] {
        lacking.keys.sorted()
            .filter { asked == nil || asked == RecordScope(mechanism: $0).text }
            .flatMap { lacking[$0]?.texts ?? [] }
    }

    private mutating func count(_ place: InboxPlace) {
        switch place.part {
        case .ours: counts.waiting += 1
        case .others: counts.others += 1
        }
        if place.isOverdue { counts.overdue += 1 }
    }

    /// Keeps a place if it is among the first ones.
    private mutating func keep(_ place: InboxPlace) {
        if places.count == limit {
            hasMore = true
            guard let last = places.last, place < last else { return }
            places.removeLast()
        }
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < place { low = middle + 1 } else { high = middle }
        }
        places.insert(place, at: low)
    }

    private mutating func scope(_ name: String) -> Scope {
        if let known = scopes[name] { return known }
        let scope = RecordScope(text: name)
        let context = view.projector.context
        let found = Scope(
            basis: context.dutyBasis(in: scope),
            parties: context.currentParties(in: scope),
            lacking: scope.mechanism.flatMap { lacking[$0] } ?? LackingRules()
        )
        scopes[name] = found
        return found
    }

    private mutating func share(
        _ fillings: String,
        _ scope: String,
        _ parties: any PartyResolver
    ) -> InboxPlace.Share {
        let key = "\(scope)\n\(fillings)"
        if let known = shares[key] { return known }
        let ours = OurOffices(view: view, offices: offices, parties: parties)
        let share = InboxPlace.Share(
            fillings: fillings,
            isOurs: ours.fill,
            isCalled: ours.areCalled
        )
        shares[key] = share
        return share
    }
}
