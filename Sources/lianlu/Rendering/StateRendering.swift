import LocalAPI
import Wording

extension Renderer {
    /// What the state of a record is called, with what that name does not tell.
    func state(of summary: RecordSummary) -> String {
        let name = title(summary.stateTitles, else: summary.state)
        guard let note = summary.stateNote else { return name }
        return language == .zh ? "\(name)（\(sentence(note))）" : "\(name) (\(sentence(note)))"
    }
}
