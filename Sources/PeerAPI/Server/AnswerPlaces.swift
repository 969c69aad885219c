internal import Synchronization
internal import TransparencyLog

/// How many large answers are made or written for one peer at one time: one that reads slowly holds no more memory than these take.
final class AnswerPlaces: Sendable {
    private let countMax: Int
    private let taken = Mutex<[KeyName: Int]>([:])

    init(_ countMax: Int = PeerListenerLimits.objectsAnswerCountMax) { self.countMax = countMax }

    /// A place that lasts as long as it is kept; nil where the peer has taken all of its own.
    func take(for peer: KeyName) -> AnswerPlace? {
        let isFree = taken.withLock { taken in
            guard taken[peer, default: 0] < countMax else { return false }
            taken[peer, default: 0] += 1
            return true
        }
        return isFree ? AnswerPlace(peer, in: self) : nil
    }

    fileprivate func leave(_ peer: KeyName) {
        taken.withLock { taken in
            let left = taken[peer, default: 0] - 1
            // Peers that were removed leave nothing behind.
            taken[peer] = left > 0 ? left : nil
        }
    }
}

/// One of a peer's places; it is free again when nobody keeps it, also where the answer was never written.
final class AnswerPlace: Sendable {
    private let peer: KeyName
    private let places: AnswerPlaces

    fileprivate init(_ peer: KeyName, in places: AnswerPlaces) {
        self.peer = peer
        self.places = places
    }

    deinit { places.leave(peer) }
}
