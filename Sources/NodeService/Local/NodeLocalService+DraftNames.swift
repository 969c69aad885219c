import Ledger
import LogStorage
import SQLiteStorage

extension NodeLocalService {
    /// The draft that a text names: by its id, or by the beginning of it where one alone begins so, whether it waits, has expired or was
    /// approved; nil for anything else.
    ///
    /// Whoever names it is told no more than for the whole id.
    func draftID(_ text: String) async throws -> RequestID? {
        if let id = RequestID(text: text) { return id }
        let digits = text.filter { $0 != "-" }
        guard digits.utf8.count >= Self.draftDigitCountMin, text.utf8.count < Self.draftTextLength
        else { return nil }
        let book = book
        let found = try await node.store.read { transaction in
            let approved = try transaction.requestIDs(
                beginningWith: digits,
                limit: Self.requestCountMax
            )
            .filter { id in
                guard let known = try transaction.request(id) else { return false }
                return try Self.entry(of: known, in: transaction).header.officer != nil
            }
            return try Set(approved.map { "\($0)" })
                .union(book.names(in: transaction).filter { $0.hasPrefix(text) })
        }
        // A beginning with its dashes elsewhere is none.
        let named = found.filter { $0.hasPrefix(text) || !text.contains("-") }
        return named.count == 1 ? named.first.flatMap { RequestID(text: $0) } : nil
    }

    private static let draftDigitCountMin = 4
    /// Characters of a whole id.
    private static let draftTextLength = 36
    /// Requests that are looked at; more that begin so are no beginning of one draft.
    private static let requestCountMax = 64
}
