import LocalAPI

extension [String: String] {
    /// Arguments without the names that stand beside their ids.
    var unnamed: [String: String] {
        filter { !$0.key.hasSuffix("_zh") && !$0.key.hasSuffix("_en") }
    }
}

extension CodedText {
    /// The text without the names that stand beside its ids.
    var unnamed: CodedText { CodedText(code, arguments.unnamed) }
}
