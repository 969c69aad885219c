package import Casework
package import Cryptography

/// Rule packs that charters in force name and that are not here, and calendars that such packs name.
///
/// What a node has adopted it had the packs of: it adopts no charter without them, and fetches the calendars. Clocks that count without
/// what is missing may come to another end than at other nodes. A running node and an audit both ask here.
package struct MissingRules: Hashable, Sendable {
    /// One pack or calendar.
    package struct Missing: Hashable, Sendable {
        /// The mechanism.
        package let mechanism: MechanismID
        /// The first revision that names it, of those that the node has adopted where one of them does.
        package fileprivate(set) var revision: UInt64
        /// Its id and digest.
        package let name: String
        /// Whether it is a calendar.
        package let isCalendar: Bool
        /// Whether the node has adopted a charter that names it; of one that it has not, it may still come.
        package fileprivate(set) var isAdopted: Bool
        /// Whether the newest charter in force names it, or a pack that does: clocks of today go by it.
        package fileprivate(set) var isCounted: Bool
    }

    /// All of them, by mechanism and the first revision that names them.
    package private(set) var all: [Missing] = []

    /// Nothing is missing.
    package init() {}

    /// Looks through all charters in force; `adopted` says which of a chain the node has adopted, and is asked where something is missing.
    package init(
        of library: CharterLibrary,
        packs: PackSet,
        calendars: CalendarSet,
        adopted: (CharterChain) throws -> Set<Digest>
    ) rethrows {
        for (mechanism, chain) in library.chains.sorted(by: { $0.key < $1.key }) {
            let named = chain.all.filter { chain.isInForce($0.digest) }
                .map { ($0, Self.lacking($0, packs, calendars)) }
                .filter { !$0.1.isEmpty }
            guard !named.isEmpty else { continue }
            let known = try adopted(chain)
            let counted = Set(library.currentPacks(of: mechanism))
            var places: [String: Int] = [:]
            for (charter, lacking) in named {
                for lack in lacking {
                    add(
                        Missing(
                            mechanism: mechanism,
                            revision: charter.content.revision,
                            name: lack.name,
                            isCalendar: lack.isCalendar,
                            isAdopted: known.contains(charter.digest),
                            isCounted: counted.contains(lack.pack)
                        ),
                        &places
                    )
                }
            }
        }
    }

    /// Adds what one charter lacks to what earlier ones do.
    private mutating func add(_ missing: Missing, _ places: inout [String: Int]) {
        guard let place = places[missing.name] else {
            places[missing.name] = all.count
            all.append(missing)
            return
        }
        if missing.isAdopted, !all[place].isAdopted {
            (all[place].isAdopted, all[place].revision) = (true, missing.revision)
        }
        if missing.isCounted { all[place].isCounted = true }
    }

    /// What one charter names, and the pack by which it does.
    private struct Lack {
        let name: String
        let isCalendar: Bool
        let pack: PackReference
    }

    private static func lacking(
        _ charter: Charter,
        _ packs: PackSet,
        _ calendars: CalendarSet
    ) -> [Lack] {
        charter.content.rules.flatMap { reference -> [Lack] in
            guard let pack = packs.pack(reference) else {
                // One that is too new for this program, or unusable, is here.
                guard case .missing = packs[reference] else { return [] }
                return [Lack(name: reference.text, isCalendar: false, pack: reference)]
            }
            return pack.calendars.filter { calendars[$0] == nil }.map { calendar in
                Lack(
                    name: "\(calendar.id)@\(calendar.digest.hex)",
                    isCalendar: true,
                    pack: reference
                )
            }
        }
    }

    /// The packs that are missing of those by which the clocks of a mechanism are counted now: nobody can say what calendars they name.
    ///
    /// Of calendars the clocks themselves say so, by the packs of their own steps as well.
    package func countedPacks(of mechanism: MechanismID?) -> [String] {
        all.filter { $0.mechanism == mechanism && !$0.isCalendar && $0.isCounted }.map(\.name)
    }
}
