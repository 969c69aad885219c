import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Which matters an opening may continue by what their bodies say.
extension LinkRestoration {
    private static let title = FieldID("title")

    /// The matters that each opening may continue, without those that say something else, where another says the same.
    ///
    /// An opening carries along what its matter says at home; an officer may say some of it anew. So one that says the same in everything
    /// is not more likely than one of the same title, and a matter is left out only where its title is another one. One that cannot be
    /// read stays.
    func narrowed(
        _ candidates: [Digest: Set<RecordKey>],
        for openings: [Opening]
    ) throws -> [Digest: Set<RecordKey>] {
        var candidates = candidates
        for opening in openings {
            guard let matters = candidates[opening.digest], matters.count > 1,
                let fields = try remembered(opening)
            else { continue }
            var fits: [RecordKey: Fit] = [:]
            for matter in matters {
                let known = try memory.matters[matter] ?? self.matter(matter)
                memory.matters[matter] = known
                fits[matter] = fit(of: known, to: fields)
            }
            guard fits.values.contains(.fitting) else { continue }
            candidates[opening.digest] = matters.filter { fits[$0] != .other }
        }
        return candidates
    }

    /// What was read of bodies, for several questions of one store.
    final class Memory {
        fileprivate var matters: [RecordKey: Matter] = [:]
        fileprivate var openings: [Digest: [FieldID: BodyValue]?] = [:]
    }

    private func remembered(_ opening: Opening) throws -> [FieldID: BodyValue]? {
        if let known = memory.openings[opening.digest] { return known }
        let fields = try fields(of: opening)
        memory.openings[opening.digest] = .some(fields)
        return fields
    }

    /// How far a matter says what an opening says.
    private enum Fit {
        case unknown, other, fitting
    }

    /// What a matter says at home.
    fileprivate struct Matter {
        var fields: [FieldID: BodyValue] = [:]
        /// The titles that it ever had.
        var titles: Set<String> = []
        var isWhole = true
    }

    /// What the body of an opening carries along; nil where it cannot be read here.
    private func fields(of opening: Opening) throws -> [FieldID: BodyValue]? {
        let bodies = BodyReader(storageKey: view.keyring.storageKey)
        let (header, location) = (opening.header, opening.location)
        let found = try bodies.body(
            of: header,
            at: location.index,
            of: location.origin,
            in: transaction
        )
        guard case .body(let body)? = found else { return nil }
        // What the step asks for is said with it.
        let step = header.rules.flatMap { view.packs.pack($0) }?.machine(header.machine)?
            .transitions.first { $0.id == header.event }
        let asked = Set(step?.requiredFields ?? [])
        return body.fields.filter { !asked.contains($0.key) }
    }

    private func matter(_ key: RecordKey) throws -> Matter {
        let bodies = BodyReader(storageKey: view.keyring.storageKey)
        var matter = Matter()
        for said in try bodies.statements(of: key, by: view.node, in: transaction) {
            matter.fields.merge(said.fields) { _, later in later }
            if let title = Self.title.flatMap({ said.fields[$0]?.string }) {
                matter.titles.insert(title)
            }
            if !said.isWhole { matter.isWhole = false }
        }
        return matter
    }

    private func fit(of matter: Matter, to opening: [FieldID: BodyValue]) -> Fit {
        guard matter.isWhole else { return .unknown }
        let common = matter.fields.filter { opening[$0.key] != nil }
        guard !common.isEmpty else { return .unknown }
        if common.allSatisfy({ opening[$0.key] == $0.value }) { return .fitting }
        guard let title = Self.title.flatMap({ opening[$0]?.string }) else { return .unknown }
        return matter.titles.contains(title) ? .fitting : .other
    }
}
