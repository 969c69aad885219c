import Casework
import Cryptography
import Ledger
import LocalAPI

extension LocalAPI.RecordSummary {
    /// A record as its projection has it, in the words of its pack; what more than that tells is left out.
    init(_ row: ProjectedRecord, _ stored: Ledger.RecordSummary, packs: PackSet) {
        self.init(
            record: row.key.record.hex,
            machine: row.machine,
            mechanism: row.key.scope.mechanism?.text,
            state: row.state,
            opener: stored.opener?.text ?? "",
            addressees: stored.addressees.map(\.text),
            // Of a record of which nothing can be judged no entry counts.
            updated: row.updatedAt == 0 ? "" : NodeTime.shown(at: row.updatedAt) ?? "",
            entryCount: stored.entryCount
        )
        opened = stored.openedBy?.hex
        let pack = stored.pack.flatMap { packs.pack($0) }
        guard let machine = MachineID(row.machine).flatMap({ pack?.machine($0) }) else { return }
        machineTitles = machine.title.byLanguage
        if let title = StateID(row.state).flatMap({ machine.state($0) })?.title {
            stateTitles = title.byLanguage
        }
    }
}
