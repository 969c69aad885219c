import Casework
import Ledger
import LocalAPI

extension PrintableSteps {
    /// The office whose papers a step's documents are: the one that signed; where the node's automatic office did, the one to which the matter came.
    ///
    /// Nil where the matter came to several offices of that node, or to none that is named.
    func author(of taken: Taken, after earlier: [Taken]) throws -> Address? {
        let event = taken.event
        guard event.office == .system, !taken.step.documents.isEmpty else { return event.signer }
        guard let membership = offices.newest(taken.key.scope.mechanism) else { return nil }
        func own(_ step: Taken) -> [Address] {
            step.event.to.filter { membership.node(of: $0) == event.node }
        }
        let sent = earlier.last { $0.key == taken.key && !own($0).isEmpty }
        guard let sent else { return nil }
        var said: [FieldID: BodyValue] = [:]
        _ = try self.said(by: sent, into: &said)
        let named = OfficeTitles.named(own(sent), in: sent.officeLists(in: said))
        guard let only = named.first, named.count == 1,
            offices.office(only, in: taken.key.scope.mechanism, of: event.node).title != nil
        else { return nil }
        return only
    }
}

extension PrintableSteps.Taken {
    /// The mechanism that the step is taken in; at home the one that the matter is meant for, as far as somebody said it.
    var mechanism: MechanismID? {
        if let mechanism = key.scope.mechanism { return mechanism }
        guard case .string(let text)? = FieldID("mechanism").flatMap({ facts.values[$0] }) else {
            return nil
        }
        return MechanismID(text)
    }

    /// The lists of offices that the step names: the receivers first, then the others in the order of the rules.
    func officeLists(in fields: [FieldID: BodyValue]) -> [[Address]] {
        let lists = (pack.fields + machine.fields)
            .filter { $0.kind == .office && $0.isList }.map(\.id)
        let receivers = FieldID("receiver_offices")
        let order = lists.filter { $0 == receivers } + lists.filter { $0 != receivers }
        return order.compactMap { fields[$0].map(Self.addresses) }
    }

    /// The addresses in a value.
    static func addresses(_ value: BodyValue) -> [Address] {
        FieldValue(value).map(\.texts)?.compactMap { Address($0) } ?? []
    }
}

extension FieldValue {
    /// The texts in it, of all items of a list.
    var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let values): values.flatMap(\.texts)
        case .boolean, .integer, .object: []
        }
    }
}
