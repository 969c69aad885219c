import Casework
import LocalAPI

extension PrintableSteps {
    /// Whether something is missing that a document of another node says and that only an earlier statement has: to whom it goes, or what
    /// the matter is called; `held` where nothing is.
    ///
    /// A copy with blanks in such a place is none. The office that signed prints its own paper as it signed it.
    func unread(
        what document: Casework.Document,
        restsOn facts: DocumentFacts,
        said taken: Taken,
        after earlier: [Taken]
    ) -> TimelineEntry.Body.State {
        guard taken.event.node != view.node else { return .held }
        var needed: [FieldID] = []
        if case .field(let id)? = document.addressee { needed.append(id) }
        let matter = "{\(DocumentPlaceholder.matter.rawValue)}"
        if document.says?.zh.contains(matter) ?? false {
            needed += [FormReader.Names.title].compactMap(\.self)
        }
        guard needed.contains(where: { !facts.stated.contains($0) }) else { return .held }
        return earlier.last { $0.body != .held }?.body ?? .held
    }
}
