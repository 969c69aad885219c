import Replication
import Synchronization
import TransparencyLog

/// The origins of all logs that are here, by the id under which peers ask for them.
///
/// In memory, so that the first gate is asked before anything is looked up.
final class LogDirectory: Sendable {
    private let origins = Mutex<[LogID: Origin]>([:])

    /// Adds a log, which is never a home log; says whether it is new.
    @discardableResult
    func add(_ origin: Origin) -> Bool {
        origins.withLock { $0.updateValue(origin, forKey: LogID(origin)) == nil }
    }

    /// The origin under an id; nil for none.
    subscript(id: LogID) -> Origin? { origins.withLock { $0[id] } }

    /// Whether a log is here.
    func contains(_ origin: Origin) -> Bool { self[LogID(origin)] != nil }

    /// All origins.
    var all: [Origin] { origins.withLock { Array($0.values) } }
}
