import Casework
package import TransparencyLog

/// Signs headers: entries of our own, for every step of FORMATS.md §3.
package enum EntryBuilder {
    /// The names of the keys that must sign a header, in their order; nil for an event that the format does not know.
    package static func signerNames(of header: EntryHeader, in log: LogName) -> [String]? {
        EntryForm.form(of: header, isHome: log.isHome)?.lines.compactMap { line in
            switch line {
            case .node, .newNode: log.node.text
            case .office: header.office.map { LogName.keyName(log.node, $0) }
            case .officer:
                header.office.flatMap { office in
                    header.officer.map { LogName.keyName(log.node, office, $0) }
                }
            }
        }
    }

    /// Signs a header for one log; its lists are sorted first.
    ///
    /// `signers` are the signers in the order of the form, for a rotated node key the old one first. Throws
    /// `origin_not_ours`, `entry_not_built` with every reason against the form, `signer_missing` where a signer is not
    /// the one whose turn it is, or `signing_failed`. Whether the keys hold and the step is allowed is for admission.
    package static func entry(
        _ header: EntryHeader,
        of origin: Origin,
        signers: [any NoteSigner]
    ) throws(LedgerError) -> UnverifiedEntry {
        guard let log = LogName(origin) else {
            throw LedgerError(.originNotOurs, ["origin": "\(origin)"])
        }
        let header = header.canonical
        guard let form = EntryForm.form(of: header, isHome: log.isHome),
            let names = signerNames(of: header, in: log)
        else {
            throw LedgerError(
                .entryNotBuilt,
                ["reasons": Reason.Code.reservedEventUnknown.rawValue]
            )
        }
        try refuse(form.reasons(against: header))
        for (position, name) in names.enumerated() {
            guard position < signers.count,
                signers[position].verifierKey.name.bytes == Array(name.utf8)
            else { throw LedgerError(.signerMissing, ["name": name]) }
        }
        let text = UnverifiedEntry.text(origin: origin, header: header)
        var lines: [SignatureLine] = []
        for signer in signers.prefix(names.count) {
            do throws(TransparencyLogError) {
                lines.append(try signer.line(for: text))
            } catch {
                throw LedgerError(
                    .signingFailed,
                    ["name": "\(signer.verifierKey.name)"],
                    cause: error.cause
                )
            }
        }
        return try read(text, lines)
    }

    private static func read(
        _ text: [UInt8],
        _ lines: [SignatureLine]
    ) throws(LedgerError) -> UnverifiedEntry {
        let note: Note
        do throws(TransparencyLogError) {
            note = try Note(text: text, signatures: lines)
        } catch {
            throw LedgerError(.entryNotBuilt, ["reasons": error.code.rawValue])
        }
        do throws(Reason) {
            return try UnverifiedEntry(parsing: note.encoded)
        } catch {
            throw LedgerError(.entryNotBuilt, ["reasons": error.code.rawValue])
        }
    }

    private static func refuse(_ reasons: [Reason]) throws(LedgerError) {
        guard !reasons.isEmpty else { return }
        let codes = reasons.map { reason in
            reason.arguments["key"].map { "\(reason.code.rawValue) (\($0))" }
                ?? reason.code.rawValue
        }
        throw LedgerError(.entryNotBuilt, ["reasons": codes.joined(separator: ", ")])
    }
}
