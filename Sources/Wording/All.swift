extension Catalogue {
    /// Every module's texts; a code that stands in two of them is a fault that `WordingTests` finds.
    static let modules: [[String: Text]] = [
        answers, auditing, calendars, casework, caseworkClocks, clockCorrections, clockDisplay,
        clockRules,
        command,
        commandDialogue, cryptography, forms,
        identifierIndex, identifiers, inbox, ledger, linking,
        ledgerParties, letters, localAPI, logStorage,
        node, nodeConfiguration, nodeEndings, nodeWarnings, nodeHomes, nodeKinds, nodeSubmission,
        officers,
        peerAPI, print,
        replication, ruleCommands, rules,
        sequencing,
        sqliteStorage,
        stepNotices,
        statistics,
        tlsTransport,
        transparencyLog,
        homeRows,
        fieldNames,
        handoverFlow,
        officeChoice,
    ]

    /// All texts by code.
    static let all: [String: Text] = modules.reduce(into: [:]) { all, texts in
        all.merge(texts) { first, _ in first }
    }
}
