package import Cryptography

/// The rule packs that are here, by reference.
package struct PackSet: Sendable {
    /// What the set knows of a reference.
    package enum Holding: Sendable {
        /// The pack.
        case loaded(RulePack)
        /// Its bytes need a newer engine than this build has.
        case needsNewerEngine
        /// Its bytes are no pack, on any node.
        case unusable
        /// Its bytes are not here.
        case missing
    }

    private var holdings: [PackReference: Holding] = [:]

    /// Makes a set.
    package init(_ packs: [RulePack] = []) {
        for pack in packs { insert(pack) }
    }

    /// Adds a pack.
    package mutating func insert(_ pack: RulePack) {
        holdings[pack.reference] = .loaded(pack)
    }

    /// Takes a pack out.
    package mutating func remove(_ reference: PackReference) { holdings[reference] = nil }

    /// Adds the bytes that a charter's reference names, loadable or not, and says which.
    ///
    /// The caller has checked that the digest of the bytes is the reference's. Throws nothing: what cannot be loaded is
    /// remembered as such, because steps under it are judged all the same.
    @discardableResult
    package mutating func insert(_ bytes: [UInt8], as reference: PackReference) -> CaseworkError? {
        do {
            let pack = try RulePack.load(bytes)
            holdings[reference] = pack.reference == reference ? .loaded(pack) : .unusable
            return nil
        } catch {
            holdings[reference] =
                error.code == .packEngineNewer ? .needsNewerEngine : .unusable
            return error
        }
    }

    /// What the set knows of a reference.
    package subscript(reference: PackReference) -> Holding { holdings[reference] ?? .missing }

    /// Whether bytes with this digest are here and need a newer engine than this build has.
    package func needsNewerEngine(_ digest: Digest) -> Bool {
        holdings.contains { reference, holding in
            if case .needsNewerEngine = holding { reference.digest == digest } else { false }
        }
    }

    /// The references of all packs that are loaded, sorted.
    package var references: [PackReference] {
        holdings.compactMap { if case .loaded = $1 { $0 } else { nil } }.sorted()
    }

    /// The packs that are loaded, those that took force last at the end.
    package var packs: [RulePack] {
        references.compactMap(pack).sorted(by: PackChoice.isOlder)
    }

    /// The pack of a reference, if it is loaded.
    package func pack(_ reference: PackReference) -> RulePack? {
        if case .loaded(let pack) = self[reference] { pack } else { nil }
    }
}
