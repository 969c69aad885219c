/// One request of a client, without the type of its answer.
struct LocalRequest: Sendable {
    let method: String
    let path: String
    let body: (any LocalDocument)?
    /// The bytes that the route takes.
    let byteCountMax: Int

    /// Makes a request; the values of a query may hold any text.
    init(
        _ method: String,
        _ path: String,
        query: [(String, String?)] = [],
        body: (any LocalDocument)? = nil,
        byteCountMax: Int = Limits.requestByteCountMax
    ) {
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(Self.escape($0))" } }
        self.method = method
        self.path = pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
        self.body = body
        self.byteCountMax = byteCountMax
    }

    /// One segment of a path, or a value of a query, with everything but unreserved characters as `%XX` (RFC 3986 §2.1).
    static func escape(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A request whose answer is one document.
package struct LocalCall<Answer: LocalDocument>: Sendable {
    let request: LocalRequest
}

/// A request whose answer is a list, one document a line.
package struct LocalListCall<Line: LocalDocument>: Sendable {
    let request: LocalRequest
}

/// A request whose answer is bytes.
package struct LocalBytesCall: Sendable {
    let request: LocalRequest
}

extension LocalCall where Answer == Acknowledgement {
    /// Has one step signed and appended.
    package static func submit(_ submission: EntrySubmission) -> Self {
        Self(request: LocalRequest("POST", "/v1/entries", body: submission))
    }
}

extension LocalCall where Answer == EntryPreview {
    /// Asks what a submission would sign and who would receive it.
    package static func preview(_ submission: EntrySubmission) -> Self {
        Self(request: LocalRequest("POST", "/v1/previews", body: submission))
    }
}

extension LocalListCall where Line == RecordSummary {
    /// Lists records, the newest first.
    package static func records(_ query: RecordQuery) -> Self {
        Self(
            request: LocalRequest(
                "GET",
                "/v1/records",
                query: [
                    ("machine", query.machine), ("mechanism", query.mechanism),
                    ("state", query.state),
                ]
            )
        )
    }
}

extension LocalCall where Answer == RecordDetail {
    /// Shows one record, by its digest or a prefix of at least 8 digits; numbers of persons are masked unless `full`.
    package static func record(_ prefix: String, full: Bool = false) -> Self {
        Self(
            request: LocalRequest(
                "GET",
                "/v1/records/\(LocalRequest.escape(prefix))",
                query: [("full", full ? "1" : nil)]
            )
        )
    }
}

extension LocalCall where Answer == NodeStatus {
    /// Asks for the node's status.
    package static var status: Self { Self(request: LocalRequest("GET", "/v1/status")) }
}

extension LocalCall where Answer == Health {
    /// Asks whether the node is ready.
    package static var health: Self { Self(request: LocalRequest("GET", "/v1/health")) }
}

extension LocalCall where Answer == CardDocument {
    /// Asks for the node's own card.
    package static var card: Self { Self(request: LocalRequest("GET", "/v1/card")) }

    /// Has a card verified without adding it.
    package static func inspect(card text: String) -> Self {
        Self(request: LocalRequest("POST", "/v1/cards/inspect", body: TextSubmission(text)))
    }

    /// Shows one added peer.
    package static func peer(_ node: String) -> Self {
        Self(request: LocalRequest("GET", "/v1/peers/\(LocalRequest.escape(node))"))
    }

    /// Adds a peer whose fingerprint a person has confirmed.
    package static func add(_ addition: PeerAddition) -> Self {
        Self(request: LocalRequest("POST", "/v1/peers", body: addition))
    }
}

extension LocalListCall where Line == CardDocument {
    /// Lists the added peers.
    package static var peers: Self { Self(request: LocalRequest("GET", "/v1/peers")) }
}

extension LocalCall where Answer == Done {
    /// Removes a peer.
    package static func remove(peer node: String) -> Self {
        Self(request: LocalRequest("DELETE", "/v1/peers/\(LocalRequest.escape(node))"))
    }
}

extension LocalCall where Answer == PeerTest {
    /// Has the node dial a peer now.
    package static func test(peer node: String) -> Self {
        Self(request: LocalRequest("POST", "/v1/peers/\(LocalRequest.escape(node))/test"))
    }
}

extension LocalCall where Answer == CharterDocument {
    /// Has the next revision of a charter written.
    package static func create(_ draft: CharterDraft) -> Self {
        Self(request: LocalRequest("POST", "/v1/charters", body: draft))
    }

    /// Has a charter verified without signing or keeping it.
    package static func inspect(charter text: String) -> Self {
        Self(request: LocalRequest("POST", "/v1/charters/inspect", body: TextSubmission(text)))
    }

    /// Has this node's signature added to a charter.
    package static func sign(charter text: String) -> Self {
        Self(request: LocalRequest("POST", "/v1/charters/sign", body: TextSubmission(text)))
    }

    /// Has a charter in force adopted.
    package static func join(charter text: String) -> Self {
        Self(request: LocalRequest("POST", "/v1/charters/join", body: TextSubmission(text)))
    }

    /// Shows the newest charter in force of a mechanism.
    package static func mechanism(_ id: String) -> Self {
        Self(request: LocalRequest("GET", "/v1/mechanisms/\(LocalRequest.escape(id))"))
    }
}

extension LocalListCall where Line == CharterDocument {
    /// Lists the mechanisms by their newest charters in force.
    package static var mechanisms: Self { Self(request: LocalRequest("GET", "/v1/mechanisms")) }
}

extension LocalBytesCall {
    /// Asks for the text of a charter by its digest.
    package static func charter(_ digest: String) -> Self {
        Self(request: LocalRequest("GET", "/v1/charters/\(LocalRequest.escape(digest))"))
    }
}

extension LocalListCall where Line == OfficeDocument {
    /// Lists this node's offices.
    package static var offices: Self { Self(request: LocalRequest("GET", "/v1/offices")) }
}

extension LocalCall where Answer == OfficeDocument {
    /// Adds an office.
    package static func add(_ office: OfficeDocument) -> Self {
        Self(request: LocalRequest("POST", "/v1/offices", body: office))
    }
}

extension LocalListCall where Line == LogStatus {
    /// Lists the logs that the node holds.
    package static var logs: Self { Self(request: LocalRequest("GET", "/v1/logs")) }
}

extension LocalListCall where Line == LogEntryDocument {
    /// Lists entries of one log.
    package static func entries(_ range: EntryRange) -> Self {
        Self(
            request: LocalRequest(
                "GET",
                "/v1/logs/\(LocalRequest.escape(range.log))/entries",
                query: [("from", String(range.from)), ("count", String(range.count))]
            )
        )
    }
}

extension LocalCall where Answer == AccessAnswer {
    /// Asks why a peer may hold what an entry names.
    package static func why(entry prefix: String, peer: String) -> Self {
        Self(request: LocalRequest("GET", "/v1/why", query: [("entry", prefix), ("peer", peer)]))
    }
}
