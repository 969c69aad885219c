/// Every limit of this module, unit last.
package enum Limits {
    /// Bytes of an id of a mechanism, office, officer, pack, machine, event, role or field.
    package static let identifierByteCountMax = 64
    /// Bytes of a node name.
    package static let nodeNameByteCountMax = 100
    /// Bytes of one label of a node name.
    package static let nodeLabelByteCountMax = 63
    /// Bytes of a region code's suffix, without its hyphen.
    package static let regionSuffixByteCountMax = 16
    /// Minutes that a time's offset may differ from UTC.
    package static let offsetMinuteCountMax = 14 * 60
}
