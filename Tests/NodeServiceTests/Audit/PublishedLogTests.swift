import Auditing
import Cryptography
import Foundation
import Ledger
import LocalAPI
import Synchronization
import TLSTransport
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// Audits over https of what `log export` wrote, at a web server that a test can make misbehave.
@Suite struct PublishedLogTests {
    private static let origin = "jiangxi.ipr.example/home"

    /// An exported log in a folder, the card that anchors it, and the server that publishes it under `/logs/jiangxi/`.
    private struct Site {
        let folder: URL
        let export: URL
        /// Where downloads lie while an audit is under way.
        let work: URL
        let card: String

        static func make() async throws -> Site {
            let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
            let created = try await node.submit(node.submission("create"))
            _ = try await node.submit(node.submission("approve", record: created.entry))
            let card = try await node.local.card(caller: TestNode.operatorCaller).card
            try await node.close()
            let folder = node.home.root.appending(path: "published")
            let export = folder.appending(path: "logs/jiangxi")
            let outcome = try LogExport(
                of: Origin(origin),
                in: node.home,
                to: export.path,
                openingObjectsWith: HomeAudit.storageKey(of: node.home)
            )
            .run { _, _ in }
            #expect(outcome.objectCount == 2)
            let work = node.home.root.appending(path: "work")
            try FileManager.default.createDirectory(at: work, withIntermediateDirectories: false)
            return Site(folder: folder, export: export, work: work, card: card)
        }

        func audit(
            path: String = "/logs/jiangxi/",
            host: String = "localhost",
            limits: DownloadLimits = DownloadLimits(),
            trustingServer: Bool = true,
            rule: @escaping TLSFileServer.Rule = { $1 }
        ) async throws -> (report: AuditReport, paths: [String]) {
            let server = try TLSFileServer(folder, rule: rule)
            defer { #expect(throws: Never.self) { try server.stop() } }
            let log = try PublishedLog(
                "https://\(host):\(server.port)\(path)",
                authorities: trustingServer ? server.authority.path : nil,
                limits: limits,
                in: work
            )
            let report = try await log.audit(trusting: TrustReader.read([card])) { _, _ in }
            return (report, server.paths)
        }

        var downloads: [String] {
            do {
                return try FileManager.default.contentsOfDirectory(atPath: work.path)
            } catch {
                return ["\(error)"]
            }
        }

        func remove() throws {
            #expect(downloads.isEmpty)
            try FileManager.default.removeItem(at: folder.deletingLastPathComponent())
        }
    }

    @Test(
        "an export at a web server is audited as it is in a directory, with or without a final slash"
    )
    func published() async throws {
        let site = try await Site.make()
        let trust = try TrustReader.read([site.card])
        let direct = await Audit(of: try ExportedDirectory(site.export.path), trusting: trust).run()
        for path in ["/logs/jiangxi/", "/logs/jiangxi"] {
            let (report, paths) = try await site.audit(path: path)
            #expect(report.isSound && report.isAnchored, "\(report.findings)")
            #expect(report.source.hasPrefix("https://localhost:"))
            #expect(report.logs.map(\.root) == direct.logs.map(\.root))
            #expect(report.logs.map(\.entryCount) == [5])
            #expect(report.objects.verified == 2)
            #expect(report.findings.map(\.code) == direct.findings.map(\.code))
            #expect(paths.allSatisfy { $0.hasPrefix("/logs/jiangxi/") })
        }
        try site.remove()
    }

    @Test(
        "every changed or missing file at the server is a finding",
        arguments: [
            "tile/0/000.p/5", "tile/entries/000.p/5", "keys", "vkey", "charters", "rules", "card",
            "objects",
        ]
    )
    func changed(name: String) async throws {
        let site = try await Site.make()
        let (changed, paths) = try await site.audit { path, answer in
            guard path.contains("/" + name), !answer.body.isEmpty else { return answer }
            var answer = answer
            answer.body[answer.body.count / 2] ^= 1
            return answer
        }
        // A home log has no charter.
        let isThere = paths.contains { $0.contains("/" + name) }
        #expect(isThere == (name != "charters"))
        #expect(changed.isSound == !isThere, "\(changed.findings)")
        let (missing, _) = try await site.audit { path, answer in
            path.contains("/" + name) ? TLSFileServer.Answer(status: "404 Not Found") : answer
        }
        #expect(missing.isSound == !isThere, "\(missing.findings)")
        try site.remove()
    }

    @Test(
        "a server whose certificate leads to no authority, or is another host's or expired, is refused"
    )
    func certificates() async throws {
        let site = try await Site.make()
        for (host, isTrusted) in [("localhost", false), ("127.0.0.1", true)] {
            let error = await #expect(throws: (any Error).self) {
                _ = try await site.audit(host: host, trustingServer: isTrusted)
            }
            try Self.requireUntrusted(error)
        }
        let expired = try TLSFileServer(site.folder, notAfter: -3_600)
        let log = try PublishedLog(
            "https://localhost:\(expired.port)/logs/jiangxi",
            authorities: expired.authority.path
        )
        let error = await #expect(throws: (any Error).self) {
            _ = try await log.audit(trusting: Trust()) { _, _ in }
        }
        try Self.requireUntrusted(error)
        #expect(expired.paths.isEmpty)
        try expired.stop()
        try site.remove()
    }

    /// That a server is not trusted is told with the option that names its authority.
    private static func requireUntrusted(_ error: (any Error)?) throws {
        let problem = try #require(error.flatMap { Problems.problem(for: $0) as? Problem })
        #expect(problem.code == "node.url_not_trusted")
        for language in Language.allCases {
            #expect(problem.worded(in: language).remedy.contains("--ca"))
        }
    }

    /// One thing that a server does wrong, and what it is called.
    private struct Fault: Sendable {
        let code: NodeError.Code
        let arguments: [String: String]
        var path = "/logs/jiangxi"
        var limits = DownloadLimits()
        var rule: TLSFileServer.Rule = { $1 }
    }

    private static func faults() -> [Fault] {
        func answering(
            _ name: String,
            _ change: @escaping @Sendable (inout TLSFileServer.Answer) -> Void
        ) -> TLSFileServer.Rule {
            { path, answer in
                var answer = answer
                if path.hasSuffix(name) { change(&answer) }
                return answer
            }
        }
        var entries = DownloadLimits()
        entries.entryCountMax = 4
        var files = DownloadLimits()
        files.companionCountMax = 2
        var bytes = DownloadLimits()
        bytes.byteCountMax = 4_000
        return [
            Fault(code: .urlNoLog, arguments: [:], path: "/logs"),
            Fault(
                code: .urlCheckpointMissing,
                arguments: [:],
                rule: answering("checkpoint") { $0.body = Array("<html>".utf8) }
            ),
            Fault(
                code: .urlRefused,
                arguments: ["path": "/logs/jiangxi/checkpoint", "status": "302"],
                rule: answering("checkpoint") {
                    $0.status = "302 Found"
                    $0.headers = ["Location: https://localhost/"]
                }
            ),
            Fault(
                code: .urlFileTooLong,
                arguments: ["limit": "8192", "path": "/logs/jiangxi/tile/0/000.p/5"],
                rule: answering("tile/0/000.p/5") {
                    $0.body = [UInt8](repeating: 0, count: 8_193)
                }
            ),
            Fault(code: .urlTooLarge, arguments: ["limit": "4"], limits: entries),
            Fault(code: .urlTooLarge, arguments: ["limit": "2"], limits: files),
            Fault(code: .urlTooLarge, arguments: ["limit": "4000"], limits: bytes),
        ]
    }

    @Test(
        "what is no log, too long, too much or redirected is refused by name, and nothing stays behind"
    )
    func refused() async throws {
        let site = try await Site.make()
        for fault in Self.faults() {
            let error = await #expect(throws: NodeError.self) {
                _ = try await site.audit(path: fault.path, limits: fault.limits, rule: fault.rule)
            }
            #expect(error?.code == fault.code)
            for (name, value) in fault.arguments { #expect(error?.arguments[name] == value) }
        }
        try site.remove()
    }

    @Test(
        "a log whose checkpoint is not served, or cannot be read, is told apart from an address where there is no log"
    )
    func checkpointWithheld() async throws {
        let site = try await Site.make()
        for (kept, code) in [
            (["vkey", "SHA256SUMS"], "url_checkpoint_missing"),
            (["vkey"], "url_checkpoint_missing"),
            (["SHA256SUMS"], "url_checkpoint_missing"), (["keys"], "url_checkpoint_missing"),
            (["card"], "url_checkpoint_missing"), ([], "url_no_log"),
        ] {
            // Not there, and there with other bytes, as servers have them that answer everything with one page.
            for absent in [
                TLSFileServer.Answer(status: "404 Not Found"),
                TLSFileServer.Answer(body: Array("<html></html>\n".utf8)),
            ] {
                let error = await #expect(throws: NodeError.self) {
                    _ = try await site.audit { path, answer in
                        kept.contains { path.hasSuffix("/" + $0) } ? answer : absent
                    }
                }
                #expect(error?.code.rawValue == code, "\(kept)")
            }
        }
        try site.remove()
    }

    @Test("each limit lets through exactly what it names")
    func limits() async throws {
        let site = try await Site.make()
        var limits = DownloadLimits()
        limits.entryCountMax = 5
        let (report, paths) = try await site.audit(limits: limits)
        #expect(report.isSound, "\(report.findings)")
        let companions = paths.count { path in
            !path.contains("/tile/") && !path.hasSuffix("/checkpoint")
                && !path.hasSuffix("/SHA256SUMS")
        }
        limits.companionCountMax = companions
        #expect(try await site.audit(limits: limits).report.isSound)
        limits.companionCountMax = companions - 1
        await #expect(throws: NodeError.self) { _ = try await site.audit(limits: limits) }
        try site.remove()
    }

    @Test(
        "a server decides no name: what it lists beside an export's own files is neither asked for nor written"
    )
    func names() async throws {
        let site = try await Site.make()
        let hostile = [
            "../../x", "/etc/x", "charters/../x", "rules/x", "cosignatures/07", "cosignatures/5/x",
            "tile/0/../../x", "keys/x",
        ]
        let digest = String(repeating: "0", count: 64)
        let lines = hostile.map { "\(digest)  \($0)\n" }.joined()
        let (report, paths) = try await site.audit { path, answer in
            var answer = answer
            if path.hasSuffix("/SHA256SUMS") { answer.body += Array(lines.utf8) }
            return answer
        }
        #expect(!report.isSound)
        for name in hostile {
            #expect(!paths.contains { $0.hasSuffix("/" + name) }, "\(name)")
        }
        #expect(report.findings.contains { $0.code == .fileMissing && $0.place == "../../x" })
        try site.remove()
    }

    @Test(
        "a log that gets another checkpoint while it is read is told, and one without a list of digests is audited"
    )
    func changing() async throws {
        let site = try await Site.make()
        let count = Counter()
        let error = await #expect(throws: NodeError.self) {
            _ = try await site.audit { path, answer in
                var answer = answer
                if path.hasSuffix("/checkpoint"), count.next() > 1 { answer.body += [0x0a] }
                return answer
            }
        }
        #expect(error?.code == .urlChanged)
        let (report, _) = try await site.audit { path, answer in
            path.hasSuffix("/SHA256SUMS") ? TLSFileServer.Answer(status: "404 Not Found") : answer
        }
        #expect(report.isSound && report.isAnchored, "\(report.findings)")
        let codes = report.findings.map(\.code)
        #expect(codes.contains(.digestsMissing) && codes.contains(.filesNotAsked), "\(codes)")
        try site.remove()
    }

    @Test(
        "without a list of digests, the charters and packs that entries name are asked for by their digests"
    )
    func unlisted() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let card = try await node.local.card(caller: TestNode.operatorCaller).card
        try await node.close()
        try await nodes.fujian.remove()
        let folder = node.home.root.appending(path: "published")
        let work = node.home.root.appending(path: "work")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: false)
        let export = folder.appending(path: "logs/jiangxi")
        _ = try LogExport(
            of: Origin("jiangxi.ipr.example/exercise"),
            in: node.home,
            to: export.path
        )
        .run { _, _ in }
        try FileManager.default.removeItem(at: export.appending(path: "SHA256SUMS"))
        let site = Site(folder: folder, export: export, work: work, card: card)
        let (report, paths) = try await site.audit()
        #expect(report.isSound && report.isAnchored, "\(report.findings)")
        #expect(report.findings.contains { $0.code == .filesNotAsked })
        for name in ["charters", "rules"] {
            let files = try FileManager.default.contentsOfDirectory(
                atPath: export.appending(path: name).path
            )
            #expect(!files.isEmpty)
            for file in files { #expect(paths.contains("/logs/jiangxi/\(name)/\(file)")) }
        }
        #expect(paths.contains { $0.hasPrefix("/logs/jiangxi/cosignatures/") })
        // All that is named counts against one limit.
        var limits = DownloadLimits()
        limits.companionCountMax = paths.count {
            $0.contains("/charters/") || $0.contains("/rules/")
        }
        #expect(try await site.audit(limits: limits).report.isSound)
        limits.companionCountMax -= 1
        let error = await #expect(throws: NodeError.self) {
            _ = try await site.audit(limits: limits)
        }
        #expect(error?.code == .urlTooLarge)
        try await checkFalseCharters(site)
        try site.remove()
    }

    @Test(
        "without a list of digests, the revisions before those that entries name are asked for, too"
    )
    func predecessors() async throws {
        let founders = [(name: "jiangxi", region: "360000"), (name: "fujian", region: "350000")]
        var federation = try await Federation.make(founders)
        try await federation.admit("hainan", region: "460000")
        let (fujian, hainan) = (federation[1], federation[2])
        let caller = TestNode.operatorCaller
        let all = founders + [(name: "hainan", region: "460000")]
        var text = try await fujian.test.local.create(Federation.draft(all), caller: caller).text
        for position in [0, 2] {
            text = try await federation[position].test.local.sign(charter: text, caller: caller)
                .text
        }
        _ = try await fujian.test.local.join(charter: text, caller: caller)
        try await eventually("hainan and fujian are connected") {
            let name = try KeyName("fujian.ipr.example")
            return hainan.supervisor.session(with: name)?.line != nil
        }
        _ = try await hainan.test.local.join(charter: text, caller: caller)
        let root = hainan.test.home.root
        let (folder, work) = (root.appending(path: "published"), root.appending(path: "work"))
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: false)
        let export = folder.appending(path: "logs/jiangxi")
        _ = try LogExport(
            of: Origin("hainan.ipr.example/exercise"),
            in: hainan.test.home,
            to: export.path
        )
        .run { _, _ in }
        try FileManager.default.removeItem(at: export.appending(path: "SHA256SUMS"))
        let card = try await hainan.test.local.card(caller: caller).card
        let site = Site(folder: folder, export: export, work: work, card: card)
        let (report, paths) = try await site.audit()
        #expect(report.isSound && report.isAnchored, "\(report.findings)")
        // The log was opened under the second revision, which alone names the first.
        let charters = try FileManager.default.contentsOfDirectory(
            atPath: export.appending(path: "charters").path
        )
        #expect(charters.count == 2)
        for charter in charters { #expect(paths.contains("/logs/jiangxi/charters/\(charter)")) }
        #expect(site.downloads.isEmpty)
        try await federation.remove()
    }

    /// A charter under a digest that is not its own names nothing: else a server would lead on and on.
    private func checkFalseCharters(_ site: Site) async throws {
        let charters = site.export.appending(path: "charters")
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: charters.path).first
        )
        let note = Array(try Data(contentsOf: charters.appending(path: name)))
        var content = try Charter(parsing: note).content
        content.revision = 2
        let signer = try Ed25519Signer(
            name: KeyName("nobody.example"),
            seed: [UInt8](repeating: 7, count: 32)
        )
        let (base, count) = (content, Counter())
        let (report, paths) = try await site.audit { path, answer in
            guard path.contains("/charters/") else { return answer }
            let number = count.next()
            var content = base
            content.predecessor = SHA256.digest(of: Array("\(number)".utf8))
            // So that a test of a download without an end ends.
            guard number < 20, let forged = try? Charter(content, signers: [signer]) else {
                return TLSFileServer.Answer(status: "404 Not Found")
            }
            return TLSFileServer.Answer(body: forged.note.encoded)
        }
        #expect(paths.count { $0.contains("/charters/") } == 1)
        #expect(report.findings.contains { $0.code == .charterUnusable }, "\(report.findings)")
    }

    @Test(
        "only an https URL without a query is read",
        arguments: ["https://localhost/a?b=c", "https://", "https://u@localhost/"]
    )
    func addresses(url: String) {
        #expect(throws: (any Error).self) { try PublishedLog(url) }
    }

    @Test("what was downloaded is removed, whether the audit was done or not")
    func removed() async throws {
        let site = try await Site.make()
        let seen = Counter()
        for isWhole in [true, false] {
            let rule: TLSFileServer.Rule = { path, answer in
                if path.hasSuffix("/keys"), !site.downloads.isEmpty { _ = seen.next() }
                return path.hasSuffix("/tile/0/000.p/5") && !isWhole
                    ? TLSFileServer.Answer(status: "500 Internal Server Error") : answer
            }
            if isWhole {
                #expect(try await site.audit(rule: rule).report.isSound)
            } else {
                await #expect(throws: NodeError.self) { _ = try await site.audit(rule: rule) }
            }
            #expect(site.downloads.isEmpty)
        }
        #expect(seen.next() == 3)
        try site.remove()
    }

    @Test("a download that would leave less than the free space on the disk is refused and removed")
    func noSpace() async throws {
        let site = try await Site.make()
        for reserve in [UInt64.max, UInt64.max / 2] {
            var limits = DownloadLimits()
            limits.freeByteCountMin = reserve
            let error = await #expect(throws: NodeError.self) {
                try await site.audit(limits: limits)
            }
            #expect(error?.code == .downloadNoSpace)
            #expect(error?.arguments["path"] == site.work.path)
        }
        try site.remove()
    }

    @Test("a file system that tells of more blocks than there can be has room enough")
    func blocks() {
        #expect(LogDownload.byteCount(3, of: 4_096) == 12_288)
        #expect(LogDownload.byteCount(.max, of: 4_096) == .max)
        #expect(LogDownload.byteCount(1 << 63, of: 2) == .max)
    }

    @Test(
        "what an interrupted audit left is removed by the next one, and no folder in use or of others"
    )
    func interrupted() async throws {
        let site = try await Site.make()
        let manager = FileManager.default
        func make(_ name: String) throws -> URL {
            let folder = site.work.appending(path: name)
            try manager.createDirectory(at: folder, withIntermediateDirectories: false)
            try Data("x".utf8).write(to: folder.appending(path: "checkpoint"))
            return folder
        }
        _ = try make("lianlu-download-left")
        let other = try make("somebody-else")
        // One that was interrupted before it had its name, and one that is just being made.
        let old = try make("lianlu-new-left")
        let new = try make("lianlu-new-other")
        let past = Date(timeIntervalSinceNow: -7_200)
        try manager.setAttributes([.modificationDate: past], ofItemAtPath: old.path)
        let inUse = try DownloadFolder(in: site.work)
        let others: Set = ["somebody-else", "lianlu-new-other"]
        #expect(Set(site.downloads) == others.union([inUse.url.lastPathComponent]))
        let (report, _) = try await site.audit()
        #expect(report.isSound)
        #expect(Set(site.downloads) == others.union([inUse.url.lastPathComponent]))
        inUse.remove()
        #expect(Set(site.downloads) == others)
        for folder in [other, new] { try manager.removeItem(at: folder) }
        try site.remove()
    }
}

/// Counts from 1, on any thread.
private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
