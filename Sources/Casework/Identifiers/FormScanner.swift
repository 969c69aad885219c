/// Walks over a normalised identifier once, from the left, and never back: linear whatever stands in it.
struct FormScanner {
    private let text: ArraySlice<Unicode.Scalar>
    private var position: Int

    /// Starts at the first scalar.
    init(_ text: ScalarText) {
        self.text = text[...]
        position = text.startIndex
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { position == text.endIndex }

    /// Scalars that are left.
    var remainingCount: Int { text.endIndex - position }

    /// The next scalar.
    var peek: Unicode.Scalar? { isAtEnd ? nil : text[position] }

    /// Takes a word if it stands here.
    mutating func take(_ word: String) -> Bool {
        let scalars = word.unicodeScalars
        guard text[position...].starts(with: scalars) else { return false }
        position += scalars.count
        return true
    }

    /// Takes one scalar if it fits.
    mutating func one(_ fits: (Unicode.Scalar) -> Bool) -> Bool {
        guard let next = peek, fits(next) else { return false }
        position += 1
        return true
    }

    /// Takes as many scalars as fit and are allowed; false where they are too few.
    mutating func many(_ counts: ClosedRange<Int>, _ fits: (Unicode.Scalar) -> Bool) -> Bool {
        run(counts.upperBound, fits) >= counts.lowerBound
    }

    /// Takes at most `limit` scalars that fit, and says how many.
    mutating func run(_ limit: Int, _ fits: (Unicode.Scalar) -> Bool) -> Int {
        let start = position
        while let next = peek, position - start < limit, fits(next) { position += 1 }
        return position - start
    }

    /// Takes exactly so many digits.
    mutating func digits(_ count: Int) -> Bool { many(count...count, \.isASCIIDigit) }

    /// Takes digits, at least and at most so many.
    mutating func digits(_ counts: ClosedRange<Int>) -> Bool { many(counts, \.isASCIIDigit) }
}
