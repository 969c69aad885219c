import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

/// Which steps of a record may be taken next, and who takes them: the rule pack's own table at the record's state, by the newest
/// charter in force, less what this node would refuse although the rules allow it.
struct NextSteps {
    private let view: NodeView
    private let state: RecordState
    private let machine: Machine
    private let mechanism: MechanismID?
    private let parties: any PartyResolver
    /// Whether the charter leaves out the pack that judges the next step, so that this node takes none.
    private let isPackLeftOut: Bool
    /// The part of the matter at home, where steps beside it go on from there.
    private let home: RecordState?
    /// The rights of the record that may be used still, or may not.
    private let rights: LapsedRights?

    /// Reads a record as it stands; nil where nothing of it counts yet, or where its rules or its charter are not here.
    ///
    /// With the POSIX second at which somebody looks, or the rights as they stand then, what uses a right that is gone is no step.
    init?(
        of record: RecordKey,
        at state: RecordState?,
        in view: NodeView,
        _ transaction: SQLiteTransaction,
        asOf now: Int64? = nil,
        rights: LapsedRights? = nil
    ) throws {
        guard let state, let id = state.machine,
            let machine = state.pack.flatMap({ view.packs.pack($0) })?.machine(id),
            let parties = Self.parties(of: record.scope, in: view)
        else { return nil }
        self.view = view
        self.state = state
        self.machine = machine
        self.parties = parties
        mechanism = record.scope.mechanism
        isPackLeftOut = try PackLeftOut(of: state, in: mechanism, view, transaction) != nil
        home = try StepPlanner.homeBeside(of: record, machine, in: view, transaction)
        self.rights =
            try rights
            ?? now.map { try Self.rights(of: record, at: state, in: view, transaction, $0) }
    }

    private static func rights(
        of record: RecordKey,
        at state: RecordState,
        in view: NodeView,
        _ transaction: SQLiteTransaction,
        _ second: Int64
    ) throws -> LapsedRights {
        let now = try NodeTime.timestamp(at: second)
        let clocks = try ClockPresenter(view: view, transaction: transaction, now: now)
            .matter(of: record, at: state)
        let lacking = try LackingBook().rules(of: record, view, transaction)
        return LapsedRights(among: clocks.home + clocks.shared, asOf: now) {
            lacking.withholds($0, asOf: now)
        }
    }

    static func parties(of scope: RecordScope, in view: NodeView) -> (any PartyResolver)? {
        guard let mechanism = scope.mechanism else {
            return HomeParties(
                node: view.node,
                region: view.card.content.region,
                installed: Set(view.packs.references)
            )
        }
        let newest: Membership? = view.library.newest(of: mechanism)
        return newest
    }

    /// The steps, in the order of the rules; none of them here where this node appends nothing (`isStopped`).
    func open(isStopped: Bool = false) -> [NextStep] {
        let hasEnded = mechanism.flatMap { MembershipEnd(of: $0, in: view) } != nil
        return state.openSteps(parties: parties).filter { step in
            !StepPlanner.repeatsPause(step, in: state, of: machine)
                && state.isInLine(step, home: home)
                && !state.repeats(step, home: home)
                && !(rights?.lapsed(step, of: machine) ?? false)
                && isTakenUp(step)
        }
        .map { step in
            let signers = signers(of: step)
            let isByHand = rights?.isLeftToOffice(step, atHome: mechanism == nil) ?? false
            let isOurs = signers.flatMap(\.addresses).contains {
                parties.party(of: $0)?.node == view.node
            }
            var next = NextStep(
                event: step.id.text,
                titles: step.title.byLanguage,
                signers: signers.map { role, addresses in
                    NextStep.Signer(
                        role: role.id.text,
                        titles: role.title.byLanguage,
                        addresses: addresses.map(\.text)
                    )
                },
                here: isOurs && !hasEnded && !isStopped && !isPackLeftOut
                    && !(rights?.isEarly(step) ?? false),
                automatic: isByHand ? nil : step.automatic?.rawValue,
                conditions: step.conditions.map(\.byLanguage)
            )
            if let approval = step.approval, approval.isSigned {
                next.rank = approval.rank.text
                next.rankTitles = view.packs.title(of: approval.rank)?.byLanguage
            }
            if step.opens, mechanism == nil {
                next.opens = true
            } else if step.asksForAddressees {
                next.addressed = true
            }
            let own = OwnOffices(view: view)
            if next.here, next.automatic == nil, own.all.count > 1 {
                let taking = own.taking(step, in: state, parties: parties)
                next.offices = taking.map(\.text)
                next.officeTitles = own.titles(of: taking)
            }
            return next
        }
    }

    /// Whether somebody may take a step, and somebody else take it up where it calls on him.
    private func isTakenUp(_ step: Transition) -> Bool {
        let superior = Superior(of: machine, for: step, in: mechanism, view)
        guard superior.faults().isEmpty, superior.fault(in: state) == nil else { return false }
        return !step.asksForOthers || signers(of: step).contains { !$0.addresses.isEmpty }
    }

    /// Who may take a step now: of each role those whom what they have taken themselves lets take it.
    private func signers(of step: Transition) -> [(role: Role, addresses: [Address])] {
        let offices = ActingOffices(view: view, parties: parties)
        var found: [(role: Role, addresses: [Address])] = []
        for (role, addresses) in state.signers(of: step, parties: parties) {
            let may = addresses.filter {
                state.mayTake(step, at: $0, parties: parties)
                    && offices.mayTake(step, in: state, at: $0)
            }
            if !may.isEmpty || !role.isFilledByMembers { found.append((role, may)) }
        }
        return found
    }

    // MARK: Refusals

    /// Refusals by state or by what came before: another step is possible.
    private static let untimely = codes([
        .stateNotAllowed, .onceOnly, .latestNotAllowed, .ownLatestNotAllowed, .answersLacking,
        .answersNone,
    ])
    .union(
        [.pauseOpen, .pauseNotOpen, .rightLapsed, .stepBeforeEnd].map { (code: NodeError.Code) in
            "node.\(code.rawValue)"
        }
    )
    /// Refusals of whoever signs: somebody else may take the step.
    private static let unentitled = codes([.roleNotAllowed])

    private static func codes(_ codes: [IrregularReason.Code]) -> Set<String> {
        Set(codes.map { "casework.\($0.rawValue)" })
    }

    /// Whether a refusal leaves open what is possible instead.
    static func leavesOpen(_ problem: Problem) -> Bool {
        !codes(of: problem).isDisjoint(with: untimely.union(unentitled))
    }

    private static func codes(of problem: Problem) -> Set<String> {
        Set([problem.code] + (problem.reasons ?? []).map(\.code))
    }

    /// A refusal with what is possible instead, or with who may sign the step.
    func hinting(_ problem: Problem, about event: EventID) -> Problem {
        var hinted = problem
        // What was refused is not what is possible instead.
        let steps = open().filter { $0.event != event.text }
        hinted.arguments["steps"] = steps.map(\.event).joined(separator: ", ")
        if !Self.codes(of: problem).isDisjoint(with: Self.untimely) {
            if let opened = state.openedBy, steps.isEmpty {
                hinted.detail = "node.goes_on opened=\(opened.hex)"
                return hinted
            }
            hinted.detail =
                steps.isEmpty
                ? "node.steps_none"
                : Self.text("node.steps_open", "steps") { language in
                    let items = steps.map { step in
                        let named = Self.named(step, in: language)
                        let command = Self.command(step)
                        return language == "zh" ? "\(command)（\(named)）" : "\(command) (\(named))"
                    }
                    return items.joined(separator: language == "zh" ? "；" : "; ")
                }
        } else if let step = machine.transition(event) {
            hinted.detail = Self.text("node.step_signers", "signers") { language in
                state.signers(of: step, parties: parties).map { role, addresses in
                    Self.named(role.title.byLanguage, addresses.map(\.text), in: language)
                }
                .joined(separator: " / ")
            }
        }
        return hinted
    }

    /// A code with one argument as it reads in each language, as `detail` carries it.
    private static func text(
        _ code: String,
        _ argument: String,
        _ value: (String) -> String
    ) -> String {
        (["en", "zh"].map { "\(argument)_\($0)=\(value($0))" }).reduce(code) { "\($0) \($1)" }
    }

    /// The event as the command line has it, with the only office of several that may take it.
    private static func command(_ step: NextStep) -> String {
        let office = step.offices?.count == 1 ? step.offices?.first : nil
        return step.event.replacing("_", with: "-") + (office.map { " --office \($0)" } ?? "")
    }

    private static func named(_ step: NextStep, in language: String) -> String {
        let signers = step.signers.map { named($0.titles, $0.addresses, in: language) }
            .joined(separator: " / ")
        let colon = language == "zh" ? "：" : ": "
        return "\(step.titles[language] ?? step.event)\(colon)\(signers)"
    }

    private static func named(
        _ titles: [String: String],
        _ addresses: [String],
        in language: String
    ) -> String {
        ([titles[language] ?? ""] + addresses).joined(separator: " ")
    }
}
