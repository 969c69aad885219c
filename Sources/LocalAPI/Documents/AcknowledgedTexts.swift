extension Acknowledgement {
    /// All that is to be said of the entry, in order: what it settles, then what keeps it from those whom it addresses.
    package var told: [CodedText] { (notes ?? []) + (warnings ?? []) }
}
