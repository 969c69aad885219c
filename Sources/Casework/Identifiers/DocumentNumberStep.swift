/// Document numbers: 〔year〕 in the brackets of GB/T 9704, a number without 第 and leading zeros.
enum DocumentNumberStep {
    static func apply(_ text: ScalarText) -> ScalarText {
        var result = text.map { IdentifierKindSteps.brackets($0, "（", "）") }
        guard let year = yearStart(in: result) else { return result }
        result[year] = "〔"
        result[year + 5] = "〕"
        let head = result[...(year + 5)]
        var tail = result[(year + 6)...].drop { $0 == "第" }
        var letter: ArraySlice<Unicode.Scalar> = []
        if let first = tail.first, first.isCapital {
            letter = [first]
            tail = tail.dropFirst()
        }
        while tail.first == "0", tail.dropFirst().first?.isASCIIDigit == true {
            tail = tail.dropFirst()
        }
        return ScalarText(head + letter + tail)
    }

    /// The last bracket that holds exactly four digits.
    private static func yearStart(in text: ScalarText) -> Int? {
        guard text.count >= 6 else { return nil }
        return (0...(text.count - 6)).last { start in
            text[start] == "（" && text[start + 5] == "）"
                && text[(start + 1)...(start + 4)].allSatisfy(\.isASCIIDigit)
        }
    }
}
