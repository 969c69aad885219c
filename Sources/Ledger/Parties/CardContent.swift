package import Casework
package import Cryptography
package import TransparencyLog

/// What a peer card says of a node, before anybody signed it (FORMATS.md §1).
package struct CardContent: Hashable, Sendable {
    /// A mirror key that signs no more, and when it stopped.
    package struct RetiredMirror: Hashable, Sendable {
        /// The key, type 0x04.
        package var key: VerifierKey
        /// Its last POSIX second.
        package var end: UInt64

        /// Makes a retired key.
        package init(key: VerifierKey, end: UInt64) {
            self.key = key
            self.end = end
        }
    }

    /// An office of the node with the title to show.
    package struct Office: Hashable, Sendable {
        /// The id.
        package var id: OfficeID
        /// For display only.
        package var title: String

        /// Makes an office.
        package init(id: OfficeID, title: String) {
            self.id = id
            self.title = title
        }

        /// Whether a card can hold the title: some text without control characters.
        package static func isTitle(_ text: String) -> Bool {
            PartyLine.title(Array(text.utf8)[...]) != nil
        }
    }

    /// The node's name.
    package var node: NodeName
    /// The node key, type 0x01, which signs the card.
    package var key: VerifierKey
    /// The region; where a charter says otherwise, the charter holds.
    package var region: RegionCode
    /// Where the node listens.
    package var url: NodeURL
    /// SHA-256 of the SPKI of the TLS certificate: the current one, then perhaps the next.
    package var pins: [Digest]
    /// The key of its storage receipts, type 0x04, named `<node>/mirror`.
    package var mirror: VerifierKey
    /// Former mirror keys.
    package var retiredMirrors: [RetiredMirror]
    /// The DER certificate of the key that object keys are wrapped for.
    package var box: [UInt8]?
    /// The offices, sorted by id.
    package var offices: [Office]
    /// Rises with every card of the node.
    package var serial: UInt64
    /// When the card was made.
    package var issued: Timestamp
    /// When the card may no longer be added.
    package var expires: Timestamp

    /// Makes the content of a card; the lists that may be empty are.
    package init(
        node: NodeName,
        key: VerifierKey,
        region: RegionCode,
        url: NodeURL,
        pins: [Digest],
        mirror: VerifierKey,
        retiredMirrors: [RetiredMirror] = [],
        box: [UInt8]? = nil,
        offices: [Office] = [],
        serial: UInt64,
        issued: Timestamp,
        expires: Timestamp
    ) {
        self.node = node
        self.key = key
        self.region = region
        self.url = url
        self.pins = pins
        self.mirror = mirror
        self.retiredMirrors = retiredMirrors
        self.box = box
        self.offices = offices
        self.serial = serial
        self.issued = issued
        self.expires = expires
    }

    /// The serial for the next card: one more than the last, or the clock's POSIX second where that is more.
    package static func nextSerial(after last: UInt64?, now: Int64) -> UInt64 {
        max(last.map { $0 == .max ? $0 : $0 + 1 } ?? 0, UInt64(max(0, now)))
    }

    /// The pin of the box certificate; nil without one.
    package var boxPin: Digest? {
        // A card that was read has a good certificate or none.
        box.flatMap { try? Certificate(bytes: $0).pin.digest }
    }

    /// Every mirror key, the current one first.
    package var mirrors: [VerifierKey] { [mirror] + retiredMirrors.map(\.key) }
}

extension CardContent {
    static let document = "lianlu/card/v1"
    private static let keywords: Set<String> = [
        "node", "key", "region", "url", "tls", "mirror", "mirror-retired", "box", "office",
        "serial", "issued", "expires",
    ]

    /// The text that is signed.
    package var text: [UInt8] {
        var lines = PartyLineWriter(document: Self.document)
        lines.add("node", node.text)
        lines.add("key", "\(key)")
        lines.add("region", region.text)
        lines.add("url", url.text)
        for pin in pins { lines.add("tls", "\(CertificatePin(digest: pin))") }
        lines.add("mirror", "\(mirror)")
        for retired in retiredMirrors {
            lines.add("mirror-retired", "\(retired.key) \(retired.end)")
        }
        if let box { lines.add("box", Base64.encode(box)) }
        for office in offices { lines.add("office", "\(office.id) \(office.title)") }
        lines.add("serial", "\(serial)")
        lines.add("issued", issued.text)
        lines.add("expires", expires.text)
        return lines.bytes
    }

    /// Reads a card's text strictly, line by line; what was read is written again and compared.
    init(parsing text: ArraySlice<UInt8>) throws(PartyError) {
        var lines = try PartyLineReader(text, document: Self.document, keywords: Self.keywords)
        let node = try lines.one("node").read { NodeName($0) }
        let keyLine = try lines.one("key")
        let key = try keyLine.key(keyLine.value, named: node.text, .ed25519)
        let region = try lines.one("region").read { RegionCode($0) }
        let url = try lines.one("url").read { NodeURL($0) }
        let pins = try Self.pins(&lines)
        let mirrorLine = try lines.one("mirror")
        let mirrorName = LogName.mirrorKeyName(node)
        let mirror = try mirrorLine.key(mirrorLine.value, named: mirrorName, .ed25519Cosignature)
        var retired: [RetiredMirror] = []
        for line in try lines.many("mirror-retired") {
            retired.append(try Self.retiredMirror(line, named: mirrorName))
        }
        let box = try lines.optional("box").map { line throws(PartyError) in
            // Why the certificate cannot be read does not matter: the line is malformed.
            try line.read { value in
                Base64.decode(value).flatMap { try? Certificate(bytes: $0).bytes }
            }
        }
        let offices = try Self.offices(&lines)
        self.init(
            node: node,
            key: key,
            region: region,
            url: url,
            pins: pins,
            mirror: mirror,
            retiredMirrors: retired,
            box: box,
            offices: offices,
            serial: try lines.one("serial").read { Decimal.decode($0) },
            issued: try lines.one("issued").read { Timestamp($0) },
            expires: try lines.one("expires").read { Timestamp($0) }
        )
        try lines.finish()
        try requireSeparateKeys()
        guard self.text.elementsEqual(text) else {
            throw PartyError(.textNotCanonical, ["document": Self.document])
        }
    }

    private static func pins(_ lines: inout PartyLineReader) throws(PartyError) -> [Digest] {
        let first = try lines.one("tls")
        var pins: [Digest] = []
        for line in [first] + (try lines.many("tls", limit: Limits.cardPinCountMax - 1)) {
            let pin = try line.read { value in
                String(validating: value, as: UTF8.self).flatMap { CertificatePin($0)?.digest }
            }
            guard !pins.contains(pin) else { throw line.error(.lineRepeated) }
            pins.append(pin)
        }
        return pins
    }

    private static func retiredMirror(
        _ line: PartyLine,
        named name: String
    ) throws(PartyError) -> RetiredMirror {
        let parts = line.value.split(
            separator: UInt8(ascii: " "),
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, let end = Decimal.decode(parts[1]), end <= UInt64(Int64.max) else {
            throw line.error(.lineMalformed)
        }
        return RetiredMirror(
            key: try line.key(parts[0], named: name, .ed25519Cosignature),
            end: end
        )
    }

    private static func offices(_ lines: inout PartyLineReader) throws(PartyError) -> [Office] {
        var offices: [Office] = []
        while let line = lines.optional("office") {
            let idBytes = line.value.prefix { $0 != UInt8(ascii: " ") }
            guard let id = OfficeID(idBytes),
                let title = PartyLine.title(line.value[idBytes.endIndex...].dropFirst())
            else { throw line.error(.lineMalformed) }
            if let last = offices.last, last.id >= id {
                throw line.error(last.id == id ? .lineRepeated : .linesUnsorted)
            }
            offices.append(Office(id: id, title: title))
        }
        return offices
    }

    /// One key for one purpose: a mirror key that also signed cards could be used to forge one.
    private func requireSeparateKeys() throws(PartyError) {
        let materials = [key.publicKey] + mirrors.map(\.publicKey)
        let ownBoxPin = boxPin
        guard Set(materials).count == materials.count, !pins.contains(where: { $0 == ownBoxPin })
        else {
            throw PartyError(.cardKeyRepeated, ["node": node.text])
        }
    }
}
