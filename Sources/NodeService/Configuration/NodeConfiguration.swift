import Cryptography
import Foundation
import LocalAPI

/// What the operator decides about one node: `<home>/lianlu.yaml`.
///
/// Every key is known and every value has a limit; an unknown key is an error that names it, so that a misspelt
/// setting is never silently ignored.
package struct NodeConfiguration: Sendable, Equatable {
    /// The node name, DNS labels joined by dots, at most 100 bytes.
    package var node: String
    /// The region code of the node's card.
    package var region: String
    /// The address and port on which peers are served, `host:port`.
    package var listen: String
    /// The URL that the card gives to peers.
    package var url: String
    /// Titles of the node's offices by id, for display.
    package var offices: [String: String]
    /// A CA file against which peers' certificates are checked besides their pins; nil leaves it at the pins.
    package var certificateAuthorities: String?
    /// How many connections of one host may be in their handshake; nil for the usual number.
    package var handshakesPerHost: Int?
    /// Which local users may read and sign, and for which offices.
    package var callers: [CallerRule]
    /// The heads of the document numbers that the node gives out.
    package var documentNumbers: DocumentPrefixes
    /// Whether a step that two people sign is approved under another login than the one that drafted it.
    package var asksForTwoLogins = false

    /// One rule for local callers: a user or a group, its offices and rights.
    package struct CallerRule: Sendable, Equatable {
        /// A numeric user id; nil where the rule is for a group.
        package var uid: UInt32?
        /// A numeric group id; nil where the rule is for a user.
        package var gid: UInt32?
        /// The ids of the offices for which the caller may act.
        package var offices: [String]
        /// Whether the caller may read records of these offices.
        package var mayRead: Bool
        /// Whether the caller may sign for these offices.
        package var maySign: Bool

        /// Makes a rule.
        package init(
            uid: UInt32?,
            gid: UInt32?,
            offices: [String],
            mayRead: Bool,
            maySign: Bool
        ) {
            self.uid = uid
            self.gid = gid
            self.offices = offices
            self.mayRead = mayRead
            self.maySign = maySign
        }
    }

    /// Makes a configuration from its parts, without reading a file.
    package init(
        node: String,
        region: String,
        listen: String,
        url: String,
        offices: [String: String],
        certificateAuthorities: String? = nil,
        handshakesPerHost: Int? = nil,
        callers: [CallerRule] = [],
        documentNumbers: DocumentPrefixes = DocumentPrefixes()
    ) {
        self.node = node
        self.region = region
        self.listen = listen
        self.url = url
        self.offices = offices
        self.certificateAuthorities = certificateAuthorities
        self.handshakesPerHost = handshakesPerHost
        self.callers = callers
        self.documentNumbers = documentNumbers
    }

    /// The authorities to which peers' certificates must chain, a relative path being one in the home; nil where none are named.
    func authorities(in home: HomeDirectory) throws -> CertificateAuthorities? {
        try certificateAuthorities.map { path in
            try CertificateAuthorities(file: URL(filePath: path, relativeTo: home.root).path)
        }
    }

    /// Refuses a rule for an office that the node does not have: whoever it is for would be refused without a word of the
    /// misspelt name.
    ///
    /// `file` is where the rules stand, for the line.
    func requireOffices(_ own: [String], in file: URL) throws(NodeError) {
        if let unknown = documentNumbers.heads.keys.sorted().first(where: { !own.contains($0) }) {
            throw NodeError(
                .configurationNumberOffice,
                ["office": unknown, "offices": own.sorted().joined(separator: ", ")]
            )
        }
        let known = Set(own + [Caller.nodeOffice])
        let named = callers.flatMap(\.offices)
        guard let unknown = named.first(where: { !known.contains($0) }) else { return }
        throw NodeError(
            .callerOfficeUnknown,
            [
                "line": "\(ConfigurationFile.line(ofCallersOffice: unknown, in: file))",
                "office": unknown, "offices": known.sorted().joined(separator: ", "),
            ]
        )
    }
}
