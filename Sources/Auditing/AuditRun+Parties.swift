import Casework
import Cryptography
import Ledger
import TransparencyLog

extension AuditRun {
    /// Reads charters, rule packs, cards and keys, each verified by itself.
    mutating func readParties(of origins: [Origin]) {
        readKeys()
        readCharters(of: origins)
        readPacks()
        offerMembers()
    }

    /// Begins each mechanism's chain with the charter that most speaks for among its logs, and adds all others.
    private mutating func readCharters(of origins: [Origin]) {
        var notes: [[UInt8]] = []
        do {
            notes = try source.charters()
        } catch {
            // Without them entries are judged otherwise than any node does.
            isCutShort = true
            findings.append(AuditFinding(.sourceUnreadable, place: "charters", cause: "\(error)"))
        }
        for bytes in notes {
            do {
                let charter = try Charter(parsing: bytes)
                charters[charter.digest] = charter
            } catch {
                let digest = SHA256.digest(of: bytes).hex
                findings.append(
                    AuditFinding(
                        .charterUnusable,
                        ["digest": digest],
                        place: "charters",
                        cause: "\(error)"
                    )
                )
            }
        }
        let anchors = CharterAnchors(charters, voices: charterVoices(of: origins, charters))
        findings += anchors.findings
        for anchor in anchors.anchors { library.join(anchor: anchor) }
        // Where a charter is missing entries are judged otherwise than any node does.
        charterGaps = anchors.missing
        isCutShort = isCutShort || !anchors.missing.isEmpty
        let judged = anchors.judged
        // A mechanism without a log here hangs on its first revision.
        for charter in judged { library.join(anchor: charter) }
        for charter in judged {
            do {
                _ = try library.insert(charter)
            } catch {
                findings.append(
                    AuditFinding(
                        .charterUnusable,
                        ["digest": charter.digest.hex],
                        place: "charters",
                        cause: "\(error)"
                    )
                )
            }
        }
    }

    /// The packs that come with this program, those that the source has, and those that a charter names, by the digest of their bytes.
    private mutating func readPacks() {
        var files: [Digest: [UInt8]] = [:]
        do {
            for bytes in try source.rulePacks() { files[SHA256.digest(of: bytes)] = bytes }
        } catch {
            findings.append(AuditFinding(.sourceUnreadable, place: "rules", cause: "\(error)"))
        }
        do {
            for bytes in RulePack.builtInBytes { packs.insert(try RulePack.load(bytes)) }
        } catch {
            findings.append(AuditFinding(.sourceUnreadable, place: "rules", cause: "\(error)"))
        }
        for (digest, bytes) in files
        where !packs.references.contains(where: { $0.digest == digest }) {
            // One that no charter names counts at home; whether it is a pack at all is asked where something names it.
            if let pack = try? RulePack.load(bytes) { packs.insert(pack) }
        }
        let references = Set(library.chains.values.flatMap(\.all).flatMap(\.content.rules))
        for reference in references.sorted() {
            guard packs.pack(reference) == nil, let bytes = files[reference.digest] else {
                continue
            }
            let error = packs.insert(bytes, as: reference)
            // One that is too new for this program may be sound: what it governs waits.
            guard case .unusable = packs[reference] else { continue }
            findings.append(
                AuditFinding(
                    .rulePackUnusable,
                    ["digest": reference.digest.hex],
                    place: "rules",
                    cause: error.map { "\($0)" }
                        ?? AuditDetail.text(.packOther, ["pack": "\(reference)"])
                )
            )
        }
    }

    /// Gathers the keys that the source offers: good for consistency, worth nothing as an anchor.
    private mutating func readKeys() {
        do {
            for bytes in try source.cards() {
                // A card that cannot be read is a finding of the container.
                if let card = try? PeerCard(parsing: bytes) { take(card) }
            }
        } catch {
            findings.append(AuditFinding(.sourceUnreadable, place: "cards", cause: "\(error)"))
        }
        var offered: [[UInt8]] = []
        do {
            offered = try source.offeredKeys()
        } catch {
            findings.append(AuditFinding(.sourceUnreadable, place: "keys", cause: "\(error)"))
        }
        for bytes in offered {
            do {
                offer(try VerifierKey(parsing: bytes))
            } catch {
                findings.append(AuditFinding(.cardUnusable, place: "keys", cause: "\(error)"))
            }
        }
    }

    /// Gathers the keys that charters name, behind those of the source.
    private mutating func offerMembers() {
        for chain in library.chains.values {
            for charter in chain.all {
                for key in charter.content.memberKeys { offer(key) }
            }
        }
    }

    /// Takes a card's mirror keys: as the auditor's where a node key of the auditor's has signed it, else as offered.
    private mutating func take(_ card: PeerCard) {
        cards.append(card)
        let key = card.key
        let isAnchored = trust.nodeKeys[key.name]?.contains(key) == true
        mirrors.add(card.content.mirror, until: nil, isAnchored: isAnchored)
        for retired in card.content.retiredMirrors {
            mirrors.add(retired.key, until: retired.end, isAnchored: isAnchored)
        }
    }

    private mutating func offer(_ key: VerifierKey) {
        switch key.algorithm {
        case .ed25519:
            if offeredNodeKeys[key.name]?.contains(key) != true {
                offeredNodeKeys[key.name, default: []].append(key)
            }
        case .ed25519Cosignature: mirrors.add(key, until: nil, isAnchored: false)
        default: break
        }
    }
}

// MARK: - Home links

extension AuditRun {
    /// Takes the links between matters at home and their openings, which no entry repeats; they are checked at the end.
    mutating func readHomeLinks() {
        do {
            links = try claims?.homeLinks() ?? []
        } catch {
            findings.append(AuditFinding(.sourceUnreadable, place: "home_link", cause: "\(error)"))
        }
        for link in links { projection.putHomeLink(link) }
    }
}
