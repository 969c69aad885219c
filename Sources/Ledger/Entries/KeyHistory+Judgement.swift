import Casework
package import TransparencyLog
import Cryptography

extension KeyHistory {
    /// Judges an entry at an index: every reason that its form, its signatures, its keys and the charter give.
    ///
    /// The history must hold the entries before the index; it may hold later ones, whose revocations then count.
    package func judge(
        _ checked: CheckedEntry,
        at index: EntryIndex,
        in context: LogContext
    ) -> EntryJudgement {
        switch checked {
        case .unreadable(let digest, let reason):
            var judgement = EntryJudgement(index: index, digest: digest, content: nil)
            judgement.reasons = [reason]
            return judgement
        case .readable(let content, let outcomes):
            var judgement = EntryJudgement(index: index, digest: content.digest, content: content)
            if content.origin != origin {
                judgement.reasons.append(
                    Reason(
                        .entryOriginMismatch,
                        ["found": "\(content.origin)", "required": "\(origin)"]
                    )
                )
            }
            judgeForm(content, outcomes, &judgement)
            judgeOpening(content.header, &judgement)
            judgeKey(content.header, &judgement)
            judgeCharter(content.header, context, &judgement)
            judgeClock(content.header, &judgement)
            return judgement
        }
    }

    /// Every reason against a header that is not signed yet: its form, the keys that would sign, the charter.
    package func judge(
        unsigned header: EntryHeader,
        at index: EntryIndex,
        in context: LogContext
    ) -> [Reason] {
        var judgement = EntryJudgement(
            index: index,
            digest: SHA256.digest(of: UnverifiedEntry.text(origin: origin, header: header)),
            content: nil
        )
        guard let form = EntryForm.form(of: header, isHome: name.isHome) else {
            return [
                Reason(
                    .reservedEventUnknown,
                    ["event": header.event.text, "machine": header.machine.text]
                )
            ]
        }
        judgement.reasons = form.reasons(against: header)
        judgeOpening(header, &judgement)
        judgeKey(header, &judgement)
        judgeCharter(header, context, &judgement)
        let node = name.node
        if form.lines.contains(.office), let office = header.office,
            officeKeys(of: office, at: index.rawValue).isEmpty
        {
            judgement.reasons.append(
                Reason(.keyNotEnrolled, ["name": LogName.keyName(node, office)])
            )
        }
        if form.lines.contains(.officer), let office = header.office,
            let officer = header.officer,
            officerKeys(of: officer, in: office, at: index.rawValue).isEmpty
        {
            judgement.reasons.append(
                Reason(.keyNotEnrolled, ["name": LogName.keyName(node, office, officer)])
            )
        }
        return judgement.reasons
    }

    /// Keys and lines, by the table of FORMATS.md §3.
    private func judgeForm(
        _ content: UnverifiedEntry,
        _ outcomes: [CheckedEntry.Outcome],
        _ judgement: inout EntryJudgement
    ) {
        let header = content.header
        guard let form = EntryForm.form(of: header, isHome: name.isHome) else {
            judgement.reasons.append(
                Reason(
                    .reservedEventUnknown,
                    ["event": header.event.text, "machine": header.machine.text]
                )
            )
            return
        }
        judgement.reasons += form.reasons(against: header)
        if header.machine == .officer, header.event == .enrol {
            judgement.reasons += Self.enrolmentReasons(header)
        }
        var lines = LineJudge(history: self, content: content, outcomes: outcomes)
        lines.judge(form.lines, at: judgement.index)
        judgement.reasons += lines.reasons
        judgement.signers = lines.signers
        judgement.officerRank = lines.officerRank
    }

    private static func enrolmentReasons(_ header: EntryHeader) -> [Reason] {
        var reasons: [Reason] = []
        if !header.facts.isEmpty, header.enrolmentRank == nil {
            reasons.append(Reason(.enrolmentFactsWrong))
        }
        if header.objects.contains(where: {
            $0.label != .personal || $0.audience != .addresses([])
        }) {
            reasons.append(Reason(.enrolmentObjectsWrong))
        }
        return reasons
    }

    /// `log`/`open` is entry 0, and nothing else is.
    private func judgeOpening(_ header: EntryHeader, _ judgement: inout EntryJudgement) {
        let isOpen = header.machine == .log && header.event == .open
        let index = judgement.index.rawValue
        if isOpen, index > 0 {
            judgement.reasons.append(Reason(.logOpenMisplaced, ["index": "\(index)"]))
        }
        if !isOpen, index == 0 || logKeys.isEmpty {
            judgement.reasons.append(Reason(.logNotOpened))
        }
    }

    /// The key that a reserved step names.
    private func judgeKey(_ header: EntryHeader, _ judgement: inout EntryJudgement) {
        if header.isReserved, header.key != nil || header.charter != nil,
            isKeyStepBeyondLimit(at: judgement.index.rawValue)
        {
            judgement.reasons.append(
                Reason(.keyStepsTooMany, ["limit": "\(Limits.keyStepCountMax)"])
            )
        }
        guard header.isReserved, let key = header.key else { return }
        let index = judgement.index.rawValue
        if let required = requiredName(of: key, in: header) {
            judgement.reasons.append(
                Reason(.keyNameWrong, ["found": "\(key.name)", "required": required])
            )
        }
        let isMirror = header.machine == .node && key.algorithm == .ed25519Cosignature
        if key.algorithm != .ed25519, !isMirror {
            judgement.reasons.append(
                Reason(
                    .keyAlgorithmWrong,
                    ["algorithm": "\(key.algorithm)", "name": "\(key.name)"]
                )
            )
        }
        switch (header.machine, header.event) {
        case (.log, .rekey):
            if let since = header.since, since != index {
                judgement.reasons.append(
                    Reason(.sinceWrong, ["index": "\(index)", "since": "\(since)"])
                )
            }
            judgeReuse(key, among: logKeys, &judgement)
        case (.node, .rotate):
            judgeReuse(key, among: isMirror ? rotatedMirrorKeys : nodeKeys, &judgement)
        case (.office, .enrol), (.officer, .enrol): judgeEnrolment(key, &judgement)
        case (.office, .revoke), (.officer, .revoke):
            if enrolled[key]?.enrolments.contains(where: { $0.index < index }) != true {
                judgement.reasons.append(Reason(.keyNotEnrolled, ["name": "\(key.name)"]))
            }
            // A key cannot be revoked from an entry that is not there yet: it would go on being trusted.
            if let since = header.since, since > index {
                judgement.reasons.append(
                    Reason(.sinceWrong, ["index": "\(index)", "since": "\(since)"])
                )
            }
        default: break
        }
    }

    private func judgeReuse(
        _ key: VerifierKey,
        among periods: [Period],
        _ judgement: inout EntryJudgement
    ) {
        let index = judgement.index.rawValue
        // The entry's own period begins at its index or the next one when the history holds it already.
        if periods.contains(where: { $0.key.publicKey == key.publicKey && $0.start < index }) {
            judgement.reasons.append(Reason(.keyAlreadyUsed, ["name": "\(key.name)"]))
        }
    }

    private func judgeEnrolment(_ key: VerifierKey, _ judgement: inout EntryJudgement) {
        guard let known = enrolled[key] else {
            // Another key with this name and id would make signature lines ambiguous.
            if table.isTaken(key), !table.contains(key) {
                judgement.reasons.append(Reason(.keyAlreadyUsed, ["name": "\(key.name)"]))
            }
            return
        }
        let index = judgement.index.rawValue
        if let since = known.revocations.filter({ $0.index < index }).map(\.since).min() {
            judgement.reasons.append(
                Reason(.keyRevoked, ["name": "\(key.name)", "since": "\(since)"])
            )
        } else if known.enrolments.contains(where: { $0.index < index }) {
            judgement.findings.append(Finding(.keyEnrolledAgain, ["name": "\(key.name)"]))
        }
    }

    /// The name that the key should have; nil where it has it.
    private func requiredName(of key: VerifierKey, in header: EntryHeader) -> String? {
        let found = key.name.description
        let prefix: String
        switch header.machine {
        case .log: return key.name == origin ? nil : origin.description
        case .node:
            let name =
                key.algorithm == .ed25519Cosignature
                ? LogName.mirrorKeyName(name.node) : name.node.text
            return found == name ? nil : name
        case .office:
            prefix = "\(name.node)/office/"
            return found.hasPrefix(prefix) && OfficeID(found.dropFirst(prefix.count)) != nil
                ? nil : prefix + "<office>"
        case .officer:
            guard let office = header.office else { return nil }
            prefix = LogName.keyName(name.node, office) + "/"
            return found.hasPrefix(prefix) && OfficerID(found.dropFirst(prefix.count)) != nil
                ? nil : prefix + "<officer>"
        default: return nil
        }
    }

    private func judgeClock(_ header: EntryHeader, _ judgement: inout EntryJudgement) {
        // Only at the tip: the history keeps the latest time alone, and a judgement made again keeps its finding.
        guard judgement.index.rawValue == size, let latestAt, header.at.instant < latestAt.instant
        else { return }
        judgement.findings.append(
            Finding(.clockWentBack, ["at": header.at.text, "latest": latestAt.text])
        )
    }
}

// MARK: - Charters

extension KeyHistory {
    private func judgeCharter(
        _ header: EntryHeader,
        _ context: LogContext,
        _ judgement: inout EntryJudgement
    ) {
        if name.isHome {
            judgeHomeSigner(header, context, &judgement)
            return
        }
        if header.machine == .log, header.event == .open {
            judgeFirst(header, context, &judgement)
            return
        }
        guard !logKeys.isEmpty else { return }
        switch adoption(at: judgement.index.rawValue, in: context.charters) {
        case .none: break
        case .missing(let digest): judgement.reasons.append(Self.reason(.charterMissing, digest))
        case .refused(let digest): judgement.reasons.append(Self.reason(.charterNotInForce, digest))
        case .adopted(let charter):
            judgement.charter = charter
            judgeAdoption(header, of: charter, context, &judgement)
            guard let signer = header.signer, !charter.belongs(signer, to: name.node) else {
                return
            }
            judgement.reasons.append(notOfNode(signer))
        }
    }

    private func judgeHomeSigner(
        _ header: EntryHeader,
        _ context: LogContext,
        _ judgement: inout EntryJudgement
    ) {
        guard let signer = header.signer, let region = context.homeRegion,
            !region.contains(signer.region)
        else { return }
        judgement.reasons.append(notOfNode(signer))
    }

    private func notOfNode(_ signer: Address) -> Reason {
        Reason(.signerNotOfNode, ["node": name.node.text, "signer": signer.text])
    }

    private func judgeFirst(
        _ header: EntryHeader,
        _ context: LogContext,
        _ judgement: inout EntryJudgement
    ) {
        guard let digest = header.charter else { return }
        guard let charter = context.charters.charter(digest) else {
            judgement.reasons.append(Self.reason(.charterMissing, digest))
            return
        }
        judgement.charter = charter
        if charter.mechanism != name.mechanism {
            judgement.reasons.append(Self.reason(.charterOfAnotherMechanism, digest))
        }
        if !charter.isInForce { judgement.reasons.append(Self.reason(.charterNotInForce, digest)) }
    }

    private func judgeAdoption(
        _ header: EntryHeader,
        of parent: AdoptableCharter,
        _ context: LogContext,
        _ judgement: inout EntryJudgement
    ) {
        guard header.machine == .charter, let digest = header.charter else { return }
        guard let child = context.charters.charter(digest) else {
            judgement.reasons.append(Self.reason(.charterMissing, digest))
            return
        }
        if child.predecessor != parent.digest {
            judgement.reasons.append(Self.reason(.charterNotChild, digest))
        }
        if !child.isInForce { judgement.reasons.append(Self.reason(.charterNotInForce, digest)) }
    }

    private static func reason(_ code: Reason.Code, _ charter: Digest) -> Reason {
        Reason(code, ["charter": charter.hex])
    }
}
