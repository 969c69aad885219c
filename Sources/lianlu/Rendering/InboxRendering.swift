import LocalAPI
import Wording

/// Writes what waits for an office for people: each record with the steps that may be taken and their commands.
struct InboxRendering {
    let renderer: Renderer

    private var clocks: ClockRendering { ClockRendering(renderer: renderer) }
    private var isChinese: Bool { renderer.language == .zh }

    /// How much there is in all.
    func summary(_ page: InboxPage) {
        let counts = page.counts
        guard counts.waiting + counts.others > 0 else {
            return renderer.paragraph(text("inbox_empty"), page.findings.map(renderer.sentence))
        }
        renderer.paragraph(
            text(
                "inbox_counts",
                [
                    "waiting": "\(counts.waiting)", "overdue": "\(counts.overdue)",
                    "others": "\(counts.others)", "at": page.asOf,
                ]
            ),
            page.findings.map(renderer.sentence)
        )
    }

    /// Records one after the other, with a heading where a part begins.
    func show(_ items: [InboxItem], after last: InboxItem.Part?) {
        var part = last
        for item in items {
            if item.part != part { renderer.heading("inbox_\(item.part.rawValue)") }
            part = item.part
            renderer.paragraph(head(item), lines(item))
        }
    }

    // MARK: Lines

    private func head(_ item: InboxItem) -> String {
        var parts: [String] = []
        if item.overdue { parts.append("【\(renderer.label("clock_overdue"))】") }
        if !isChinese, item.overdue { parts = ["[\(renderer.label("clock_overdue"))]"] }
        let kind = renderer.official(item.kindTitles, else: item.kind)
        let state = renderer.state(of: item.summary)
        parts.append(isChinese ? "\(kind)·\(state)" : "\(kind), \(state)")
        if let title = item.summary.title { parts.append(isChinese ? "“\(title)”" : "“\(title)”") }
        return parts.joined(separator: isChinese ? "" : " ")
    }

    private func lines(_ item: InboxItem) -> [String] {
        let summary = item.summary
        // What is not told is no end, and is not left unsaid beside one that is.
        let withheld = item.withheld.map { [renderer.sentence($0)] } ?? []
        var lines = item.due == nil && item.withheld != nil ? withheld : [due(item)] + withheld
        lines.append(
            text(
                "inbox_record",
                [
                    "opener": renderer.place(summary.opener, summary.names),
                    "opened": item.opened, "record": renderer.short(summary.record),
                    "mechanism": summary.mechanism.map { renderer.place($0, summary.names) }
                        ?? renderer.label("home_log"),
                ]
            )
        )
        // Of what another office of this node has, nothing is left to do here.
        let isOfOthers = item.part == .others || item.openings != nil
        if isOfOthers || item.steps.isEmpty && !item.awaited.isEmpty {
            let role = renderer.title(item.awaitedTitles, else: "")
            let awaited = item.awaited.map { renderer.place($0, summary.names) }
            let who = ([role] + awaited).filter { !$0.isEmpty }.joined(separator: " ")
            if !who.isEmpty { lines.append(text("inbox_awaits", ["who": who])) }
        }
        if let latest = item.latest { lines.append(taken(latest, item)) }
        if let called = item.called { lines.append(call(called, item)) }
        if let alarms = summary.alarms { lines.append(renderer.sentences(alarms)) }
        return lines + item.steps.map { step($0, item) }
            + (item.openings ?? []).map { opening($0, item) }
    }

    /// Who called on whom, and when.
    private func call(_ call: InboxItem.Call, _ item: InboxItem) -> String {
        let names = item.summary.names
        let said = text(
            "inbox_called",
            [
                "at": call.at, "by": renderer.place(call.by, names),
                "on": renderer.list(call.on.map { renderer.place($0, names) }),
                "step": renderer.title(call.titles, else: call.event),
            ]
        )
        let early = call.overdue == false ? text("inbox_called_early") : ""
        let again = call.earlier.map { text("inbox_called_again", ["count": "\($0)"]) } ?? ""
        return said + early + again
    }

    /// The newest step, by whom, and when.
    private func taken(_ step: InboxItem.Taken, _ item: InboxItem) -> String {
        text(
            "inbox_latest",
            [
                "at": step.at, "by": renderer.place(step.by, item.summary.names),
                "step": renderer.title(step.titles, else: step.event),
            ]
        )
    }

    /// The command line by which a matter of its own begins that names this one.
    private func opening(_ opening: InboxItem.Opening, _ item: InboxItem) -> String {
        let words = [opening.kind, opening.event].map { $0.replacing("_", with: "-") }
        let command =
            "lianlu record new \(words.joined(separator: " "))"
            + (opening.field.map { " --field \($0)=\(item.summary.record)" } ?? "")
            // What is opened for an exercise is one.
            + (item.summary.exercise == true ? " --field exercise=true" : "")
            + (opening.opens ? " \(text("step_place"))" : "")
        let title = renderer.title(opening.titles, else: opening.event)
        return "\(command)  \(text("inbox_opens", ["step": title]))"
    }

    private func due(_ item: InboxItem) -> String {
        guard let due = item.due else { return text("inbox_no_due") }
        let rule = [item.clock ?? "", renderer.title(item.clockTitles, else: "")]
            .filter { !$0.isEmpty }.joined(separator: " ")
        var parts = [text("clock_due", ["due": due])]
        if item.paused {
            parts.append(text("clock_paused_end"))
            parts.append(renderer.sentence(CodedText("casework.clock_paused")))
        } else if let left = item.secondsLeft {
            if item.provisional == true { parts.append(renderer.label("clock_provisional_due")) }
            parts.append(clocks.distance(left, overdue: item.overdue))
        }
        return (parts + [rule]).joined(separator: isChinese ? "，" : ", ")
    }

    /// The command line of a step, and what it is called.
    private func step(_ step: NextStep, _ item: InboxItem) -> String {
        let name = renderer.title(step.titles, else: step.event)
        if step.automatic != nil { return "\(name) (\(renderer.label("by_itself")))" }
        let words = [item.kind, step.event].map { $0.replacing("_", with: "-") }
        // What goes into a mechanism goes to somebody, and so may what follows.
        let place =
            step.opens == true
            ? " \(text("step_place"))" : step.addressed == true ? " \(text("step_addressee"))" : ""
        let command =
            "lianlu \(words.joined(separator: " ")) \(renderer.short(item.summary.record))"
            + Self.office(of: step) + place
        let isSame = renderer.named(step.titles, step.event) == words[1]
        if let approver = renderer.approver(of: step) {
            let told = (isSame ? [] : [name]) + [approver] + others(of: step)
            return "\(command) --for-approval  \(told.joined(separator: isChinese ? "" : " "))"
        }
        let told = (isSame ? [] : [name]) + others(of: step)
        return told.isEmpty
            ? command : "\(command)  \(told.joined(separator: isChinese ? "" : " "))"
    }

    /// Which office signs, where the node has several: the first of those that may, so that the line can be run as it stands.
    private static func office(of step: NextStep) -> String {
        step.offices?.first.map { " --office \($0)" } ?? ""
    }

    /// The other offices that may sign instead, in words.
    private func others(of step: NextStep) -> [String] {
        let others = step.offices?.dropFirst() ?? []
        guard !others.isEmpty else { return [] }
        let names = others.map { office in
            guard let title = step.officeTitles?[office] else { return office }
            return isChinese ? "\(title) \(office)" : "\(title), \(office)"
        }
        return [text("inbox_offices_other", ["offices": renderer.list(names)])]
    }

    private func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
        renderer.sentence(CodedText("command.\(key)", arguments))
    }
}
