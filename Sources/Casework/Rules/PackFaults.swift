/// Gathers what is wrong with a rule pack, or stops the reader at the first fault.
///
/// Whoever loads a pack wants it whole or not at all; whoever writes one wants every fault at once. Both are read by the same code.
final class PackFaults {
    /// What was found, each once.
    private(set) var found: [CaseworkError] = []
    private var seen: Set<CaseworkError> = []
    private let countMax: Int

    /// Makes a collector of at most so many faults; with 0 the first one is thrown.
    init(countMax: Int) {
        self.countMax = countMax
    }

    /// Whether there are more than are gathered.
    private(set) var isCutShort = false

    /// Takes a fault; throws it where no more are gathered.
    func report(_ fault: CaseworkError) throws(CaseworkError) {
        guard !seen.contains(fault) else { return }
        guard found.count < countMax else {
            isCutShort = true
            throw fault
        }
        seen.insert(fault)
        found.append(fault)
    }
}

/// Where a value of a pack stands, and who is told what is wrong with it.
struct PackPath {
    /// The JSON path, such as `kinds[0].machines[0].states[3].id`; empty for the document.
    let text: String
    private let faults: PackFaults

    /// The document as a whole.
    static func root(_ faults: PackFaults) -> PackPath { PackPath(text: "", faults: faults) }

    private init(text: String, faults: PackFaults) {
        self.text = text
        self.faults = faults
    }

    /// The place of a member of this object.
    func member(_ key: String) -> PackPath {
        PackPath(text: text.isEmpty ? key : "\(text).\(key)", faults: faults)
    }

    /// The place of an element of this list.
    subscript(position: Int) -> PackPath { PackPath(text: "\(text)[\(position)]", faults: faults) }

    /// How many faults were gathered so far.
    var faultCount: Int { faults.found.count }

    /// Takes a fault; throws it where the reader is to stop.
    func report(_ fault: CaseworkError) throws(CaseworkError) { try faults.report(fault) }

    /// Takes a fault of the value at this place.
    func report(
        _ code: CaseworkError.Code,
        line: Int,
        _ more: [String: String] = [:]
    ) throws(CaseworkError) {
        try report(fault(code, line: line, more))
    }

    /// A fault of the value at this place.
    func fault(
        _ code: CaseworkError.Code,
        line: Int,
        _ more: [String: String] = [:]
    ) -> CaseworkError {
        var arguments = more
        arguments["path"] = text
        arguments["line"] = "\(line)"
        return CaseworkError(code, arguments)
    }
}
