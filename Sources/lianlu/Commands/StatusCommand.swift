import ArgumentParser
import LocalAPI

/// The command `lianlu status`.
struct StatusCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("status", text: "status") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let status = try await context.send(.status)
        let renderer = context.renderer
        if renderer.json { return try renderer.line(status) }
        renderer.pairs([
            ("node", status.node), ("region", status.region), ("now", status.now),
            ("started", status.started),
        ])
        if !status.alarms.isEmpty {
            renderer.heading("alarms")
            renderer.table(
                ["at", "what", "remedy"],
                status.alarms.map { alarm in
                    [
                        Self.when(alarm), renderer.sentence(renderer.brief(alarm.text)),
                        renderer.remedy(renderer.brief(alarm.text)),
                    ]
                }
            )
        }
        if !status.warnings.isEmpty {
            renderer.heading("warnings")
            renderer.table(
                ["what", "remedy"],
                status.warnings.map(renderer.brief)
                    .map { [renderer.sentence($0), renderer.remedy($0)] }
            )
        }
        Self.printLogs(status.logs, renderer)
        Self.printPeers(status, renderer)
    }

    /// When an alarm was raised, and for what happened again when it did last, and how often.
    private static func when(_ alarm: AlarmStatus) -> String {
        guard let times = alarm.times, times > 1, let last = alarm.last else {
            return alarm.at ?? "-"
        }
        return "\(alarm.at ?? "-") – \(last) (×\(times))"
    }

    private static func printLogs(_ logs: [LogStatus], _ renderer: Renderer) {
        renderer.heading("logs")
        renderer.table(
            ["log", "kind", "verified_up_to", "at", "receipts", "notes"],
            logs.map { log in
                [
                    log.origin, renderer.label("kind_\(log.kind.rawValue)"), String(log.size),
                    log.verifiedAt ?? "-", receipts(log, renderer),
                    notes(log, renderer),
                ]
            }
        )
        let rows = logs.flatMap { log in
            log.peers.map { peer in
                [
                    log.origin, peer.node, String(peer.verifiedUpTo), peer.verifiedAt ?? "-",
                    String(peer.behindBy), peer.lastContact ?? "-",
                    // What is over is told once, with the peer.
                    isPast(peer.lastError, peer.lastErrorAt, heard: peer.lastContact)
                        ? "-" : error(peer.lastError, peer.lastErrorAt, nil, renderer),
                ]
            }
        }
        guard !rows.isEmpty else { return }
        renderer.heading("logs_and_peers")
        renderer.table(
            ["log", "peer", "verified_up_to", "at", "behind_by", "last_contact", "last_error"],
            rows
        )
    }

    private static func printPeers(_ status: NodeStatus, _ renderer: Renderer) {
        guard !status.peers.isEmpty else { return }
        renderer.heading("peers")
        renderer.table(
            ["peer", "region", "connected", "last_contact", "card_days_left", "last_error"],
            status.peers.map { peer in
                [
                    peer.node, peer.region, renderer.yes(peer.connected), peer.lastContact ?? "-",
                    String(peer.cardDaysLeft),
                    error(
                        peer.lastError,
                        peer.lastErrorAt,
                        isPast(peer.lastError, peer.lastErrorAt, heard: peer.lastContact)
                            ? "past_error" : nil,
                        renderer
                    ),
                ]
            }
        )
    }

    /// Errors of the link alone; every other one is not over because the peer answers.
    private static let linkErrors: Set<String> = [
        "replication.source_slow", "replication.source_unreachable",
    ]

    /// An error with its time, since it stays shown until there is another one; `past` marks one that is over.
    private static func error(
        _ error: CodedText?,
        _ time: String?,
        _ past: String?,
        _ renderer: Renderer
    ) -> String {
        guard let error else { return "-" }
        let parts = [past.map(renderer.label), time, renderer.sentence(error)]
        return parts.compactMap(\.self).joined(separator: " ")
    }

    /// Whether an error is over: an error of the link is once the peer was heard again.
    ///
    /// Of any other one nothing here says so: that the peer signed for a log of ours, by its own clock, is none of it.
    /// All times of a node are of one form and offset, so that their order is that of their bytes.
    private static func isPast(_ error: CodedText?, _ time: String?, heard: String?) -> Bool {
        guard let error, let time, let heard else { return false }
        let isOfLink = error.code.hasPrefix("tls_transport.") || linkErrors.contains(error.code)
        return isOfLink && time < heard
    }

    private static func receipts(_ log: LogStatus, _ renderer: Renderer) -> String {
        switch log.kind {
        case .home: renderer.label("stays_home")
        case .own where log.thisDiskOnly: renderer.label("this_disk_only")
        case .own, .mirror: renderer.tally(log.receipts)
        }
    }

    private static func notes(_ log: LogStatus, _ renderer: Renderer) -> String {
        let counts = log.entriesNotValid.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { "\(renderer.label("class_\($0.key)")) \($0.value)" }
        let parts = log.alarms.map(renderer.sentence) + counts
        return parts.isEmpty ? "-" : parts.joined(separator: " · ")
    }
}
