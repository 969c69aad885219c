import LocalAPI
import Wording

/// Writes the statutory clocks of a record for people.
struct ClockRendering {
    let renderer: Renderer
    /// What addresses are called, by id and language.
    var names: [String: [String: String]]?

    /// Every clock with all that it rests on; nothing where there is none.
    func show(_ clocks: [ClockDocument]?) {
        guard let clocks, !clocks.isEmpty else { return }
        renderer.heading("clocks")
        for clock in clocks { renderer.paragraph(head(clock), lines(clock)) }
    }

    /// The due time of a record as one cell of a list.
    func cell(
        due: String?,
        overdue: Bool?,
        paused: Bool? = nil,
        provisional: Bool? = nil
    ) -> String {
        guard let due else { return "-" }
        if paused == true { return "\(due) (\(renderer.label("clock_paused_due")))" }
        if provisional == true { return "\(due) (\(renderer.label("clock_provisional_due")))" }
        return overdue == true ? "\(due) (\(renderer.label("clock_overdue")))" : due
    }

    /// A number of seconds as days and hours, or hours and minutes.
    func duration(_ seconds: Int64) -> String {
        let minutes = Int64(clamping: seconds.magnitude) / 60
        let (days, hours) = (minutes / 1_440, minutes % 1_440 / 60)
        return days > 0
            ? text("duration_days", ["days": "\(days)", "hours": "\(hours)"])
            : text("duration_hours", ["hours": "\(hours)", "minutes": "\(minutes % 60)"])
    }

    /// How long there is left, or by how long the end has passed.
    func distance(_ seconds: Int64, overdue: Bool) -> String {
        let key = seconds >= 0 ? "clock_left" : overdue ? "clock_over" : "clock_past"
        return text(key, ["time": duration(seconds)])
    }

    // MARK: Lines

    private func head(_ clock: ClockDocument) -> String {
        let isChinese = renderer.language == .zh
        var standing = renderer.sentence(CodedText(clock.standing))
        if let word = ownWord(clock) {
            standing += isChinese ? "（\(word)）" : " (\(word))"
        }
        if let left = clock.secondsLeft {
            let distance = distance(left, overdue: clock.overdue)
            standing += isChinese ? "，\(distance)" : ", \(distance)"
        }
        let title = "\(clock.clock) \(renderer.title(clock.titles, else: ""))"
        let mark = clock.binding ? "" : isChinese ? "【建议】" : "[\(renderer.label("proposal"))] "
        return isChinese ? "\(mark)\(title)：\(standing)" : "\(mark)\(title): \(standing)"
    }

    /// That an end goes by what its signer says, where receipts do not tell.
    private func ownWord(_ clock: ClockDocument) -> String? {
        guard clock.end?.proof == "open" else { return nil }
        if clock.standing.hasSuffix("_kept") { return renderer.label("clock_own_word") }
        return clock.standing.hasSuffix("_late") ? renderer.label("clock_own_time") : nil
    }

    private func lines(_ clock: ClockDocument) -> [String] {
        var lines: [String] = []
        if !clock.binding {
            lines.append(renderer.sentence(CodedText("casework.clock_proposal")))
        }
        lines += dueLines(clock)
        lines.append(marked("clock_started", clock.started))
        lines.append(text("clock_length", ["length": length(clock)]))
        lines += clock.extensions.map(prolongation)
        lines += clock.pauses.map(pause)
        if let days = clock.due?.pausedDayCount, days > 0 {
            lines.append(text("clock_paused_days", ["days": "\(days)"]))
        }
        if let end = clock.end {
            let proof = end.proof.map { ["clock_proof_\($0)"].map(renderer.label) } ?? []
            lines.append(joined([marked("clock_ended", end.mark)] + proof))
        }
        lines += clock.possibleEnds.map { end in
            marked("clock_possible_end", end.mark, ["condition": named(end.condition)])
        }
        return lines + ruleLines(clock) + clock.findings.map(renderer.sentence)
    }

    private func dueLines(_ clock: ClockDocument) -> [String] {
        guard let due = clock.due else {
            return clock.standing == "casework.clock_unending" ? [text("clock_due_open")] : []
        }
        // A day may be named by an extension, or by the document that set the clock off.
        let named = clock.extensions.isEmpty ? "clock_due_stated" : "clock_due_named"
        var parts = [text(due.named ? named : "clock_due", ["due": due.last])]
        if let day = due.nominal { parts.append(text("clock_nominal", ["day": day])) }
        if let time = due.elapsed { parts.append(text("clock_elapsed", ["time": time])) }
        if clock.end == nil, clock.standing == "casework.clock_paused" {
            parts.append(text("clock_paused_end"))
        }
        if due.provisional {
            let years = renderer.list(due.provisionalYears.map(String.init))
            // Whether a calendar is still to come or is named and not here, the rules say.
            let isNamed =
                clock.standing == "casework.clock_rules_gone"
                || clock.findings.contains { $0.code == "casework.clock_calendar_missing" }
            let key = isNamed ? "clock_calendar_absent" : "clock_provisional"
            parts.append(text(key, ["years": years]))
        } else if clock.standing == "casework.clock_rules_gone" {
            parts.append(text("clock_rules_absent"))
        }
        let references = due.calendars + [due.fixedHolidays].compactMap(\.self)
        if !references.isEmpty {
            let names = references.map(short(reference:))
            parts.append(text("clock_calendars", ["calendars": renderer.list(names)]))
        }
        return [joined(parts)]
    }

    private func ruleLines(_ clock: ClockDocument) -> [String] {
        var lines: [String] = []
        let bearer = renderer.title(clock.bearerTitles, else: body(clock.bearer))
        let bound = clock.bound.map { renderer.place($0, names) }
        let who = [bearer] + (bound.isEmpty ? [] : [renderer.list(bound)])
        lines.append(
            joined(
                [
                    text("clock_bound", ["who": who.joined(separator: " ")]),
                    clock.node.map { text("clock_node", ["node": $0]) },
                    clock.home ? text("clock_home") : nil,
                    clock.outlivesRecord ? text("clock_outlives") : nil,
                ]
                .compactMap(\.self)
            )
        )
        lines.append(text("clock_duty", ["duty": named(clock.duty)]))
        if let condition = clock.condition {
            lines.append(text("clock_condition", ["condition": named(condition)]))
        }
        lines.append(rule(clock))
        if let expiry = clock.expiry {
            lines.append(text("clock_expiry", ["what": named(expiry)]))
        }
        if let note = clock.note { lines.append(text("clock_note", ["what": named(note)])) }
        return lines
    }

    private func rule(_ clock: ClockDocument) -> String {
        let laws = clock.law.map { law in
            let title = renderer.title(law.titles, else: "")
            return renderer.language == .zh
                ? ArticleText.zh(title, law.article) : ArticleText.en(title, law.article)
        }
        return text(
            laws.isEmpty ? "clock_rule_own" : "clock_rule",
            [
                "law": renderer.list(laws),
                "status": renderer.label("clock_status_\(clock.status)"),
                "pack": short(reference: clock.rules), "version": "\(clock.rulesVersion)",
            ]
        )
    }

    private func length(_ clock: ClockDocument) -> String {
        let roll =
            ["holiday", "holiday_and_weekend"].contains(clock.roll)
            ? [renderer.label("roll_\(clock.roll)")] : []
        guard let length = clock.length else { return text("clock_until") }
        return joined([self.length(length)] + roll)
    }

    private func length(_ length: ClockDocument.Length) -> String {
        let one = length.count == 1 && length.unit != "hour" ? "_one" : ""
        return text("clock_unit_\(length.unit)\(one)", ["count": "\(length.count)"])
    }

    private func prolongation(_ prolongation: ClockDocument.Extension) -> String {
        let condition = prolongation.condition.map {
            text("clock_condition", ["condition": named($0)])
        }
        let line: String
        if let added = prolongation.length {
            line = marked("clock_extended", prolongation.mark, ["length": length(added)])
        } else if let day = prolongation.day {
            line = marked("clock_extended_to", prolongation.mark, ["length": day])
        } else {
            line = marked("clock_extended_open", prolongation.mark)
        }
        return joined([line, condition].compactMap(\.self))
    }

    private func pause(_ pause: ClockDocument.Pause) -> String {
        let reason = pause.reason.map { renderer.title(pause.reasonTitles, else: $0) }
        var arguments = [
            "from": pause.from, "reason": reason ?? text("clock_pause_reason_in_body"),
            "entry": renderer.short(pause.began.entry),
        ]
        if let to = pause.to { arguments["to"] = to }
        let condition = pause.condition.map {
            text("clock_condition", ["condition": named($0)])
        }
        let line = text(pause.to == nil ? "clock_pause_open" : "clock_pause", arguments)
        return joined([line, condition].compactMap(\.self))
    }

    // MARK: Parts

    /// What a body that is no role of a machine is called; one that no pack of the program names, by its id.
    private func body(_ bearer: String) -> String {
        let key = "label_bearer_\(bearer)"
        return Catalogue.text("command.\(key)") == nil ? bearer : text(key)
    }

    /// A line about an entry, with the time that cosignatures prove of it.
    private func marked(
        _ key: String,
        _ mark: ClockDocument.Mark,
        _ more: [String: String] = [:]
    ) -> String {
        var arguments = more
        arguments["at"] = mark.at
        arguments["event"] = renderer.title(mark.eventTitles, else: mark.event)
        arguments["signer"] = mark.signer
        arguments["entry"] = renderer.short(mark.entry)
        let line = text(key, arguments)
        guard mark.provenAfter != nil || mark.provenBefore != nil else { return line }
        let proven = text(
            "clock_proven",
            ["after": mark.provenAfter ?? "…", "before": mark.provenBefore ?? "…"]
        )
        return joined([line, proven])
    }

    private func named(_ titles: [String: String]) -> String { renderer.title(titles, else: "") }

    private func short(reference: String) -> String {
        let parts = reference.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return reference }
        return "\(parts[0])@\(renderer.short(String(parts[1])))"
    }

    private func joined(_ parts: [String]) -> String {
        renderer.joined(parts)
    }

    private func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
        renderer.sentence(CodedText("command.\(key)", arguments))
    }
}
