package import Casework

/// What waits in an open record, and for whom, as the inbox finds it without folding the record again.
///
/// It holds nothing that depends on the time of looking, nor on who fills a charter's roles: a reader resolves both. It is this
/// node's own working list, written with the record's projection, made again where its basis is another one, and no part of what is
/// audited.
package struct RecordDuty: Hashable, Sendable {
    /// A number for the calendars that the clocks were counted by.
    package var basis: UInt64
    /// The POSIX second of the first entry's `at`.
    package var openedAt: Int64
    /// Who is expected to act next.
    package var waiting: RoleFilling
    /// Who may take some step now.
    package var acting: RoleFilling
    /// Whose matter it is: who opened it, and to whom it went.
    package var parties: RoleFilling
    /// Who was called on and has not answered; nobody where nobody was.
    package var called: RoleFilling
    /// Those among them who cannot answer, as they are a side of the matter.
    package var barred: RoleFilling
    /// The ends that ask somebody to act, the earliest first.
    package var ends: [DutyEnd]

    /// Makes a duty; of very many ends the earliest are kept.
    package init(
        basis: UInt64,
        openedAt: Int64,
        waiting: RoleFilling,
        acting: RoleFilling,
        parties: RoleFilling,
        called: RoleFilling = .nobody,
        barred: RoleFilling = .nobody,
        ends: [DutyEnd]
    ) {
        self.basis = basis
        self.openedAt = openedAt
        self.waiting = waiting
        self.acting = acting
        self.parties = parties
        self.called = called
        self.barred = barred
        self.ends = Array(
            ends.sorted { $0.time.last < $1.time.last }.prefix(Limits.dutyEndCountMax)
        )
    }

    /// What waits in a record; nil where nothing does: it has ended, or goes on elsewhere, and no clock outlives it.
    package init?(
        of state: RecordState,
        clocks: MatterClocks,
        basis: UInt64,
        withholding isWithheld: (RecordClock) -> Bool = { _ in false }
    ) {
        guard state.state != nil, !state.hasLeft else { return nil }
        let ends = clocks.dutyEnds(of: state)
        guard !state.isTerminal || !ends.isEmpty else { return nil }
        let first = state.steps.first { $0.event.digest == state.record }
        let call = state.call(among: clocks, withholding: isWithheld)
        self.init(
            basis: basis,
            openedAt: first?.event.at.instant ?? 0,
            waiting: state.waitingFilling(with: clocks),
            acting: state.actingFilling,
            parties: state.partyFilling,
            called: call?.called ?? .nobody,
            barred: call?.barred ?? .nobody,
            ends: ends
        )
    }
}

// MARK: - Stored form

extension RecordDuty {
    /// One end in the stored form.
    package struct StoredEnd: Hashable, Sendable {
        /// When somebody must act.
        package var time: DutyTime
        /// Who, as a place among the lines of `fillings`.
        package let bound: Int
    }

    /// A duty as a scan of very many reads it: fillings that are the same text are resolved once.
    package struct Stored: Hashable, Sendable {
        /// See `RecordDuty.basis`.
        package let basis: UInt64
        /// See `RecordDuty.openedAt`.
        package let openedAt: Int64
        /// The ends, the earliest first.
        package let ends: [StoredEnd]
        /// Lines of `RoleFilling.text`: who is waited for, who may act, whose matter it is, who was called on and
        /// who of them cannot answer, then whom the ends bind.
        package let fillings: String
    }

    private static let version: UInt8 = 4
    /// Lines before those of the ends.
    private static let ownLineCount = 5
    private static let headByteCount = 18
    private static let endByteCount = 10

    /// The form in which a store keeps it: version, basis, opening, count of ends, the ends, and the fillings as text.
    package func encoded() -> [UInt8] {
        var lines = [waiting.text, acting.text, parties.text, called.text, barred.text]
        var bytes: [UInt8] = [Self.version]
        Self.put(basis, to: &bytes)
        Self.put(UInt64(bitPattern: openedAt), to: &bytes)
        bytes.append(UInt8(ends.count))
        for end in ends {
            let bound = end.bound.text
            let place = lines.dropFirst(Self.ownLineCount).firstIndex(of: bound) ?? lines.count
            if place == lines.count { lines.append(bound) }
            let kind = UInt8(DutyTime.kinds.firstIndex(of: end.time.kind) ?? 0)
            bytes.append(kind | Self.flags(of: end.time))
            bytes.append(UInt8(place))
            Self.put(UInt64(bitPattern: end.time.last), to: &bytes)
        }
        return bytes + lines.joined(separator: "\n").utf8
    }

    /// What is kept of a time besides its kind and end.
    private static func flags(of time: DutyTime) -> UInt8 {
        (time.isPaused ? 0x80 : 0) | (time.isProvisional ? 0x40 : 0)
            | (time.usesCalendars ? 0x20 : 0) | (time.lacksCalendar ? 0x10 : 0)
    }

    private static func put(_ value: UInt64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

extension RecordDuty.Stored {
    /// Whether somebody was called on and has not answered.
    package var isCalled: Bool {
        let lines = fillings.split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false)
        return lines.count > 3 && !lines[3].isEmpty
    }

    /// Reads what `encoded` wrote; nil for anything else, which is then made again.
    package init?(decoding bytes: UnsafeRawBufferPointer) {
        let head = RecordDuty.headByteCount
        guard bytes.count >= head, bytes[0] == RecordDuty.version else { return nil }
        let count = Int(bytes[head - 1])
        let start = head + count * RecordDuty.endByteCount
        guard bytes.count >= start else { return nil }
        var ends: [RecordDuty.StoredEnd] = []
        ends.reserveCapacity(count)
        for number in 0..<count {
            let place = head + number * RecordDuty.endByteCount
            let kind = Int(bytes[place] & 0x0F)
            guard kind < DutyTime.kinds.count else { return nil }
            let time = DutyTime(
                kind: DutyTime.kinds[kind],
                last: Int64(bitPattern: Self.integer(bytes, place + 2)),
                isPaused: bytes[place] & 0x80 != 0,
                isProvisional: bytes[place] & 0x40 != 0,
                usesCalendars: bytes[place] & 0x20 != 0,
                lacksCalendar: bytes[place] & 0x10 != 0
            )
            ends.append(RecordDuty.StoredEnd(time: time, bound: Int(bytes[place + 1])))
        }
        basis = Self.integer(bytes, 1)
        openedAt = Int64(bitPattern: Self.integer(bytes, 9))
        self.ends = ends
        fillings = String(decoding: bytes[start...], as: UTF8.self)
    }

    private static func integer(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
}
