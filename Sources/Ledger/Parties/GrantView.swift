package import Casework
package import Cryptography
package import TransparencyLog

/// What the second gate needs to know of a stored entry.
package struct GrantView: Hashable, Sendable {
    /// What the entry counts for, as far as access goes.
    package enum Standing: Hashable, Sendable {
        /// Well formed, signed by keys that hold at its index, and written before its log ended.
        case counts
        /// Bad form, signature or key: it grants nothing.
        case invalid
        /// Written beyond the size at which a charter ended its log: it grants nothing.
        case beyondEnd
    }

    /// The log.
    package var origin: Origin
    /// The entry's place in it.
    package var index: EntryIndex
    /// The addressees.
    package var to: [Address]
    /// The objects that the entry introduces.
    package var objects: [ObjectReference]
    /// What the entry counts for.
    ///
    /// Irregular and pending ones count: their sender has granted what they name.
    package var standing: Standing

    /// Makes a view.
    package init(
        origin: Origin,
        index: EntryIndex,
        to: [Address],
        objects: [ObjectReference],
        standing: Standing
    ) {
        self.origin = origin
        self.index = index
        self.to = to
        self.objects = objects
        self.standing = standing
    }

    /// The view of a header that stands at `index` of `origin`.
    package init(
        header: EntryHeader,
        origin: Origin,
        index: EntryIndex,
        standing: Standing
    ) {
        self.init(
            origin: origin,
            index: index,
            to: header.to,
            objects: header.objects,
            standing: standing
        )
    }
}

/// What the second gate needs to know besides the entry and the peer.
package struct AccessContext: Sendable {
    /// What is known of an embargo, from the body and from later entries of the record.
    package struct Embargo: Hashable, Sendable {
        /// T0, a POSIX second; nil while the body that says it is not here.
        package var release: Int64?
        /// Whether a `withdraw` or `postpone` of the record was seen.
        package var isWithdrawn: Bool

        /// Makes an embargo.
        package init(release: Int64?, isWithdrawn: Bool = false) {
            self.release = release
            self.isWithdrawn = isWithdrawn
        }
    }

    /// The clock.
    package var clock: ClockState
    /// The charter that the entry's log had adopted at its index.
    package var adopted: Membership?
    /// The newest charter in force that we know.
    package var newest: Membership?
    /// The embargo of the record; matters to embargo labels only.
    package var embargo: Embargo
    /// The manifest object of the same entry that lists the object, where the entry does not name it itself.
    package var manifest: Digest?
    /// Objects that an obliging erasure, or our own, has taken away.
    package var erased: Set<Digest>

    /// Makes a context; what is left out denies.
    package init(
        clock: ClockState,
        adopted: Membership?,
        newest: Membership?,
        embargo: Embargo = Embargo(release: nil),
        manifest: Digest? = nil,
        erased: Set<Digest> = []
    ) {
        self.clock = clock
        self.adopted = adopted
        self.newest = newest
        self.embargo = embargo
        self.manifest = manifest
        self.erased = erased
    }
}
