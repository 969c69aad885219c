import Casework
import Cryptography
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import Sequencing
import TransparencyLog

extension NodeLocalService: OfficerService {
    /// A page of this node's officers, in the order of their enrolment at home.
    package func officers(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<OfficerDocument> {
        try await Problems.told {
            let home = try homeOrigin()
            let history = try await node.history(of: home)
            let officers = history.officers
            let logs = try await node.ownHistories()
            let start = try cursor.map(Self.position) ?? 0
            let page = officers.dropFirst(start).prefix(Self.pageItemCount)
            let presenter = OfficerPresenter(view: node.view, home: home, caller: caller)
            let documents = try await node.store.read { transaction in
                try page.map { officer in
                    var document = try presenter.document(officer, of: history, in: transaction)
                    document.enrolledIn = logs.filter { $0.knows(officer.key) }
                        .map { "\($0.origin)" }
                    document.revokedIn = logs.filter { log in
                        log.revokedSince(officer.key, before: log.size) != nil
                    }
                    .map { "\($0.origin)" }
                    return document
                }
            }
            let end = start + page.count
            return Page(documents, next: end < officers.count ? "\(end)" : nil)
        }
    }

    /// Enrols an officer's key in every own log, the home log first, signed by the office.
    ///
    /// An attempt that was cut off is finished by the next one with the same key, office and rank.
    package func enrol(
        _ enrolment: OfficerEnrolment,
        caller: Caller
    ) async throws -> OfficerDocument {
        try await Problems.told {
            let request = try EnrolmentRequest(enrolment, in: node.view)
            return try await node.changes.pass { try await enrol(request, caller) }
        }
    }

    /// Says who an officer is, who was enrolled without a name or under a wrong one; every name that was given stays on disk.
    package func name(
        _ naming: OfficerNaming,
        caller: Caller
    ) async throws -> OfficerDocument {
        try await Problems.told {
            guard let id = OfficerID(naming.officer) else {
                throw NodeError(.officerUnknown, ["officer": naming.officer])
            }
            let name = try OfficerNameText(naming.name).text
            return try await node.changes.pass {
                // Nobody is named who was not enrolled.
                _ = try await document(of: id, caller)
                try await keep(name, of: id, caller)
                return try await document(of: id, caller)
            }
        }
    }

    private func keep(_ name: String, of officer: OfficerID, _ caller: Caller) async throws {
        let register = OfficerRegister(storageKey: node.view.keyring.storageKey)
        let naming = OfficerRegister.Naming(
            at: node.time.now(),
            name: name,
            uid: caller.credentials.uid
        )
        try await node.store.write { try register.add(naming, to: officer.text, in: $0) }
    }

    /// Takes an officer's key out of use in every own log from a time on, or from now on.
    package func revoke(
        _ revocation: OfficerRevocation,
        caller: Caller
    ) async throws -> OfficerDocument {
        try await Problems.told {
            guard let id = OfficerID(revocation.officer) else {
                throw NodeError(.officerUnknown, ["officer": revocation.officer])
            }
            let since = try revocation.since.map { text in
                guard let time = Timestamp(text) else {
                    throw NodeError.malformed("since", text)
                }
                let now = try node.time.timestamp()
                guard time.instant <= now.instant else {
                    throw NodeError(.revocationInFuture, ["now": now.text, "since": time.text])
                }
                return time
            }
            return try await node.changes.pass {
                let written = try await OfficerRevoker(node: node).revoke(id, since: since)
                var answer = try await document(of: id, caller)
                answer.revokedIn = written
                answer.findings += Self.countedFrom(answer, asked: since)
                return answer
            }
        }
    }

    // MARK: Parts

    private func homeOrigin() throws -> Origin { try Origin("\(node.view.node)/\(LogName.home)") }

    private static func position(_ cursor: String) throws -> Int {
        guard let number = Decimal.decode(Array(cursor.utf8)), number <= UInt64(Int32.max) else {
            throw NodeError(.cursorUnknown)
        }
        return Int(number)
    }

    private func enrol(
        _ request: EnrolmentRequest,
        _ caller: Caller
    ) async throws
        -> OfficerDocument
    {
        let view = node.view
        let histories = try await node.ownHistories()
        let officer: OfficerID
        switch OfficerAdmission(
            of: request.key,
            for: request.office,
            rank: request.rank,
            in: histories,
            besides: view.ownKeys
        ) {
        case .taken(let name): throw NodeError(.officerKeyTaken, ["name": "\(name)"])
        case .unfinished(let known): officer = known.officer
        case .new:
            let count = histories.first?.officers.count ?? 0
            guard count < Limits.officerCountMax else {
                throw NodeError(.officersTooMany, ["limit": "\(Limits.officerCountMax)"])
            }
            officer = try Self.pseudonym(besides: histories)
        }
        let key = try request.key.key(of: officer, in: request.office, at: view.node)
        var written: [String] = []
        for history in histories where !history.knows(key) {
            try await write(request, key, to: history)
            written.append("\(history.origin)")
        }
        // An attempt that was cut off may have been made under another name, or under none.
        let isAtHome = written.contains("\(try homeOrigin())")
        if let name = request.name, !isAtHome, try await self.name(of: officer) != name {
            try await keep(name, of: officer, caller)
        }
        var answer = try await document(of: officer, caller)
        answer.enrolledIn = written
        return answer
    }

    /// A random name that says nothing of the person; no other officer has it.
    private static func pseudonym(besides histories: [KeyHistory]) throws -> OfficerID {
        let taken = Set(histories.flatMap(\.officers).map(\.officer))
        while true {
            let random = Hex.encode(try SecureRandom.bytes(count: Limits.pseudonymByteCount))
            if let id = OfficerID("o-\(random)"), !taken.contains(id) { return id }
        }
    }

    /// One enrolment; who it is goes into the home log alone, which leaves this node for nobody.
    private func write(
        _ request: EnrolmentRequest,
        _ key: VerifierKey,
        to history: KeyHistory
    ) async throws {
        let body = try history.name.isHome ? request.identity() : nil
        let header = EntryHeader.enrolOfficer(
            at: try node.time.timestamp(),
            key: key,
            office: request.office,
            rank: request.rank,
            identity: body?.reference(
                role: .body,
                label: .personal,
                audience: .addresses([])
            )
        )
        let entry = try EntryBuilder.entry(header, of: history.origin, signers: [request.signer])
        _ = try await node.append(
            entry,
            to: history.origin,
            objects: try body.map { [try seal($0)] } ?? []
        )
    }

    /// Who an officer is, whoever may read it.
    private func name(of id: OfficerID) async throws -> String? {
        let reader = Caller(
            credentials: PeerCredentials(pid: 0, uid: 0, gids: []),
            offices: .all,
            rights: .read
        )
        return try await document(of: id, reader).name
    }

    private func document(
        of id: OfficerID,
        _ caller: Caller
    ) async throws -> OfficerDocument {
        let home = try homeOrigin()
        let history = try await node.history(of: home)
        guard let officer = history.officers.first(where: { $0.officer == id }) else {
            throw NodeError(.officerUnknown, ["officer": id.text])
        }
        let presenter = OfficerPresenter(view: node.view, home: home, caller: caller)
        return try await node.store.read { try presenter.document(officer, of: history, in: $0) }
    }
}

/// What an enrolment asks for, with everything that can be said of it before a log is read.
private struct EnrolmentRequest {
    let key: OfficerKey
    let name: String?
    let office: OfficeID
    let rank: RankID
    let signer: Ed25519Signer

    /// Reads a request; throws `officer_key_invalid`, `office_unknown`, `rank_unknown`, `officer_name_invisible` or `officer_name_unfit`.
    init(_ enrolment: OfficerEnrolment, in view: NodeView) throws {
        guard let key = OfficerKey(parsing: enrolment.key) else {
            throw NodeError(.officerKeyInvalid)
        }
        guard let office = OfficeID(enrolment.office), office != .system else {
            throw NodeError.malformed("office", enrolment.office)
        }
        guard let signer = view.keyring.offices[office] else {
            throw NodeError(.officeUnknown, ["office": office.text])
        }
        let named = view.packs.ranks.first {
            [$0.title.zh, $0.title.en].contains(enrolment.rank)
        }
        guard let rank = named?.id ?? RankID(enrolment.rank), view.packs.title(of: rank) != nil
        else {
            throw Self.rankUnknown(enrolment.rank, view.packs.ranks)
        }
        self.key = key
        name = enrolment.name
        self.office = office
        self.rank = rank
        self.signer = signer
        if let name { _ = try OfficerNameText(name) }
    }

    private static func rankUnknown(_ rank: String, _ known: [Rank]) -> NodeError {
        NodeError(
            .rankUnknown,
            [
                "rank": rank, "ranks": known.map(\.id.text).joined(separator: ", "),
                "ranks_en": known.map { "\($0.id.text) (\($0.title.en))" }
                    .joined(separator: ", "),
                "ranks_zh": known.map { "\($0.id.text)（\($0.title.zh)）" }.joined(separator: "、"),
            ]
        )
    }

    /// Who it is, salted; nil where nothing is to be kept.
    func identity() throws -> SaltedObject? {
        try name.map { name in
            let body = Body(fields: [OfficerPresenter.nameField: .string(name)])
            return try SaltedObject(
                salt: SecureRandom.bytes(count: Ledger.Limits.objectSaltByteCount),
                content: body.encoded()
            )
        }
    }
}

/// Who an officer is, as one line that people can read.
private struct OfficerNameText {
    let text: String

    /// Takes a name; throws `officer_name_invisible` or `officer_name_unfit`.
    init(_ text: String) throws {
        if let character = Self.invisible(in: text) {
            throw NodeError(.officerNameInvisible, ["character": character])
        }
        guard Self.isName(text) else {
            throw NodeError(
                .officerNameUnfit,
                ["limit": "\(Limits.officerNameByteCountMax)"]
            )
        }
        self.text = text
    }

    /// The first character that nobody sees or that changes how others are read, by its number; nil where there is none.
    private static func invisible(in text: String) -> String? {
        text.unicodeScalars.first { scalar in
            scalar.properties.isDefaultIgnorableCodePoint
                || scalar.properties.generalCategory == .format
        }
        .map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }

    private static func isName(_ text: String) -> Bool {
        (1...Limits.officerNameByteCountMax).contains(text.utf8.count)
            && text.contains { !$0.isWhitespace } && CardContent.Office.isTitle(text)
    }
}

extension PackSet {
    /// The ranks of all packs that are here, each once, by id.
    var ranks: [Rank] {
        var seen: Set<RankID> = []
        return references.reversed().compactMap { pack($0) }.flatMap(\.ranks)
            .filter { seen.insert($0.id).inserted }
            .sorted { $0.id < $1.id }
    }

    /// The title of a rank; nil where no pack here has it.
    func title(of rank: RankID) -> Title? { ranks.first { $0.id == rank }?.title }
}

extension NodeView {
    /// The public halves of the keys that this node holds itself.
    var ownKeys: [VerifierKey] {
        [keyring.node.verifierKey, keyring.mirror.verifierKey]
            + keyring.offices.values.map(\.verifierKey) + keyring.logs.values.map(\.verifierKey)
    }
}
