import Casework
import Ledger
import TransparencyLog

/// The keys that one log is judged under.
struct JudgingKeys {
    /// The node's keys that the auditor brought; nil where there are none.
    let trusted: [VerifierKey]?
    /// Those of which one must have signed the first entry.
    let keys: [VerifierKey]
    /// Those whose cards count for the node's region.
    let cardKeys: [VerifierKey]
}

// MARK: - Keys

extension AuditRun {
    /// What the first entry of a log must be signed by.
    ///
    /// The keys that the auditor brought, and an older one where the log itself proves that it was rotated to one of those;
    /// without any, those that the source offers.
    func judgingKeys(of log: LogName, _ node: KeyName, in origin: Origin) async -> JudgingKeys {
        let offered = offeredNodeKeys[node] ?? []
        guard let trusted = trust.nodeKeys[node] else {
            return JudgingKeys(trusted: nil, keys: offered, cardKeys: offered)
        }
        var keys = trusted
        if signer(ofFirstEntryOf: origin, among: trusted) == nil,
            let first = signer(ofFirstEntryOf: origin, among: offered),
            await succession(of: origin, under: [first]).contains(where: trusted.contains)
        {
            keys = [first] + trusted
        }
        let isCardBeyond = cards.contains { $0.node == log.node && !keys.contains($0.key) }
        let proven = log.isHome && isCardBeyond ? await succession(of: origin, under: keys) : []
        return JudgingKeys(trusted: trusted, keys: keys, cardKeys: keys + proven)
    }

    /// The first of `keys` that has signed a log's first entry.
    func signer(ofFirstEntryOf origin: Origin, among keys: [VerifierKey]) -> VerifierKey? {
        // What cannot be read is signed by nobody; the audit of the log names it.
        guard let bytes = try? source.entries(of: origin, from: 0, count: 1).first,
            let entry = try? UnverifiedEntry(parsing: bytes)
        else { return nil }
        return keys.first { key in
            entry.note.signatures.contains {
                key.matches($0) && key.isValid($0, over: entry.note.text)
            }
        }
    }

    /// The node keys that a log proves, each by the one before, from one of `keys` on; read apart from all that is judged.
    private func succession(
        of origin: Origin,
        under keys: [VerifierKey]
    ) async -> [VerifierKey] {
        guard let name = LogName(origin) else { return [] }
        let context = ProjectionContext(
            charters: library,
            packs: packs,
            node: name.node,
            region: .everywhere
        )
        // What cannot be read proves nothing; the audit of the log names it.
        let audit = LogAudit(
            of: origin,
            in: source,
            keys: keys,
            trusting: Trust(),
            mirrors: MirrorKeys(),
            watching: [],
            projector: Projector(context),
            into: AuditProjection(of: source)
        )
        let outcome = try? await audit?.run()
        return outcome?.history.nodeKeySuccession ?? []
    }
}

// MARK: - What is anchored

extension AuditRun {
    /// The nodes whose own logs the source keeps: in a home one, elsewhere none.
    ///
    /// A home log is never another node's copy, whatever its row says.
    mutating func readOwnNodes(of origins: [Origin]) {
        guard let claims else { return }
        do {
            let own = try claims.ownLogs() + origins.filter { LogName($0)?.isHome == true }
            ownNodes = Set(own.compactMap { LogName($0)?.node })
        } catch {
            findings.append(AuditFinding(.sourceUnreadable, place: "log", cause: "\(error)"))
        }
    }

    /// Names what the auditor brought that can be of no use for the logs that are here.
    mutating func refuseUnusableTrust(for origins: [Origin]) {
        let origins = Set(origins)
        // A policy may name logs of other programs too, whose names may look like a node's.
        let nodes = Set(origins.compactMap { LogName($0)?.node.text } + cards.map(\.node.text))
            .union(trust.nodeKeys.keys.map { "\($0)" })
        findings += trust.namesUnusable(for: origins, besides: nodes)
            .map { AuditFinding(.trustUnusable, ["name": $0]) }
        findings += trust.nodesNamedAsLogs(among: nodes)
            .map { AuditFinding(.policyNamesNode, ["node": "\($0)"]) }
        // A card that is here may be that node's, and its mirror's key hang on this one.
        findings += trust.nodesUnusable(for: origins)
            .filter { name in !cards.contains { $0.key.name == name } }
            .map { AuditFinding(.nodeKeyUnused, ["node": "\($0)"]) }
    }

    /// Whether a log must hang on a key of the auditor's: every one, but in a home those of other nodes.
    private func mustBeAnchored(_ log: LogName) -> Bool {
        guard !trust.isEmpty else { return false }
        return ownNodes.isEmpty || ownNodes.contains(log.node)
    }

    /// Says what a log hangs on, now that its keys are known.
    mutating func reportAnchor(
        _ outcome: LogAudit.Outcome,
        _ log: LogName,
        _ node: KeyName,
        trusted: [VerifierKey]?
    ) {
        let origin = outcome.origin
        let succession = outcome.history.nodeKeySuccession
        guard let first = succession.first else {
            unanchored.insert(origin)
            // Whoever signed the first entry, it is not here as it was: that is said of it alone.
            guard outcome.judgedCount > 0 else { return }
            reportUnsigned(origin, node, trusted: trusted)
            return
        }
        let fingerprint = Fingerprint(of: first).text
        guard let trusted else {
            guard !outcome.isAnchored else {
                anchored.insert(origin)
                return
            }
            findings.append(
                AuditFinding(
                    unanchoredCode(of: log, under: first),
                    ["fingerprint": fingerprint, "node": "\(node)"],
                    log: origin
                )
            )
            return
        }
        anchored.insert(origin)
        guard !trusted.contains(first), let later = succession.first(where: trusted.contains)
        else { return }
        findings.append(
            AuditFinding(
                .nodeKeyRotated,
                ["found": fingerprint, "trusted": Fingerprint(of: later).text],
                log: origin
            )
        )
    }

    /// What is to be said of a log under a key that the auditor did not bring.
    ///
    /// Of the home's own log under the key that a charter here gives its node, the card is what the auditor lacks.
    private func unanchoredCode(of log: LogName, under key: VerifierKey) -> AuditCode {
        guard mustBeAnchored(log) else { return .keysNotAnchored }
        let isNamed = library.chains.values.contains { chain in
            guard let content = chain.newestInForce()?.content else { return false }
            return content.memberKeys.contains(key) || content.observers.contains(key)
        }
        return isNamed && ownNodes.contains(log.node) ? .ownCardNotGiven : .logNotTrusted
    }

    /// No key that may sign the first entry has signed it.
    private mutating func reportUnsigned(
        _ origin: Origin,
        _ node: KeyName,
        trusted: [VerifierKey]?
    ) {
        guard let trusted else {
            findings.append(AuditFinding(.nodeKeyUnknown, log: origin, index: 0))
            return
        }
        let found = signer(ofFirstEntryOf: origin, among: offeredNodeKeys[node] ?? [])
        let arguments = [
            "found": found.map { Fingerprint(of: $0).text } ?? "-",
            "trusted": trusted.map { Fingerprint(of: $0).text }.joined(separator: "; "),
        ]
        findings.append(AuditFinding(.nodeKeyNotTrusted, arguments, log: origin, index: 0))
    }
}
