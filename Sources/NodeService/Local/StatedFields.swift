import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

/// Turns the words by which somebody names fields and listed values into the ids that a body holds.
///
/// What no name fits is left as it was given: the check of the fields says what is wrong with it.
struct StatedFields {
    private static let flags = [
        "是": true, "yes": true, "true": true, "否": false, "no": false, "false": false,
    ]

    let names: FieldNames
    /// The addresses of offices by what these are called on the cards that are here; a title of several is none.
    var offices: [String: String] = [:]
    /// The whole digest of the one record here whose digest begins so; nil where none or several do.
    var record: (String) throws -> String? = { _ in nil }

    /// The submission with the ids of its fields and values.
    ///
    /// Throws `field_name_ambiguous`, `field_value_ambiguous`, `field_named_by_two`, `field_unknown`.
    func resolved(_ submission: EntrySubmission) throws -> EntrySubmission {
        var resolved = submission
        resolved.fields = [:]
        var given: [String: String] = [:]
        for (name, value) in submission.fields.sorted(by: { $0.key < $1.key }) {
            let field = try field(named: name)
            try note(field?.id.text ?? name, name, in: &given)
            resolved.fields[field?.id.text ?? name] =
                try field.map { try self.value(value, of: $0) } ?? value
        }
        resolved.without = try submission.without?
            .map { name in
                let id = try field(named: name)?.id.text ?? name
                // One that is stated as well would not have gone on: what leaves it out says so.
                given[id] = given[id] ?? name
                return id
            }
            .sorted()
        resolved.defaults = nil
        resolved.fields.merge(try defaults(submission.defaults ?? [:], besides: given)) { own, _ in
            own
        }
        return resolved
    }

    /// Those of some fields that nobody has named otherwise; two names for one field are refused here as well.
    private func defaults(
        _ defaults: [String: FieldValue],
        besides stated: [String: String]
    ) throws -> [String: FieldValue] {
        var fields: [String: FieldValue] = [:]
        var given: [String: String] = [:]
        for (name, value) in defaults.sorted(by: { $0.key < $1.key }) {
            let field = try field(named: name)
            let id = field?.id.text ?? name
            try note(id, name, in: &given)
            guard stated[id] == nil else { continue }
            fields[id] = try field.map { try self.value(value, of: $0) } ?? value
        }
        return fields
    }

    /// The field of this name; nil for what might be the id of one, which the check of the fields judges with all the others.
    private func field(named name: String) throws -> Field? {
        do {
            if let field = try names.field(named: name) { return field }
        } catch {
            throw error.told(as: .fieldNameAmbiguous, ["field": name], "fields", names.fields)
        }
        guard FieldID(name) == nil else { return nil }
        let form = names.fields.map { (id: $0.id.text, title: Optional($0.title)) }
        throw NodeError.titled(.fieldUnknown, ["field": name], [("fields", form)])
    }

    /// Notes a field under the name that was used; throws where another name stood for it already.
    private func note(_ id: String, _ name: String, in given: inout [String: String]) throws {
        guard let other = given.updateValue(name, forKey: id) else { return }
        throw NodeError(.fieldNamedByTwo, ["field": id, "name": name, "other": other])
    }

    /// A value by its id, a single one of a list as a list of one, and yes or no in words.
    private func value(_ value: FieldValue, of field: Field) throws -> FieldValue {
        switch value {
        case .list(let values):
            return .list(try values.map { try one($0, of: field) })
        case .text(let text) where field.isList || field.isPerItem:
            // Blanks alone are no item.
            guard text.contains(where: { !$0.isWhitespace }) else { return value }
            return .list([try one(value, of: field)])
        case .boolean, .integer:
            // A number that is none, such as a region's code without quotes in YAML, is one item as well.
            let one = try one(value, of: field)
            guard case .text = one, field.isList || field.isPerItem else { return one }
            return .list([one])
        default: return try one(value, of: field)
        }
    }

    private func one(_ value: FieldValue, of field: Field) throws -> FieldValue {
        // A region's code without quotes is a number in YAML.
        if case .integer(let code) = value, [.region, .office].contains(field.kind) {
            return .text(String(code))
        }
        guard case .text(let text) = value else { return value }
        switch field.kind {
        case .office: return .text(offices[text.filter { !$0.isWhitespace }] ?? text)
        case .boolean: return Self.flags[text].map { .boolean($0) } ?? value
        case .integer: return StatedNumber.count(text).map { .integer($0) } ?? value
        case .money: return StatedNumber.fen(text).map { .integer($0) } ?? value
        case .recordReference: return try record(text).map { .text($0) } ?? value
        case .choice:
            do {
                return .text(try names.choice(named: text, of: field) ?? text)
            } catch {
                throw NodeError(
                    .fieldValueAmbiguous,
                    [
                        "field": field.id.text, "value": text,
                        "values": error.ids.joined(separator: ", "),
                    ]
                )
            }
        default: return value
        }
    }
}

extension FieldNames.Ambiguous {
    /// The error with the fields that were meant.
    fileprivate func told(
        as code: NodeError.Code,
        _ arguments: [String: String],
        _ list: String,
        _ fields: [Field]
    ) -> NodeError {
        let meant = fields.filter { ids.contains($0.id.text) }
            .map { (id: $0.id.text, title: Optional($0.title)) }
        return NodeError.titled(code, arguments, [(list, meant)])
    }
}

extension StepPlanner {
    /// The submission with the ids of its fields and listed values, whatever words named them.
    func resolved(_ submission: EntrySubmission) throws -> EntrySubmission {
        guard
            !submission.fields.isEmpty || submission.without?.isEmpty == false
                || submission.defaults?.isEmpty == false
        else { return submission }
        let record = try recordKey(submission)
        let rules = try rules(of: submission, for: record)
        return try StatedFields(
            names: FieldNames(pack: rules.pack, machine: rules.machine),
            offices: officeAddresses(for: submission, in: record),
            record: { try wholeDigest(ofRecord: $0) }
        )
        .resolved(submission)
    }

    /// The digest of the one record whose digest begins with 8 to 63 hex digits, as lists show it; nil for none, for several and for a
    /// whole digest, which may be of a record that is not here.
    private func wholeDigest(ofRecord text: String) throws -> String? {
        let digits = text.lowercased()
        guard (8..<64).contains(digits.utf8.count) else { return nil }
        let found = try transaction.projectedRecordKeys(withDigestPrefix: digits, limit: 3)
        // What is at home and in a mechanism are two records with digests of their own.
        let digests = Set(found.map(\.record.hex))
        return digests.count == 1 ? digests.first : nil
    }

    /// The addresses of the offices of the mechanism's members by their titles without blanks; those alone that no two offices have.
    ///
    /// Before a mechanism is named, any that has a charter here may be meant.
    private func officeAddresses(
        for submission: EntrySubmission,
        in record: RecordKey?
    ) throws -> [String: String] {
        let field = FieldID("mechanism")
        var named =
            (submission.mechanism ?? field.flatMap { submission.fields[$0.text]?.texts.first })
            .flatMap { MechanismID($0) }
        if let record {
            let said = try field.flatMap {
                try bodies.fields(of: record, by: view.node, in: transaction)[$0]?.string
            }
            named = record.scope.mechanism ?? named ?? said.flatMap { MechanismID($0) }
        }
        let known = named.flatMap { view.library.newest(of: $0, adopted: nil) }.map { [$0] }
        let memberships =
            known
            ?? view.library.chains.keys.compactMap { view.library.newest(of: $0, adopted: nil) }
        let members = Set(memberships.flatMap(\.charter.content.members).map(\.node))
        let all = ([view.card] + view.registry.peers.filter { members.contains($0.node) })
            .flatMap { card in
                card.content.offices.filter { $0.id != .system }.map { office in
                    (
                        office.title.filter { !$0.isWhitespace },
                        Address(region: card.content.region, office: office.id).text
                    )
                }
            }
        return Dictionary(grouping: all, by: { $0.0 }).compactMapValues { found in
            found.count == 1 ? found[0].1 : nil
        }
    }
}
