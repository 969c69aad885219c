import LocalAPI
import Wording

extension Renderer {
    /// That an officer of a rank signs a step besides the office; nil where none does.
    func approver(of step: NextStep) -> String? {
        guard let rank = step.rank else { return nil }
        return sentence(
            CodedText("command.step_approver", ["rank": title(step.rankTitles ?? [:], else: rank)])
        )
    }
}
