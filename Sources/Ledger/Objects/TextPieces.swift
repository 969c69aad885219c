/// The parts of a word of running text that may be a number: Chinese is written without blanks, so that a number may be glued to
/// words, brackets and points.
///
/// A word is walked over a few times from the left, and nothing is tried at every place: linear whatever stands in it.
struct TextPieces: Sequence, IteratorProtocol {
    /// Words that begin a number, with the places before them that belong to it; what follows them is a run of letters and digits.
    private static let anchors: [(text: [Unicode.Scalar], leadCount: Int)] = [
        ("国药准字", 0), ("软著登字第", 0), ("作登字-", 1), ("ICP备", 1), ("ICP证", 1), ("公网安备", 1),
    ]
    .map { (Array($0.0.unicodeScalars), $0.1) }
    private static let links = ["https://", "http://"].map { Array($0.unicodeScalars) }
    /// A case number is no longer than this: year, court, kind and number.
    private static let caseScalarCountMax = 48
    /// What is longer is no identifier (`Casework.Limits.subjectIdentifierByteCountMax`).
    private static let linkScalarCountMax = 2_049

    private let word: [Unicode.Scalar]
    private var position = 0
    /// Parts that were found and not told yet, the next one last.
    private var waiting: [Range<Int>] = []
    private var told: Set<Range<Int>>

    /// The parts of a word that are not the word itself.
    init(of word: some Collection<Unicode.Scalar>) {
        self.word = Array(word)
        told = [0..<self.word.count]
    }

    mutating func next() -> String? {
        while true {
            while !waiting.isEmpty {
                guard let range = waiting.popLast(), told.insert(range).inserted else { continue }
                var text = String.UnicodeScalarView()
                text.append(contentsOf: word[range])
                return String(text)
            }
            guard position < word.count else { return nil }
            waiting = step().reversed()
        }
    }

    /// The parts that begin where the walk stands, which then goes on.
    private mutating func step() -> [Range<Int>] {
        let start = position
        let scalar = word[start]
        if let range = link(at: start) {
            position = range.upperBound
            return [range]
        }
        if let range = anchored(at: start) ?? courtCase(at: start) {
            position = start + 1
            return [range]
        }
        guard Self.isAlphanumeric(scalar) else {
            position += 1
            return []
        }
        // A run with its points and hyphens, and the runs within it.
        let end = end(of: start) { Self.isAlphanumeric($0) || Self.isJoint($0) }
        var ranges = [start..<lastAlphanumeric(before: end)]
        var next = start
        while next < end {
            let stop = self.end(of: next, while: Self.isAlphanumeric)
            if stop > next { ranges.append(next..<stop) }
            next = Swift.max(stop, next + 1)
        }
        // An anchor or a link may begin within the run.
        let inner = (start..<end).first { $0 > start && (link(at: $0) ?? anchored(at: $0)) != nil }
        position = inner ?? end
        return ranges
    }

    private func link(at start: Int) -> Range<Int>? {
        guard Self.links.contains(where: { word[start...].starts(with: $0) }) else { return nil }
        let last = Swift.min(word.count, start + Self.linkScalarCountMax)
        let end = word[start..<last].firstIndex {
            !$0.isASCII || "()<>[]{}\"'".unicodeScalars.contains($0)
        }
        return start..<(end ?? last)
    }

    private func anchored(at start: Int) -> Range<Int>? {
        for (text, leadCount) in Self.anchors {
            let begin = start + leadCount
            guard begin < word.count, word[begin...].starts(with: text) else { continue }
            var end = end(of: begin + text.count) { Self.isAlphanumeric($0) || $0 == "-" }
            guard end > begin + text.count else { return nil }
            if end < word.count, word[end] == "号" {
                end += 1
                let branch = self.end(of: end) { $0 == "-" || Self.isDigit($0) }
                if branch > end, word[branch - 1] != "-" { end = branch }
            }
            return start..<end
        }
        return nil
    }

    /// From a bracket before a year to the 号 that follows.
    private func courtCase(at start: Int) -> Range<Int>? {
        guard Self.isOpening(word[start]), start + 5 < word.count,
            word[start + 1...start + 4].allSatisfy(Self.isDigit), Self.isClosing(word[start + 5])
        else { return nil }
        let last = Swift.min(word.count, start + Self.caseScalarCountMax)
        return word[start..<last].firstIndex(of: "号").map { start..<$0 + 1 }
    }

    private func end(of start: Int, while belongs: (Unicode.Scalar) -> Bool) -> Int {
        var end = start
        while end < word.count, belongs(word[end]) { end += 1 }
        return end
    }

    private func lastAlphanumeric(before end: Int) -> Int {
        var end = end
        while end > 0, Self.isJoint(word[end - 1]) { end -= 1 }
        return end
    }

    // MARK: Characters

    /// ASCII letters and digits, and the full-width ones that become them.
    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        if isDigit(scalar) { return true }
        let value = (0xff21...0xff5a).contains(scalar.value) ? scalar.value - 0xfee0 : scalar.value
        return (0x41...0x5a).contains(value) || (0x61...0x7a).contains(value)
    }

    /// ASCII digits, and the full-width ones that become them.
    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0x30...0x39).contains(scalar.value) || (0xff10...0xff19).contains(scalar.value)
    }

    private static func isJoint(_ scalar: Unicode.Scalar) -> Bool { scalar == "-" || scalar == "." }

    private static func isOpening(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "（" || scalar == "("
    }

    private static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "）" || scalar == ")"
    }
}
