import TransparencyLog

/// Findings as they come, in bounded memory: the first of each kind one by one, and one that stands for all others of it.
///
/// Of one kind are those with the same code, log, reason and sort of place. Whoever writes the audited entries or rows
/// decides how many faults there are; they must neither fill the memory nor hide what else was found.
package struct AuditFindings {
    private struct Kind: Hashable {
        let code: AuditCode
        var log: Origin?
        var reason: String?
        var place: Substring?
    }

    private var findings: [AuditFinding] = []
    private var listedCounts: [Kind: Int] = [:]
    private var rests: [Kind: Int] = [:]
    /// How many findings there are, each that is not listed counted too.
    package private(set) var count = 0

    /// Nothing yet.
    package init() {}

    /// Takes findings in their order.
    package init(_ findings: some Sequence<AuditFinding>) { self += findings }

    /// Whether nothing was found.
    package var isEmpty: Bool { findings.isEmpty }

    /// All findings in the order in which they came, those that stand for several where the first of these came.
    package var all: [AuditFinding] { findings }

    /// All findings, faults first.
    package var faultsFirst: [AuditFinding] {
        findings.filter { $0.weight == .fault } + findings.filter { $0.weight != .fault }
    }

    /// Takes one finding, which may stand for several.
    package mutating func append(_ finding: AuditFinding) {
        count += finding.count
        let kind = kind(of: finding)
        let listedCount = listedCounts[kind, default: 0]
        if finding.count == 1, listedCount < Limits.findingListedCountMax {
            listedCounts[kind] = listedCount + 1
            findings.append(finding)
            return
        }
        guard let place = rests[kind] else {
            rests[kind] = findings.count
            findings.append(finding)
            return
        }
        let indexes = [findings[place], finding].flatMap { [$0.index, $0.lastIndex] }
            .compactMap { $0 }
        findings[place].count += finding.count
        findings[place].index = indexes.min()
        findings[place].lastIndex = indexes.max()
    }

    /// Takes findings in their order.
    package static func += (findings: inout AuditFindings, more: some Sequence<AuditFinding>) {
        for finding in more { findings.append(finding) }
    }

    private func kind(of finding: AuditFinding) -> Kind {
        let kind = Kind(
            code: finding.code,
            log: finding.log,
            reason: finding.reason?.code,
            place: finding.place?.prefix { !" /,".contains($0) }
        )
        // Names can be had in any number too.
        guard listedCounts[kind] == nil, listedCounts.count >= Limits.findingKindCountMax else {
            return kind
        }
        return Kind(code: finding.code)
    }
}
