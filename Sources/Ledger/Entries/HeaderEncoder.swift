import Casework
import Cryptography
import TransparencyLog

extension EntryHeader {
    /// The header line, without its LF, in the canonical form of FORMATS.md §3.
    ///
    /// Lists are written as they are: use `canonical` first where they may be out of order.
    package var encoded: [UInt8] {
        var writer = HeaderWriter()
        writer.key("at")
        writer.string(at.text)
        writer.digest("charter", charter)
        writer.digest("draft", draft)
        writer.key("event")
        writer.string(event.text)
        writer.facts(facts)
        writer.text("from", from?.text)
        if let key {
            writer.key("key")
            writer.quoted(key.encoded)
        }
        writer.key("machine")
        writer.string(machine.text)
        writer.digest("object", object)
        writer.objects(objects)
        writer.text("office", office?.text)
        writer.text("officer", officer?.text)
        writer.list("parents", parents) { $0.quotedDigest($1) }
        if let previous { writer.previous(previous) }
        writer.digest("record", record)
        writer.text("rules", rules?.text)
        if let since { writer.integer("since", since) }
        writer.digest("target", target)
        writer.list("to", to) { $0.string($1.text) }
        writer.close()
        return writer.bytes
    }
}

/// Writes the tokens of a header, whose keys it is given in their order.
private struct HeaderWriter {
    private(set) var bytes: [UInt8]
    private var isFirst = true

    init() {
        bytes = []
        bytes.reserveCapacity(1_024)
        bytes.append(UInt8(ascii: "{"))
    }

    mutating func key(_ name: StaticString) {
        if isFirst { isFirst = false } else { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func quoted(_ content: some Sequence<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: content)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func string(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func quotedDigest(_ digest: Digest) {
        bytes.append(UInt8(ascii: "\""))
        digest.withUnsafeBytes { raw in
            for byte in raw {
                bytes.append(Self.hexDigit(byte >> 4))
                bytes.append(Self.hexDigit(byte & 15))
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    mutating func text(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    mutating func digest(_ name: StaticString, _ value: Digest?) {
        guard let value else { return }
        key(name)
        quotedDigest(value)
    }

    mutating func integer(_ name: StaticString, _ value: UInt64) {
        key(name)
        bytes.append(contentsOf: String(value).utf8)
    }

    mutating func list<Element>(
        _ name: StaticString,
        _ elements: [Element],
        mayBeEmpty: Bool = false,
        _ write: (inout HeaderWriter, Element) -> Void
    ) {
        guard mayBeEmpty || !elements.isEmpty else { return }
        key(name)
        bytes.append(UInt8(ascii: "["))
        for (position, element) in elements.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            write(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func open() {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
    }

    mutating func close() {
        bytes.append(UInt8(ascii: "}"))
        isFirst = false
    }

    mutating func facts(_ facts: [Fact]) {
        guard !facts.isEmpty else { return }
        key("facts")
        bytes.append(UInt8(ascii: "{"))
        for (position, fact) in facts.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            string(fact.field.text)
            bytes.append(UInt8(ascii: ":"))
            switch fact.value {
            case .integer(let value): bytes.append(contentsOf: String(value).utf8)
            case .string(let text): string(text)
            }
        }
        close()
    }

    mutating func objects(_ objects: [ObjectReference]) {
        list("objects", objects) { writer, object in
            writer.open()
            switch object.audience {
            case .addressees: writer.text("audience", "addressees")
            case .mechanism: writer.text("audience", "mechanism")
            case .addresses(let addresses):
                writer.list("audience", addresses, mayBeEmpty: true) { $0.string($1.text) }
            }
            writer.text("label", object.label.rawValue)
            writer.text("role", object.role.text)
            writer.digest("sha256", object.sha256)
            writer.integer("size", object.size)
            writer.digest("tree", object.tree)
            writer.close()
        }
    }

    mutating func previous(_ previous: EntryHeader.Previous) {
        key("previous")
        open()
        key("origin")
        quoted(previous.origin.bytes)
        digest("root", previous.root)
        integer("size", previous.size)
        close()
    }
}
