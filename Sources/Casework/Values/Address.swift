/// Who is meant: `<region>`, or `<region>/<office>` (FORMATS.md §0).
package struct Address: Hashable, Comparable, Sendable {
    /// The region.
    package let region: RegionCode
    /// The office; nil where the whole region is meant.
    package let office: OfficeID?

    /// Makes an address.
    package init(region: RegionCode, office: OfficeID? = nil) {
        self.region = region
        self.office = office
    }

    /// Reads an address from bytes; nil where they are none.
    package init?(_ bytes: some Collection<UInt8>) {
        guard let address = withContiguousBytes(of: bytes, Self.init(contiguous:))
        else { return nil }
        self = address
    }

    private init?(contiguous bytes: UnsafeBufferPointer<UInt8>) {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else {
            guard let region = RegionCode(contiguous: bytes) else { return nil }
            self.init(region: region)
            return
        }
        let head = UnsafeBufferPointer(rebasing: bytes[..<slash])
        let tail = UnsafeBufferPointer(rebasing: bytes[(slash + 1)...])
        guard let region = RegionCode(contiguous: head), let office = OfficeID(tail)
        else { return nil }
        self.init(region: region, office: office)
    }

    /// Reads an address from text; nil where it is none.
    package init?(_ text: some StringProtocol) {
        self.init(text.utf8)
    }

    /// The address as it is written.
    package var text: String { office.map { "\(region.text)/\($0.text)" } ?? region.text }

    /// Whether `other` is this address or part of it: its region lies within, and the office is the same where one is named.
    package func contains(_ other: Address) -> Bool {
        region.contains(other.region) && (office == nil || office == other.office)
    }

    /// Order by the bytes of the written form.
    package static func < (a: Address, b: Address) -> Bool { a.text < b.text }
}

extension Address {
    /// The member that this address belongs to: of those that contain it, the one with the longest region, then the one that names the office.
    ///
    /// Nil where no member contains it.
    package func mostSpecific(among members: some Sequence<Address>) -> Address? {
        var best: Address?
        for member in members where member.contains(self) {
            guard let current = best else {
                best = member
                continue
            }
            let gain = member.region.specificity - current.region.specificity
            if gain > 0 || (gain == 0 && member.office != nil && current.office == nil) {
                best = member
            }
        }
        return best
    }
}

extension Address: CustomStringConvertible {
    /// The address as it is written.
    package var description: String { text }
}
