/// An officer to be enrolled: `POST /v1/officers`.
package struct OfficerEnrolment: LocalDocument, Hashable {
    /// The public half of the officer's key, as `lianlu officer key` prints it.
    package var key: String
    /// Who it is, for this office alone; nil: nothing is kept.
    package var name: String?
    /// The office, by id.
    package var office: String
    /// The rank, by the id that a rule pack gives it.
    package var rank: String
    /// The version of this document.
    package var version: Int

    /// Makes an enrolment.
    package init(key: String, office: String, rank: String, name: String? = nil) {
        self.key = key
        self.name = name
        self.office = office
        self.rank = rank
        version = documentVersion
    }
}

/// An officer whose key is to count no more: `POST /v1/officers/revoke`.
package struct OfficerRevocation: LocalDocument, Hashable {
    /// The pseudonym.
    package var officer: String
    /// The time from which on his signatures are not trusted; nil: from now on.
    package var since: String?
    /// The version of this document.
    package var version: Int

    /// Makes a revocation.
    package init(officer: String, since: String? = nil) {
        self.officer = officer
        self.since = since
        version = documentVersion
    }
}

/// Who an officer is, given or corrected after the enrolment: `POST /v1/officers/name`.
package struct OfficerNaming: LocalDocument, Hashable {
    /// Who it is, for this office alone.
    package var name: String
    /// The pseudonym.
    package var officer: String
    /// The version of this document.
    package var version: Int

    /// Names an officer.
    package init(officer: String, name: String) {
        self.name = name
        self.officer = officer
        version = documentVersion
    }
}

/// An officer of this node: a line of `GET /v1/officers`.
package struct OfficerDocument: LocalDocument, Hashable {
    /// The origins of the logs in which this request enrolled the key; in a list, of all in which it is enrolled.
    package var enrolledIn: [String]
    /// What is to be looked at, for callers who read for the office: that nobody knows here who it is.
    package var findings: [CodedText]
    /// The fingerprint of the key, as `lianlu officer key` showed it.
    package var fingerprint: String
    /// The key's vkey, under the name that it signs with.
    package var key: String
    /// Who it is, for callers who read for the office; nil for others and where nothing was kept.
    package var name: String?
    /// When `name` was given or corrected; nil where it is that of the enrolment.
    package var named: String?
    /// The office, by id.
    package var office: String
    /// The pseudonym.
    package var officer: String
    /// The rank, by id.
    package var rank: String
    /// The rank's title, by language; empty where no rule pack here has it.
    package var rankTitles: [String: String]
    /// When the key was revoked, by the entry's own time; nil where it holds.
    package var revoked: String?
    /// The origins of the logs in which this request revoked the key; in a list, of all in which it is revoked.
    package var revokedIn: [String]
    /// From when on the key's signatures are not trusted: the time of the first entry of the home log that they do not count in; nil where
    /// the key holds.
    package var revokedSince: String?
    /// When the officer was enrolled, by the entry's own time.
    package var since: String
    /// The version of this document.
    package var version: Int

    /// Makes an officer's document.
    package init(
        officer: String,
        office: String,
        rank: String,
        key: String,
        fingerprint: String,
        since: String
    ) {
        enrolledIn = []
        findings = []
        self.fingerprint = fingerprint
        self.key = key
        self.office = office
        self.officer = officer
        self.rank = rank
        rankTitles = [:]
        revokedIn = []
        self.since = since
        version = documentVersion
    }
}
