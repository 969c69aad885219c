/// What was made anew of the rows that entries give, as an alarm says it.
struct Repair: Hashable, Sendable {
    /// The alarm's code.
    let code: String
    /// Its arguments, without the number.
    let arguments: [String: String]
    /// The argument that says how many rows it was; nil for what is not counted.
    let countName: String?
    /// How many rows it was.
    let count: Int

    init(
        _ code: String,
        _ arguments: [String: String] = [:],
        countedBy countName: String? = nil,
        _ count: Int = 0
    ) {
        self.code = code
        self.arguments = arguments
        self.countName = countName
        self.count = count
    }

    /// What is said of this repair alone.
    var told: [String: String] { told(after: 0) }

    /// What is said of it and of earlier ones that were so many rows together.
    func told(after earlierCount: Int) -> [String: String] {
        guard let countName else { return arguments }
        let (sum, overflow) = earlierCount.addingReportingOverflow(count)
        return arguments.merging([countName: "\(overflow ? .max : sum)"]) { _, new in new }
    }
}
