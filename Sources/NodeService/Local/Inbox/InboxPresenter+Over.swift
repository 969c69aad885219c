import Casework
import LocalAPI

extension InboxPresenter {
    /// Of a record in which nothing else is due: the end that no node brings about, as it was over when somebody typed its beginning.
    func fillOver(
        _ item: inout InboxItem,
        _ ends: [(clock: RecordClock, last: Timestamp, signers: RoleFilling)]
    ) {
        guard item.due == nil, let end = ends.min(by: { $0.last.instant < $1.last.instant }),
            let due = NodeTime.shown(at: end.last.instant)
        else { return }
        item.clock = end.clock.clock.id.text
        item.clockTitles = end.clock.clock.title.byLanguage
        item.due = due
        item.secondsLeft = end.last.instant - now.instant
        item.awaited = end.signers.addresses.map(\.text)
        presenter.name(item.awaited, in: &item.summary)
    }
}
