import Casework
import Cryptography
import Ledger

/// Where older cards of the peers say that they listen, and when each such place is to be called.
///
/// A value without I/O; `FormerAddressCaller` runs it. Times are those of `PeerClock.uptime`.
struct FormerAddresses {
    /// One address of one peer.
    struct Place: Hashable {
        /// The peer.
        let node: NodeName
        /// The URL of an older card.
        let url: NodeURL
    }

    /// How a call ended.
    enum Outcome: Hashable {
        /// The peer answered there, and has everything that there is for it.
        case answered
        /// It did not; `isOwed` where evidence against one of its logs waits for it.
        case failed(isOwed: Bool)
        /// The address is not to be called: the peer was removed, or listens there now.
        case obsolete
    }

    private struct State {
        let card: PeerCard
        var due: Duration?
        var isCalling = false
        var lastTry: Duration?
        var answeredAt: Duration?
        var failureCount = 0
        var callCount = 0
        /// Something came up while it was called.
        var isStale = false
        /// Evidence that the peer has taken there.
        var told: Set<Digest> = []
    }

    /// The first pause after a call that failed; it doubles.
    static let pauseMin: Duration = .seconds(1)
    /// The longest pause.
    static let pauseMax: Duration = .seconds(3_600)
    /// Calls that fail before an address is given up for which there is no evidence.
    static let failureCountMax = 8
    /// How long after an answer the same address is not called again for a card alone.
    static let answerPause: Duration = .seconds(3_600)
    /// How long a peer's new addresses are counted.
    static let learningSpan: Duration = .seconds(3_600)
    /// How long after a call another card or piece of evidence may begin the next.
    static let renewalPause: Duration = .seconds(5)
    /// Addresses of one peer, in the store too, and how many are learnt of it in an hour; the one that was learnt first goes.
    static let placeCountMax = 4
    /// Calls on their way, to all peers together; one a peer.
    static let callCountMax = 16

    private var states: [Place: State] = [:]
    /// The places of each peer, in the order in which they were learnt.
    private var order: [NodeName: [Place]] = [:]
    /// When places of each peer were learnt within the last hour: it can sign any number of cards.
    private var learnt: [NodeName: [Duration]] = [:]

    /// Learns an older card: whoever showed it may be alive where it says.
    ///
    /// One of those that the store holds takes nothing from what is learnt in an hour.
    mutating func learn(_ card: PeerCard, isStored: Bool = false, now: Duration) {
        let place = Place(node: card.node, url: card.content.url)
        guard let known = states[place] else {
            return add(place, card, isStored: isStored, now: now)
        }
        // What is under way already is not begun anew by each card, of which a peer can show any number.
        guard !known.isCalling, known.due == nil else { return }
        if let answered = known.answeredAt, now < answered + Self.answerPause { return }
        renew(place, now: now)
    }

    private mutating func add(_ place: Place, _ card: PeerCard, isStored: Bool, now: Duration) {
        let recent = learnt[place.node, default: []].filter { $0 > now - Self.learningSpan }
        learnt[place.node] = recent
        guard isStored || recent.count < Self.placeCountMax else { return }
        var places = order[place.node, default: []]
        if places.count >= Self.placeCountMax {
            // One that is being called stays: its call counts among those on their way.
            guard let first = places.first(where: { states[$0]?.isCalling == false }) else {
                return
            }
            places.removeAll { $0 == first }
            states[first] = nil
        }
        if !isStored { learnt[place.node, default: []].append(now) }
        order[place.node] = places + [place]
        states[place] = State(card: card, due: now)
    }

    /// Evidence against a log of a peer was stored.
    mutating func evidenceKept(against node: NodeName, now: Duration) {
        for place in order[node, default: []] { renew(place, now: now) }
    }

    /// Forgets a peer that was removed.
    mutating func forget(_ node: NodeName) {
        learnt[node] = nil
        for place in order.removeValue(forKey: node) ?? [] { states[place] = nil }
    }

    private mutating func renew(_ place: Place, now: Duration) {
        guard var state = states[place] else { return }
        if state.isCalling {
            state.isStale = true
        } else {
            let earliest = state.lastTry.map { max(now, $0 + Self.renewalPause) } ?? now
            state.due = min(state.due ?? earliest, earliest)
        }
        state.failureCount = 0
        states[place] = state
    }

    /// The cards whose addresses are to be called now, with the evidence that need not be sent again.
    mutating func takeDue(now: Duration) -> [(card: PeerCard, told: Set<Digest>)] {
        var calls: [(card: PeerCard, told: Set<Digest>)] = []
        var busy = Set(states.filter(\.value.isCalling).keys.map(\.node))
        for place in order.sorted(by: { $0.key < $1.key }).flatMap(\.value) {
            guard busy.count < Self.callCountMax, !busy.contains(place.node),
                var state = states[place], let due = state.due, due <= now
            else { continue }
            busy.insert(place.node)
            state.isCalling = true
            state.lastTry = now
            state.due = nil
            states[place] = state
            calls.append((state.card, state.told))
        }
        return calls
    }

    /// A call ended; `told` is the evidence that the peer took.
    mutating func ended(
        _ card: PeerCard,
        _ outcome: Outcome,
        told: Set<Digest>,
        now: Duration
    ) {
        let place = Place(node: card.node, url: card.content.url)
        guard var state = states[place] else { return }
        state.isCalling = false
        state.callCount += 1
        state.told.formUnion(told)
        switch outcome {
        case .obsolete:
            states[place] = nil
            order[card.node]?.removeAll { $0 == place }
            return
        case .answered:
            state.answeredAt = now
            state.failureCount = 0
        case .failed(let isOwed):
            state.failureCount += 1
            if isOwed || state.failureCount < Self.failureCountMax {
                state.due = now + Self.pause(after: state.failureCount)
            }
        }
        if state.isStale { state.due = now + Self.renewalPause }
        state.isStale = false
        states[place] = state
    }

    private static func pause(after failureCount: Int) -> Duration {
        // Twelve doublings of a second are more than an hour.
        min(pauseMin * (1 << min(failureCount - 1, 12)), pauseMax)
    }

    /// When the next call is due; nil where none is, and where all that are wait for others to end.
    var deadline: Duration? {
        let busy = Set(states.filter(\.value.isCalling).keys.map(\.node))
        guard busy.count < Self.callCountMax else { return nil }
        return states.filter { !busy.contains($0.key.node) }.compactMap(\.value.due).min()
    }

    /// How many calls to the addresses of a peer have ended.
    func callCount(of node: NodeName) -> Int {
        order[node, default: []].compactMap { states[$0]?.callCount }.reduce(0, +)
    }
}
