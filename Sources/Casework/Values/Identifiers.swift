/// The grammars that tell the kinds of identifiers apart.
package enum Grammars {
    /// Offices of a node.
    package enum Office: HyphenGrammar {}
    /// Officers, by their random pseudonym.
    package enum Officer: HyphenGrammar {}
    /// Mechanisms.
    package enum Mechanism: HyphenGrammar {}
    /// Rule packs.
    package enum Pack: HyphenGrammar {}
    /// Record kinds.
    package enum Kind: HyphenGrammar {}
    /// Machines of a pack, and the reserved ones.
    package enum Machine: HyphenGrammar {}
    /// Documents that a step produces.
    package enum Document: HyphenGrammar {}
    /// Transitions of a machine, and the events of reserved machines.
    package enum Event: UnderscoreGrammar {}
    /// States of a machine.
    package enum State: UnderscoreGrammar {}
    /// Roles of a machine.
    package enum Role: UnderscoreGrammar {}
    /// Fields of a record.
    package enum Field: UnderscoreGrammar {}
    /// Ranks of officers.
    package enum Rank: UnderscoreGrammar {}
    /// Value lists and the values in them: `[A-Za-z0-9_-]{1,64}`, because official code lists use capitals.
    package enum Choice: CodeGrammar {}
    /// Clocks, under the numbers that officers know, such as `A1`: `[A-Za-z0-9_-]{1,64}`.
    package enum Clock: CodeGrammar {}
    /// Laws in a pack's table: `[a-z0-9-]{1,64}`.
    package enum Law: HyphenGrammar {}

    /// DNS labels `[a-z0-9-]{1,63}` joined by dots, at most 100 bytes.
    package enum Node: IdentifierGrammar {
        /// The grammar as a person may read it.
        package static let pattern = "[a-z0-9-]{1,63}(.[a-z0-9-]{1,63})*"

        /// Whether the bytes are a node name.
        package static func accepts(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
            var total = 0
            var label = 0
            for byte in bytes {
                total += 1
                if total > Limits.nodeNameByteCountMax { return false }
                if byte == UInt8(ascii: ".") {
                    guard label > 0 else { return false }
                    label = 0
                    continue
                }
                guard byte.isLowerCaseOrDigit || byte == UInt8(ascii: "-") else { return false }
                label += 1
                if label > Limits.nodeLabelByteCountMax { return false }
            }
            return label > 0
        }
    }
}

/// An office of a node, such as `scjg`; `system` is the node's own automatic signer.
package typealias OfficeID = Identifier<Grammars.Office>
/// An officer's pseudonym.
package typealias OfficerID = Identifier<Grammars.Officer>
/// A mechanism, such as `pan-pearl-river-delta`.
package typealias MechanismID = Identifier<Grammars.Mechanism>
/// A rule pack, such as `clue`.
package typealias PackID = Identifier<Grammars.Pack>
/// A record kind, such as `joint-operation`.
package typealias KindID = Identifier<Grammars.Kind>
/// A machine, such as `handover-criminal`, or a reserved one.
package typealias MachineID = Identifier<Grammars.Machine>
/// A document of a pack.
package typealias DocumentID = Identifier<Grammars.Document>
/// A transition, such as `return_misdirected`.
package typealias EventID = Identifier<Grammars.Event>
/// A state of a machine.
package typealias StateID = Identifier<Grammars.State>
/// A role of a machine, or of a charter's `role` line.
package typealias RoleID = Identifier<Grammars.Role>
/// A field of a record.
package typealias FieldID = Identifier<Grammars.Field>
/// The rank with which an office enrols an officer.
package typealias RankID = Identifier<Grammars.Rank>
/// A value list of a pack, or one of its values.
package typealias ChoiceID = Identifier<Grammars.Choice>
/// A clock of a pack, such as `A1`.
package typealias ClockID = Identifier<Grammars.Clock>
/// A law in a pack's table.
package typealias LawID = Identifier<Grammars.Law>
/// A node, such as `jiangxi.ipr.example`.
package typealias NodeName = Identifier<Grammars.Node>

extension OfficeID {
    /// The node's own automatic signer.
    package static let system = OfficeID(unchecked: "system")
}

extension MachineID {
    /// Opens a log and changes its key.
    package static let log = MachineID(unchecked: "log")
    /// Adopts charters.
    package static let charter = MachineID(unchecked: "charter")
    /// Rotates keys of the node.
    package static let node = MachineID(unchecked: "node")
    /// Enrols and revokes offices.
    package static let office = MachineID(unchecked: "office")
    /// Enrols and revokes officers.
    package static let officer = MachineID(unchecked: "officer")
    /// Corrects steps of a record.
    package static let record = MachineID(unchecked: "record")
    /// Erases objects.
    package static let object = MachineID(unchecked: "object")

    /// The machines that the entry format defines and no pack may (FORMATS.md §3).
    package static let reserved: Set<MachineID> = [
        .log, .charter, .node, .office, .officer, .record, .object,
    ]
}

extension EventID {
    /// The step `correct` of the reserved machine `record`.
    package static let correct = EventID(unchecked: "correct")
}
