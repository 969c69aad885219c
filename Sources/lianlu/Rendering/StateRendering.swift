import LocalAPI
import Wording

extension Renderer {
    /// What the state of a record is called, with what that name does not tell: that the matter is an exercise, or that a step had no effect.
    func state(of summary: RecordSummary) -> String {
        let name = title(summary.stateTitles, else: summary.state)
        let notes =
            (summary.exercise == true ? [label("exercise")] : [])
            + (summary.stateNote.map { [sentence($0)] } ?? [])
        return notes.reduce(name) { language == .zh ? "\($0)（\($1)）" : "\($0) (\($1))" }
    }
}
