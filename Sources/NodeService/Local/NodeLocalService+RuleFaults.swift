import Casework
import LocalAPI

extension NodeLocalService {
    /// Reads a pack; of several faults the one that stands first in the file is told, with how many there are, and all are named as reasons.
    static func load(rulePack bytes: [UInt8]) throws -> RulePack {
        do {
            return try RulePack.load(bytes)
        } catch {
            let faults = PackExamination(bytes).faults
            guard let first = faults.first, faults.count > 1,
                var problem = Problems.problem(for: first) as? Problem
            else { throw error }
            problem.reasons = faults.map {
                CodedText("casework.\($0.code.rawValue)", $0.arguments)
            }
            problem.detail = "node.rule_faults_more count=\(faults.count)"
            throw problem
        }
    }
}
