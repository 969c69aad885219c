import Casework
import Ledger
import TransparencyLog

extension NodeName {
    /// The name as it stands in keys and origins.
    ///
    /// Every node name is a key name: DNS labels hold neither spaces nor plus signs.
    var keyName: KeyName {
        get throws { try KeyName(text) }
    }

    /// The node that a key name is the name of; nil for other names.
    init?(_ name: KeyName) { self.init(name.bytes) }
}

extension LogName {
    /// The log's name where it is one that replicates: nil for home logs and for origins that are none of ours.
    static func replicated(_ origin: Origin) -> LogName? {
        LogName(origin).flatMap { $0.isHome ? nil : $0 }
    }
}

extension TreeSize {
    /// The index of the entry that would come next.
    var nextIndex: EntryIndex { EntryIndex(unchecked: rawValue) }
}
