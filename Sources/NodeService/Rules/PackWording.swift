import Casework
import LocalAPI
import Wording

/// Says in both languages what a rule pack says.
enum PackWording {
    /// A value in both languages.
    static func texts(_ value: PackValue) -> BothTexts {
        BothTexts(zh: text(value, in: .zh), en: text(value, in: .en))
    }

    /// A title in both languages.
    static func texts(_ title: Title) -> BothTexts { BothTexts(zh: title.zh, en: title.en) }

    /// That something must hold.
    static func required(_ condition: PackValue) -> BothTexts {
        BothTexts(
            zh: text("document_required", ["condition": text(condition, in: .zh)], in: .zh),
            en: text("document_required", ["condition": text(condition, in: .en)], in: .en)
        )
    }

    /// That a step is that of a body without a node, which the signer only records.
    static var recorded: BothTexts {
        BothTexts(
            zh: text("document_recorded", [:], in: .zh),
            en: text("document_recorded", [:], in: .en)
        )
    }

    /// That the node's automatic office signed, and whose paper it would be cannot be told.
    static var nameless: BothTexts {
        BothTexts(
            zh: text("document_nameless", [:], in: .zh),
            en: text("document_nameless", [:], in: .en)
        )
    }

    /// That what a step says cannot be read here, and why.
    static func unread(_ state: TimelineEntry.Body.State) -> BothTexts {
        BothTexts(
            zh: text("document_unread_\(state.rawValue)", [:], in: .zh),
            en: text("document_unread_\(state.rawValue)", [:], in: .en)
        )
    }

    private static func text(_ value: PackValue, in language: Language) -> String {
        switch value {
        case .title(let title): language == .zh ? title.zh : title.en
        case .text(let text): text
        case .word(let word): text("word_\(word.code)", [:], in: language)
        case .phrase(.article, let values) where language == .zh:
            ArticleText.zh(
                values["law"].map { text($0, in: .zh) } ?? "",
                values["article"].map { text($0, in: .zh) }
            )
        case .phrase(let phrase, let values):
            text(
                "phrase_\(phrase.rawValue)",
                values.mapValues { text($0, in: language) },
                in: language
            )
        case .list(let values):
            values.map { text($0, in: language) }.joined(separator: language == .zh ? "、" : ", ")
        }
    }

    private static func text(
        _ code: String,
        _ arguments: [String: String],
        in language: Language
    ) -> String {
        // A test holds that the catalogue has every word and phrase.
        Catalogue.message("rules.\(code)", arguments, in: language)?.sentence ?? code
    }
}
