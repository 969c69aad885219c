/// The languages in which Lianlu speaks to people.
package enum Language: String, CaseIterable, Sendable {
    /// Simplified Chinese, in the official terms.
    case zh
    /// English.
    case en
}

/// One text in every language, with what to do next.
///
/// `{name}` stands for an argument. Both languages use the same arguments; a test holds that.
package struct Text: Sendable {
    let sentences: [Language: String]
    let remedies: [Language: String]

    /// Makes a text; the remedy is left out only where there is nothing to do.
    package init(zh: String, en: String, remedyZh: String = "", remedyEn: String = "") {
        sentences = [.zh: zh, .en: en]
        remedies = [.zh: remedyZh, .en: remedyEn]
    }

    /// The names of the arguments in one language's sentence and remedy together.
    package func argumentNames(in language: Language) -> Set<String> {
        var names: Set<String> = []
        for template in [sentences[language], remedies[language]] {
            let parts = (template ?? "").split(separator: "{", omittingEmptySubsequences: false)
            for part in parts.dropFirst() {
                if let end = part.firstIndex(of: "}") { names.insert(String(part[..<end])) }
            }
        }
        return names
    }
}

/// A text with its arguments filled in, in one language.
package struct Message: Hashable, Sendable {
    /// What happened, or what the code means.
    package let sentence: String
    /// What to do next; empty where there is nothing to do.
    package let remedy: String
}

/// Every text that a person reads, by `<module>.<code>`.
///
/// Each module's texts stand in a file of their own.
package enum Catalogue {
    /// Fills in the text of a code.
    ///
    /// Nil for a code that the catalogue does not know, which a test rules out.
    package static func message(
        _ code: String,
        _ arguments: [String: String] = [:],
        in language: Language
    ) -> Message? {
        guard let text = all[code], let sentence = text.sentences[language],
            let remedy = text.remedies[language]
        else { return nil }
        return Message(
            sentence: fill(
                sentence,
                of: code,
                arguments,
                language,
                isShort: shortDigestCodes.contains(code)
            ),
            remedy: fill(remedy, of: code, arguments, language)
        )
    }

    /// The text of a code, before its arguments are filled in.
    package static func text(_ code: String) -> Text? { all[code] }

    /// The system's words for an error number, as they read in the language; any other text as it is.
    package static func words(of text: String, in language: Language) -> String {
        language == .en
            ? text
            : systemWords[text] ?? resolverWords[text] ?? certificateWords[text]
                ?? yamlWords[text] ?? fileReasons.chinese(text) ?? text
    }

    /// An argument as it reads in the language.
    ///
    /// Only what the system says is translated, and names that the program joins are joined as the language does: the rest was
    /// chosen by users or peers and is quoted as it was written.
    private static func words(
        of text: String,
        as argument: String,
        of code: String,
        in language: Language
    ) -> String {
        switch argument {
        case "reason", "detail": words(of: text, in: language)
        case _ where language == .zh && joinedArguments.contains(argument):
            text.replacing(", ", with: "、")
        case "what" where language == .zh: storedParts.chinese(text) ?? text
        case "said" where language == .zh && code == "auditing.detail_structure":
            databaseFaults.chinese(text) ?? quoted(text)
        case "computed" where language == .zh && code.hasPrefix("auditing.verdict_"),
            "stored" where language == .zh && code.hasPrefix("auditing.verdict_"):
            verdictClasses[text] ?? text
        case "form" where language == .zh && forkCodes.contains(code): forkForms[text] ?? text
        default: text
        }
    }

    /// Where a finding lies, in the language; paths and names of files and tables stay as they are.
    package static func place(_ text: String, in language: Language) -> String {
        guard language == .zh else { return text }
        if let place = places[text] { return place }
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2, let first = firstWordsOfPlaces[words[0]] else { return text }
        return "\(first) \(words[1])"
    }

    /// Whether a text ends amid a command line of this program.
    private static func isCommand(_ text: String) -> Bool {
        guard let start = text.ranges(of: "lianlu ").last?.upperBound else { return false }
        return text[start...].unicodeScalars.allSatisfy { scalar in
            scalar == "…" || scalar.isASCII && !".,;:".unicodeScalars.contains(scalar)
        }
    }

    /// With `isShort` digests stand by their beginning, but for those in a command.
    ///
    /// An argument `name_zh` or `name_en` is how `name` reads in that language, such as the title of a field.
    private static func fill(
        _ template: String,
        of code: String,
        _ arguments: [String: String],
        _ language: Language,
        isShort: Bool = false
    ) -> String {
        var pieces = template.split(separator: "{", omittingEmptySubsequences: false)[...]
        var filled = String(pieces.popFirst() ?? "")
        for piece in pieces {
            guard let end = piece.firstIndex(of: "}") else {
                filled += "{" + piece
                continue
            }
            let name = String(piece[..<end])
            // Whoever types a command needs the id.
            let typed = name == "mechanism" && isCommand(filled) ? arguments[name] : nil
            let read =
                typed ?? arguments["\(name)_\(language)"]
                ?? arguments[name].map { words(of: $0, as: name, of: code, in: language) }
                ?? "{\(name)}"
            filled += isShort && !isCommand(filled) ? withShortDigests(read) : read
            filled += piece[piece.index(after: end)...]
        }
        // The step that is about to be signed has no number yet.
        return filled.replacing("条目 （本步骤） ", with: "本步骤")
    }
}
