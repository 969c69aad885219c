import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// The second gate, held against an oracle that was written from FORMATS.md §3 and ARCHITECTURE.md alone.
@Suite struct AccessDecisionTests {
    /// Who asks; each has a node of its own name.
    enum Asker: String, CaseIterable {
        case sender, addressee, other, border, borderAddressee, borderSender
        case observer, stranger, thief
    }

    /// Whom the object is for.
    enum Form: CaseIterable {
        case addressees, mechanism, listed, listedOthers, nobody
    }

    /// What is known of T0.
    enum Release: CaseIterable {
        case unknown, ahead, now, past, withdrawn
    }

    /// How the clock stands.
    enum Clock: CaseIterable {
        case good, noPeers, atLimit, ahead, unsynchronised
    }

    /// Which of the two charters name the asker.
    enum Charters: CaseIterable {
        case both, adoptedOnly, newestOnly, neither
    }

    static let object = SHA256.digest(of: Array("object".utf8))
    static let now: Int64 = 1_800_000_000

    private static let regions: [Asker: String] = [
        .sender: "110000", .addressee: "120000", .other: "130000", .border: "810000",
        .borderAddressee: "820000", .borderSender: "830000",
    ]

    static func membership(without asker: Asker?) throws -> Membership {
        let members = regions.filter { $0.key != asker }.map { ($0.value, $0.key.nodeName) }
        return Membership(
            try Fixtures.charter(members) { content in
                for place in content.members.indices {
                    let region = content.members[place].address.region.text
                    content.members[place].isCrossBorder = region.hasPrefix("8")
                }
                if asker != .observer {
                    content.observers = [try Fixtures.node("observer").verifierKey]
                }
            }
        )
    }

    static func peer(_ asker: Asker) throws -> PeerNode {
        asker == .thief
            ? try Fixtures.peer("addressee", tag: " thief") : try Fixtures.peer(asker.nodeName)
    }

    static func entry(
        _ asker: Asker,
        _ label: ObjectLabel,
        _ form: Form,
        role: FieldID = .body
    ) throws -> GrantView {
        let audience: Audience =
            switch form {
            case .addressees: .addressees
            case .mechanism: .mechanism
            case .listed: .addresses(try Set(regions.values).sorted().map(Fixtures.address))
            case .listedOthers: .addresses([try Fixtures.address("110000")])
            case .nobody: .addresses([])
            }
        let sender: Asker = asker == .borderSender ? .borderSender : .sender
        return GrantView(
            origin: try Origin("\(sender.nodeName).ipr.example/delta"),
            index: 7,
            // An addressee below the member's own region belongs to that member.
            to: [try Fixtures.address("120100/scjg"), try Fixtures.address("820000")],
            objects: [
                ObjectReference(
                    audience: audience,
                    label: label,
                    role: role,
                    sha256: object,
                    size: 256
                )
            ],
            standing: .counts
        )
    }

    static func clock(_ clock: Clock) -> ClockState {
        let leads: [Int64] =
            switch clock {
            case .good: [-50, 0, 500]
            case .noPeers, .unsynchronised: []
            case .atLimit: [120]
            case .ahead: [121]
            }
        return ClockState(
            now: now,
            isSynchronised: clock != .unsynchronised,
            readings: leads.map { .init(heardAt: now - 10, lead: $0) }
        )
    }

    static func embargo(_ release: Release) -> AccessContext.Embargo {
        switch release {
        case .unknown: .init(release: nil)
        case .ahead: .init(release: now + 1)
        case .now: .init(release: now)
        case .past: .init(release: now - 1)
        case .withdrawn: .init(release: now - 1, isWithdrawn: true)
        }
    }

    /// What the pages say, in their own order and without a look at the code.
    static func oracle(
        _ asker: Asker,
        _ label: ObjectLabel,
        _ form: Form,
        _ release: Release,
        _ clock: Clock,
        _ charters: Charters
    ) -> Bool {
        // "An object leaves only if both allow the peer."
        if charters != .both || asker == .stranger || asker == .thief { return false }
        // "An observer receives only public ones whose audience is the mechanism."
        if asker == .observer { return label == .public && form == .mechanism }
        // "A member that its charter marks cross-border never receives the two personal ones."
        let isBorder = [Asker.border, .borderAddressee, .borderSender].contains(asker)
        if isBorder && [.personal, .embargoPersonal].contains(label) { return false }
        // "The sender always."
        if asker == .sender || asker == .borderSender { return true }
        // "[]: nobody but the sender."
        if form == .nobody { return false }
        let isAddressee = asker == .addressee || asker == .borderAddressee
        let isInAudience: Bool
        switch form {
        case .mechanism, .listed: isInAudience = true
        case .addressees: isInAudience = isAddressee
        case .listedOthers, .nobody: isInAudience = false
        }
        guard [.embargo, .embargoPersonal].contains(label) else { return isInAudience }
        // "Participants are `to`; `audience` is who reads afterwards."
        if isAddressee { return true }
        let isOver = release == .now || release == .past
        let isClockGood = clock == .good || clock == .noPeers || clock == .atLimit
        return isInAudience && isOver && isClockGood
    }

    @Test("every combination is decided as the pages say", arguments: Asker.allCases)
    func allCombinations(_ asker: Asker) throws {
        let with = try Self.membership(without: nil)
        let without = try Self.membership(without: asker == .thief ? .addressee : asker)
        let peer = try Self.peer(asker)
        var count = 0
        for label in ObjectLabel.allCases {
            for form in Form.allCases {
                let entry = try Self.entry(asker, label, form)
                for charters in Charters.allCases {
                    let isAdopted = charters == .both || charters == .adoptedOnly
                    let isNewest = charters == .both || charters == .newestOnly
                    for release in Release.allCases {
                        for clock in Clock.allCases {
                            let decision = AccessDecision.decide(
                                peer: peer,
                                entry: entry,
                                object: Self.object,
                                context: AccessContext(
                                    clock: Self.clock(clock),
                                    adopted: isAdopted ? with : without,
                                    newest: isNewest ? with : without,
                                    embargo: Self.embargo(release)
                                )
                            )
                            let expected = Self.oracle(
                                asker,
                                label,
                                form,
                                release,
                                clock,
                                charters
                            )
                            #expect(
                                decision.isAllowed == expected,
                                "\(label) \(form) \(charters) \(release) \(clock): \(decision)"
                            )
                            let code = decision.reason.code
                            #expect(code.isAllowance == decision.isAllowed)
                            count += 1
                        }
                    }
                }
            }
        }
        #expect(count == 5 * 5 * 4 * 5 * 5)
    }

    /// Asks for an object of an allowed addressee, after one change to the good case.
    private func decide(
        _ asker: Asker = .addressee,
        label: ObjectLabel = .internal,
        form: Form = .addressees,
        object: Digest = object,
        entry change: (inout GrantView) throws -> Void = { _ in },
        context changeContext: (inout AccessContext) throws -> Void = { _ in }
    ) throws -> GateReason.Code {
        var entry = try Self.entry(asker, label, form)
        try change(&entry)
        let membership = try Self.membership(without: nil)
        var context = AccessContext(
            clock: Self.clock(.good),
            adopted: membership,
            newest: membership
        )
        try changeContext(&context)
        let decision = AccessDecision.decide(
            peer: try Self.peer(asker),
            entry: entry,
            object: object,
            context: context
        )
        let reason = decision.reason
        #expect(Set(reason.arguments.keys) == Set(reason.code.argumentNames))
        return reason.code
    }

    @Test("each allowance says why")
    func allowances() throws {
        #expect(try decide() == .accessAddressee)
        #expect(try decide(.sender) == .accessSender)
        #expect(try decide(.other, form: .mechanism) == .accessMember)
        #expect(try decide(.other, form: .listed) == .accessListed)
        #expect(
            try decide(.observer, label: .public, form: .mechanism) == .accessObserverPublic
        )
        #expect(try decide(label: .embargo) == .accessParticipant)
        #expect(
            try decide(
                .other,
                label: .embargo,
                form: .mechanism,
                context: {
                    $0.embargo = Self.embargo(.past)
                }
            ) == .accessReleased
        )
    }

    @Test("each denial says why")
    func denials() throws {
        #expect(try decide(.other) == .accessNotAddressee)
        #expect(try decide(.other, form: .listedOthers) == .accessNotListed)
        #expect(try decide(form: .nobody) == .accessNobody)
        #expect(try decide(label: .embargo, form: .nobody) == .accessNobody)
        #expect(try decide(.borderAddressee, label: .personal) == .accessCrossBorder)
        #expect(try decide(.borderSender, label: .personal) == .accessCrossBorder)
        #expect(try decide(.observer, form: .mechanism) == .accessObserver)
        #expect(try decide(.stranger, form: .mechanism) == .accessNotMemberThen)
        #expect(try decide(.thief) == .accessKeyDiffers)
        #expect(
            try decide(context: { $0.newest = try Self.membership(without: .addressee) })
                == .accessNotMemberNow
        )
        #expect(
            try decide(context: { $0.adopted = try Self.membership(without: .addressee) })
                == .accessNotMemberThen
        )
    }

    @Test("an embargo holds until its T0, while the clock is doubtful, and after a withdrawal")
    func embargoes() throws {
        func ask(_ release: Release, _ clock: Clock) throws -> GateReason.Code {
            try decide(
                .other,
                label: .embargo,
                form: .mechanism,
                context: {
                    $0.embargo = Self.embargo(release)
                    $0.clock = Self.clock(clock)
                }
            )
        }
        #expect(try ask(.ahead, .good) == .accessEmbargo)
        #expect(try ask(.unknown, .good) == .accessEmbargoTimeUnknown)
        #expect(try ask(.withdrawn, .good) == .accessEmbargoWithdrawn)
        #expect(try ask(.past, .unsynchronised) == .accessClockUnsynchronised)
        #expect(try ask(.past, .ahead) == .accessClockAhead)
        #expect(try ask(.past, .atLimit) == .accessReleased)
    }

    @Test("entries that do not count, home logs and missing charters grant nothing")
    func noGrant() throws {
        #expect(try decide { $0.standing = .invalid } == .accessEntryInvalid)
        #expect(try decide { $0.standing = .beyondEnd } == .accessEntryBeyondEnd)
        #expect(
            try decide { $0.origin = try Origin("sender.ipr.example/home") } == .accessHomeLog
        )
        #expect(try decide { $0.origin = try Origin("nonsense") } == .accessHomeLog)
        #expect(try decide(context: { $0.adopted = nil }) == .accessCharterUnknown)
        #expect(try decide(context: { $0.newest = nil }) == .accessCharterUnknown)
        let other = Membership(
            try Fixtures.charter([("120000", "addressee")], mechanism: "belt")
        )
        #expect(try decide(context: { $0.newest = other }) == .accessCharterUnknown)
        #expect(try decide(context: { $0.adopted = other }) == .accessCharterUnknown)
    }

    @Test("an erased object is supplied to nobody, not even to its sender")
    func erased() throws {
        for asker in [Asker.addressee, .sender] {
            #expect(try decide(asker, context: { $0.erased = [Self.object] }) == .accessErased)
        }
    }

    @Test("a digest that the entry does not name is denied")
    func unnamed() throws {
        let other = SHA256.digest(of: [1])
        #expect(try decide(object: other) == .accessObjectUnnamed)
        #expect(try decide(.sender, object: other) == .accessObjectUnnamed)
    }

    @Test("a file inherits audience and label of the manifest that lists it")
    func manifests() throws {
        let file = SHA256.digest(of: [2])
        let manifest = Self.object
        func ask(
            _ asker: Asker,
            role: FieldID = .manifest,
            erased: Set<Digest> = []
        ) throws -> GateReason.Code {
            try decide(
                asker,
                label: .personal,
                object: file,
                entry: { $0.objects[0].role = role },
                context: {
                    $0.manifest = manifest
                    $0.erased = erased
                }
            )
        }
        #expect(try ask(.addressee) == .accessAddressee)
        #expect(try ask(.other) == .accessNotAddressee)
        #expect(try ask(.borderAddressee) == .accessCrossBorder)
        // Only a manifest lists files, and it must be the entry's own.
        #expect(try ask(.addressee, role: .evidence) == .accessObjectUnnamed)
        #expect(try ask(.addressee, erased: [file]) == .accessErased)
        #expect(try ask(.addressee, erased: [manifest]) == .accessErased)
        #expect(
            try decide(object: file, context: { $0.manifest = SHA256.digest(of: [3]) })
                == .accessObjectUnnamed
        )
    }

    @Test(
        "a later charter that moves an address to another node takes the object with it to neither"
    )
    func movedAddress() throws {
        let before = Membership(
            try Fixtures.charter([("110000", "sender"), ("120000", "old"), ("130000", "new")])
        )
        let after = Membership(
            try Fixtures.charter([("110000", "sender"), ("120000", "new"), ("130000", "old")])
        )
        let entry = try Self.entry(.addressee, .internal, .addressees)
        for node in ["old", "new"] {
            let decision = AccessDecision.decide(
                peer: try Fixtures.peer(node),
                entry: entry,
                object: Self.object,
                context: AccessContext(clock: Self.clock(.good), adopted: before, newest: after)
            )
            #expect(decision.reason.code == .accessNotAddressee)
        }
    }
}

extension AccessDecisionTests.Asker {
    /// The short name of the asker's node, which must be a DNS label.
    var nodeName: String { self == .thief ? "addressee" : rawValue.lowercased() }
}

@Suite struct ClockStateTests {
    @Test(
        "the lead is over the median of the peers heard within the hour, the larger one of two",
        arguments: [
            ([], nil), ([(0, 5)], 5), ([(0, 5), (0, 9)], 9), ([(0, 1), (0, 2), (0, 300)], 2),
            ([(3_600, 7)], 7), ([(3_601, 7)], nil), ([(-1, 7)], nil), ([(0, -5), (4_000, 90)], -5),
        ] as [([(Int64, Int64)], Int64?)]
    )
    func medians(_ readings: [(Int64, Int64)], _ lead: Int64?) {
        let now: Int64 = 1_800_000_000
        let state = ClockState(
            now: now,
            isSynchronised: true,
            readings: readings.map { .init(heardAt: now - $0.0, lead: $0.1) }
        )
        #expect(state.medianLead == lead)
    }
}
