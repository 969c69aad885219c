import LocalAPI
import LogStorage
import Replication
import SQLiteStorage

extension NodeLocalService {
    /// Says that another copy of this home lives, while an alarm stands that says so: an officer who takes a step reads no alarms, and
    /// each further step makes a fork more likely.
    func otherCopies() async throws -> [CodedText] {
        try await node.store.read { transaction in
            var urls: Set<String> = []
            for code in [Alarm.Code.ownCardNewer, .ownCopyLive] {
                let prefix = Array("replication.\(code.rawValue)/".utf8)
                for document in try transaction.documents(.alarm, prefix: prefix) {
                    // One that cannot be read stands in `status` as it is.
                    let alarm = AlarmDocument.decode(document.bytes)
                    if let url = alarm?.arguments["url"] { urls.insert(url) }
                }
            }
            return urls.sorted().map { CodedText("node.other_copy_lives", ["url": $0]) }
        }
    }
}
