/// Digests in sentences: the beginning, by which lists name a thing; the whole stands in `--json`, and in what a remedy has somebody type.
extension Catalogue {
    /// How many digits of a digest a sentence has; as the columns of lists.
    private static let shortDigestDigitCount = 12
    private static let digestDigitCount = 64

    /// The texts in whose sentences nobody types a digest or compares it digit by digit.
    static let shortDigestCodes: Set<String> = [
        "auditing.calendar_gone", "auditing.calendar_not_here", "auditing.charter_awaited",
        "auditing.charter_file_alone", "auditing.charter_gone", "auditing.charter_missing",
        "auditing.charter_unusable", "auditing.entry_waits", "auditing.pack_gone",
        "auditing.record_charter_gone", "auditing.record_differs", "auditing.record_rules_gone",
        "auditing.rule_pack_missing", "auditing.rule_pack_newer", "auditing.rule_pack_unusable",
        "casework.pack_not_in_force", "casework.pack_not_named",
        "casework.step_crossed", "casework.step_crossed_received",
        "command.talk_charter_predecessor_missing", "ledger_parties.charter_lacks_ends",
        "ledger_parties.charter_lacks_signatures",
        "ledger_parties.charter_predecessor_not_in_force",
        "ledger_parties.charter_predecessor_unknown", "ledger_parties.charter_skips_predecessor",
        "ledger_parties.charter_unsigned", "node.already_opened", "node.calendar_gone",
        "node.charter_awaited", "node.charter_beside_another", "node.charter_gone",
        "node.charter_leaves_pack", "node.charter_not_here", "node.charter_pack_awaited",
        "node.charter_row_lost", "node.charter_superseded", "node.draft_after_opening",
        "node.home_link_agrees", "node.home_link_differs", "node.home_link_lost",
        "node.home_link_open", "node.home_link_unread", "node.matter_changed", "node.pack_awaited",
        "node.pack_built_in",
        "node.pack_gone", "node.pack_in_use",
        "node.pack_left_out", "node.rules_row_lost",
    ]

    /// A text with every digest in it cut to its beginning; a longer or shorter run of digits is none.
    static func withShortDigests(_ text: String) -> String {
        text.replacing(/[0-9a-f]+/) { match in
            match.output.count == digestDigitCount
                ? match.output.prefix(shortDigestDigitCount) : match.output
        }
    }
}
