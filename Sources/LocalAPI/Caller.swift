/// The process on the other end of a connection, as the kernel names it (unix(7), SO_PEERCRED and SO_PEERGROUPS).
package struct PeerCredentials: Hashable, Sendable {
    /// The process id when it connected; for the log only, since ids are used again.
    package let pid: Int32
    /// The effective user id when it connected.
    package let uid: UInt32
    /// The effective group id and the supplementary groups when it connected.
    package let gids: [UInt32]

    /// Makes credentials.
    package init(pid: Int32, uid: UInt32, gids: [UInt32]) {
        self.pid = pid
        self.uid = uid
        self.gids = gids
    }
}

/// What a caller may do; reading and signing are separate.
package struct Rights: OptionSet, Hashable, Sendable {
    /// The bits.
    package let rawValue: UInt8

    /// Takes the bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// May read records, logs and status.
    package static let read = Rights(rawValue: 1)
    /// May have the node sign for the caller's offices.
    package static let sign = Rights(rawValue: 2)
}

/// The offices that a caller stands for.
package enum CallerOffices: Hashable, Sendable {
    /// Every office of the node, `system` among them.
    case all
    /// These offices, by id.
    case some(Set<String>)

    /// Whether an office is among them.
    package func contains(_ office: String) -> Bool {
        switch self {
        case .all: true
        case .some(let offices): offices.contains(office)
        }
    }
}

/// Who asks: the kernel's word on the process, and what the configuration grants it.
package struct Caller: Hashable, Sendable {
    /// The office that stands for the node itself: who may sign for it may also change peers, charters and offices.
    package static let nodeOffice = "system"

    /// What the kernel says.
    package let credentials: PeerCredentials
    /// The offices that the caller may have the node sign for.
    package let offices: CallerOffices
    /// The offices whose contents the caller may read.
    package let readOffices: CallerOffices
    /// What the caller may do.
    package let rights: Rights

    /// Makes a caller.
    ///
    /// Without `readOffices` it reads for the offices that it signs for.
    package init(
        credentials: PeerCredentials,
        offices: CallerOffices,
        readOffices: CallerOffices? = nil,
        rights: Rights
    ) {
        self.credentials = credentials
        self.offices = offices
        self.readOffices = readOffices ?? offices
        self.rights = rights
    }

    /// Refuses a caller that may not read.
    package func requireRead() throws(LocalAPIError) { try require(.read, named: "read") }

    /// Refuses a caller that may not sign for an office; nil stands for any office at all, which the service
    /// settles.
    package func requireSign(for office: String?) throws(LocalAPIError) {
        try require(.sign, named: "sign")
        guard let office, !offices.contains(office) else { return }
        throw LocalAPIError(
            .officeNotPermitted,
            ["office": office, "uid": String(credentials.uid)]
        )
    }

    /// Refuses a caller that does not stand for the node itself, on routes that change peers, charters and offices.
    package func requireAdministration() throws(LocalAPIError) {
        try require(.sign, named: "sign")
        guard offices.contains(Self.nodeOffice) else {
            throw LocalAPIError(.administratorNeeded, ["uid": String(credentials.uid)])
        }
    }

    private func require(_ right: Rights, named name: String) throws(LocalAPIError) {
        if rights.isEmpty {
            throw LocalAPIError(.callerUnknown, ["uid": String(credentials.uid)])
        }
        guard rights.contains(right) else {
            throw LocalAPIError(.rightMissing, ["right": name, "uid": String(credentials.uid)])
        }
    }
}

/// Which local users and groups stand for which offices, and with which rights.
///
/// Rules add up: a caller has the rights and the offices of every rule that names its user or one of its groups.
/// Whoever runs the node has all, since its key files are already in his hands. Everybody else has nothing.
package struct CallerPolicy: Hashable, Sendable {
    /// One rule; it names a user or a group.
    package struct Rule: Hashable, Sendable {
        /// A user id, or nil.
        package var uid: UInt32?
        /// A group id, or nil.
        package var gid: UInt32?
        /// The offices' ids.
        package var offices: Set<String>
        /// The rights.
        package var rights: Rights

        /// Makes a rule.
        package init(uid: UInt32? = nil, gid: UInt32? = nil, offices: Set<String>, rights: Rights) {
            self.uid = uid
            self.gid = gid
            self.offices = offices
            self.rights = rights
        }
    }

    /// The rules.
    package let rules: [Rule]
    /// The user that runs the node.
    package let nodeUser: UInt32

    /// Makes a policy.
    package init(rules: [Rule], nodeUser: UInt32) {
        self.rules = rules
        self.nodeUser = nodeUser
    }

    /// What the kernel's word on a process is worth here.
    ///
    /// Rules that only read and rules that only sign stay apart: an office counts for a right only through a rule that grants
    /// this right for it.
    package func caller(_ credentials: PeerCredentials) -> Caller {
        if credentials.uid == nodeUser {
            return Caller(credentials: credentials, offices: .all, rights: [.read, .sign])
        }
        let applying = rules.filter { rule in
            rule.uid == credentials.uid || rule.gid.map(credentials.gids.contains) == true
        }
        let rights = applying.reduce(into: Rights()) { $0.formUnion($1.rights) }
        func offices(_ right: Rights) -> CallerOffices {
            .some(
                applying.filter { $0.rights.contains(right) }
                    .reduce(into: Set<String>()) { $0.formUnion($1.offices) }
            )
        }
        return Caller(
            credentials: credentials,
            offices: offices(.sign),
            readOffices: offices(.read),
            rights: rights
        )
    }
}
