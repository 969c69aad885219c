import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import Replication
import SQLiteStorage
import Synchronization
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// What `status` and `doctor` say of trouble before anybody asks.
@Suite struct StatusTests {
    @Test(
        "a log of which a peer shows more than is here is told after a minute in which nothing of it came, and not of a peer that was removed"
    )
    func logBehind() async throws {
        let nodes = try await TwoNodes.make()
        let (test, origin) = (nodes.jiangxi, try Origin("fujian.ipr.example/exercise"))
        let (created, send) = try await test.approved(to: "350000")
        let sent = try await test.submit(send)
        let uptime = Mutex(Duration.zero)
        let seen = PeerObservations(PeerClock(.system) { uptime.withLock { $0 } })
        test.node.setObserver { seen.current }
        func warnings(after seconds: Int) async throws -> [CodedText] {
            uptime.withLock { $0 += .seconds(seconds) }
            return try await test.local.status(caller: Self.caller).warnings
                .filter { $0.code == "node.log_behind" }
        }
        let peer = try KeyName("fujian.ipr.example")
        seen.verified(origin)
        #expect(try await warnings(after: 3_600).isEmpty, "nothing is missing")
        seen.setGap(of: origin, .init(size: 289, holder: peer))
        #expect(try await warnings(after: 0).isEmpty, "it was only just shown")
        #expect(try await warnings(after: 59).isEmpty)
        seen.progressed(origin)
        #expect(try await warnings(after: 59).isEmpty, "a part of it came")
        seen.setGap(of: origin, .init(size: 290, holder: peer))
        let found = try await warnings(after: 1)
        #expect(found.map { $0.arguments["shown"] } == ["290"])
        #expect(found.first?.arguments["size"] == "0")
        #expect(found.first?.arguments["node"] == "\(peer)")
        #expect(found.first?.arguments["origin"] == "\(origin)")
        func shown(_ record: String) async throws -> [CodedText] {
            try await test.local.record(record, caller: Self.caller).findings
                .filter { $0.code == "node.log_behind" }
        }
        let told = try await shown(sent.entry)
        #expect(told.map { $0.arguments["shown"] } == ["290"], "in the mechanism of the log")
        #expect(try await shown(created.entry).isEmpty, "at home nothing is missing")
        seen.setGap(of: origin, nil)
        #expect(try await warnings(after: 60).isEmpty, "the source is gone")
        seen.setGap(of: origin, .init(size: 290, holder: peer))
        #expect(try await warnings(after: 60).count == 1)
        let foreign = try Origin("fujian.ipr.example/other")
        seen.setGap(of: foreign, .init(size: 290, holder: peer))
        #expect(try await warnings(after: 60).count == 1, "a mechanism that is not shared")
        try await test.local.remove(peer: "\(peer)", caller: Self.caller)
        #expect(try await warnings(after: 60).isEmpty, "the peer was removed")
        try await nodes.remove()
    }

    @Test(
        "clocks that differ are told of connected peers, as they were heard within the hour, and as our own clock stands now"
    )
    func clocks() async throws {
        let nodes = try await TwoNodes.make()
        let home = nodes.jiangxi.home
        try await nodes.jiangxi.close()
        let right = NodeTime.system.now()
        let now = Mutex(right + 172_800)
        let uptime = Mutex(Duration.zero)
        let time = NodeTime(now: { now.withLock { $0 } }, isSynchronised: { true })
        let node = try await TestNode(opening: home, time: time)
        let seen = PeerObservations(PeerClock(time) { uptime.withLock { $0 } })
        node.node.setObserver { seen.current }
        func told() async throws -> [CodedText] {
            try await node.local.status(caller: Self.caller).warnings
                .filter { $0.code.hasPrefix("node.peer_clock_") }
        }
        func doubts() async throws -> [CodedText] {
            let create = node.submission("create")
            return try await node.local.preview(create, caller: Self.caller).findings
                .filter { $0.code == "node.own_clock_doubtful" }
        }
        let peer = try #require(NodeName("fujian.ipr.example"))
        let boot = BootNonce(bytes: [UInt8](repeating: 1, count: BootNonce.byteCount))
        let document = try SessionDocument(
            boot: try #require(boot),
            card: nodes.fujian.node.view.card.note.encoded,
            charters: [],
            logs: [],
            now: try #require(WireTime(posixSeconds: UInt64(right), offsetMinutes: 480))
        )
        seen.heard(peer, document)
        #expect(try await told().isEmpty, "it is not connected")
        #expect(try await doubts().isEmpty)
        seen.setConnected(peer, true)
        #expect(try await doubts().map { $0.arguments["seconds"] } == ["172800"])
        let warned = try await node.submit(node.submission("create")).warnings ?? []
        #expect(warned.contains { $0.code == "node.own_clock_doubtful" })
        let behind = try await told()
        #expect(behind.map(\.code) == ["node.peer_clock_behind"])
        #expect(behind.first?.arguments["seconds"] == "172800")
        // A minute later somebody has set our clock right.
        now.withLock { $0 = right + 60 }
        uptime.withLock { $0 = .seconds(60) }
        #expect(try await told().isEmpty, "our clock was set right")
        #expect(try await doubts().isEmpty)
        now.withLock { $0 = right + 60 - 172_800 }
        #expect(try await told().map(\.code) == ["node.peer_clock_ahead"])
        now.withLock { $0 += 3_541 }
        uptime.withLock { $0 += .seconds(3_541) }
        #expect(try await told().isEmpty, "it was heard more than an hour ago")
        try await node.remove()
        try await nodes.fujian.remove()
    }

    private static let caller = TestNode.operatorCaller

    @Test("a disk without room is an alarm, and the node is not ready to append")
    func fullDisk() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let node = try await TestNode(opening: home, freeByteCountMin: .max)
        let health = try await node.local.health(caller: Self.caller)
        #expect(!health.ready && health.reasons.map(\.code) == ["log_storage.disk_full"])
        let status = try await node.local.status(caller: Self.caller)
        #expect(status.alarms.map(\.code) == ["log_storage.disk_full"])
        try await node.close()
        let again = try await TestNode(opening: home)
        #expect(try await again.local.health(caller: Self.caller).ready)
        try await again.remove()
    }

    @Test(
        "a page of records goes on where the last one ended, also where that record has moved since"
    )
    func pages() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var records: Set<String> = []
        for _ in 0..<3 { records.insert(try await node.submit(node.submission("create")).entry) }
        let record = try #require(records.first)
        func page(after second: Int64) async throws -> Set<String> {
            let cursor = "\(record)@\(second)@jiangxi.ipr.example/home"
            return Set(
                try await node.local.records(.init(), after: cursor, caller: Self.caller)
                    .items.map(\.record)
            )
        }
        #expect(try await page(after: .max) == records)
        #expect(try await page(after: 0).isEmpty)
        // A cursor has one spelling.
        for second in ["+5", "-0", "007", "-5", "9223372036854775808"] {
            let error = await #expect(throws: Problem.self, "\(second)") {
                _ = try await node.local.records(
                    .init(),
                    after: "\(record)@\(second)@jiangxi.ipr.example/home",
                    caller: Self.caller
                )
            }
            #expect(error?.code == "node.cursor_unknown")
        }
        await #expect(throws: Problem.self) {
            _ = try await node.local.records(
                .init(),
                after: "\(record)@jiangxi.ipr.example/home",
                caller: Self.caller
            )
        }
        try await node.remove()
    }

    @Test(
        "a member that was not added as a peer is named by status, by the preview and by the step"
    )
    func stranger() async throws {
        let nodes = try await TwoNodes.make()
        let (_, send) = try await nodes.jiangxi.approved(to: "350000")
        var status = try await nodes.jiangxi.local.status(caller: Self.caller)
        #expect(status.warnings.isEmpty)
        try await nodes.jiangxi.local.remove(peer: "fujian.ipr.example", caller: Self.caller)
        let expected = CodedText(
            "node.member_not_added",
            ["mechanism": "exercise", "node": "fujian.ipr.example"]
        )
        #expect(Catalogue.message(expected.code, expected.arguments, in: .zh) != nil)
        status = try await nodes.jiangxi.local.status(caller: Self.caller)
        #expect(status.warnings == [expected])
        let preview = try await nodes.jiangxi.local.preview(send, caller: Self.caller)
        #expect(preview.findings.contains(expected))
        let acknowledgement = try await nodes.jiangxi.submit(send)
        // From another year on the letter speaks of an earlier edition of the rules.
        let told = acknowledgement.warnings?.filter { $0.code != "node.older_edition" }
        #expect(told == [expected])
        try await nodes.remove()
    }

    @Test("a peer of which nothing was heard for more than a minute is a warning with its time")
    func silence() async throws {
        let nodes = try await TwoNodes.make()
        let home = nodes.jiangxi.home
        try await nodes.jiangxi.close()
        let now = Mutex(NodeTime.system.now())
        let time = NodeTime(now: { now.withLock { $0 } }, isSynchronised: { true })
        let node = try await TestNode(opening: home, time: time)
        for (seconds, count) in [(60, 0), (61, 1)] as [(Int64, Int)] {
            now.withLock { $0 = node.node.started + seconds }
            let warnings = try await node.local.status(caller: Self.caller).warnings
            #expect(warnings.count { $0.code == "node.peer_not_connected" } == count)
            #expect(warnings.count == count)
        }
        try await node.remove()
        try await nodes.fujian.remove()
    }

    @Test("status tells which alarms are grave, by what replication says of its codes")
    func gravity() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let book = AlarmBook(node: node.node)
        let origin = "fujian.ipr.example/exercise"
        try await book.raise(Alarm(.forkDetected, ["form": "growth", "origin": origin]))
        try await book.raise(Alarm(.peerStalled, ["count": "1", "peer": "fujian.ipr.example"]))
        try await book.raise("ledger_parties.card_serial_reused", ["node": "fujian.ipr.example"])
        try await book.raise("replication.own_head_conflicting", ["origin": origin])
        let alarms = try await node.local.status(caller: Self.caller).alarms
        #expect(
            Set(alarms.filter(\.grave).map(\.code)) == [
                "replication.fork_detected", "replication.own_head_conflicting",
                "ledger_parties.card_serial_reused",
            ]
        )
        #expect(alarms.filter { !$0.grave }.map(\.code) == ["replication.peer_stalled"])
        try await node.remove()
    }

    @Test(
        "doctor finds a damaged write-ahead log of a home that does not run, and looks at none that does"
    )
    func damagedLog() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        for _ in 0..<3 { _ = try await node.submit(node.submission("create")) }
        func codes(_ home: HomeDirectory) -> [String] {
            NodeExamination(home: home).results().filter { $0.outcome == .failed }.map(\.text.code)
        }
        let copy = HomeDirectory(node.home.root.path + "-copy")
        try FileManager.default.copyItem(at: node.home.root, to: copy.root)
        #expect(codes(copy).isEmpty)
        func damage(_ home: HomeDirectory) throws {
            let log = home.data.appending(path: "lianlu.sqlite-wal")
            var bytes = try Data(contentsOf: log)
            bytes[32 + 24 + 100] ^= 1
            try bytes.write(to: log)
        }
        try damage(copy)
        #expect(codes(copy) == ["sqlite_storage.write_ahead_log_damaged"])
        let error = await #expect(throws: SQLiteStorageError.self) {
            try await TestNode(opening: copy)
        }
        #expect(error?.code == .writeAheadLogDamaged)
        #expect(codes(node.home).isEmpty)
        let running = NodeExamination(home: node.home).results()
        #expect(!running.contains { $0.text.code == "node.check_database" })
        let skipped = running.filter { $0.outcome == .skipped }.map(\.text.code)
        #expect(skipped == ["node.check_database_in_use"])
        let resting = NodeExamination(home: copy).results()
        #expect(!resting.contains { $0.outcome == .skipped })
        try await node.remove()
        try FileManager.default.removeItem(at: copy.root)
    }

    @Test(
        "doctor fails where the database of a node that does not run is cut, or damaged in its middle"
    )
    func damagedDatabase() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        for _ in 0..<20 { _ = try await node.submit(node.submission("create")) }
        try await node.close()
        let file = node.home.data.appending(path: "lianlu.sqlite")
        let whole = try Data(contentsOf: file)
        func codes() -> [String] {
            NodeExamination(home: node.home).results().filter { $0.outcome == .failed }
                .map(\.text.code)
        }
        #expect(codes().isEmpty)
        let pages = whole.count / 4_096
        try whole.prefix(pages / 2 * 4_096).write(to: file)
        #expect(codes() == ["sqlite_storage.database_corrupt"])
        var noisy = whole
        let middle = pages / 2 * 4_096
        noisy.replaceSubrange(
            middle..<middle + 5 * 4_096,
            with: Data(repeating: 0xA7, count: 20_480)
        )
        try noisy.write(to: file)
        #expect(codes() == ["sqlite_storage.database_corrupt"])
        try whole.write(to: file)
        #expect(codes().isEmpty)
        try FileManager.default.removeItem(at: node.home.root)
    }

    @Test("the logs of a home that may not append say that nothing is appended to them")
    func restoredLogs() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let before = try await TestNode(opening: home)
        let logs = try await before.local.status(caller: Self.caller).logs
        #expect(!logs.contains { !$0.alarms.isEmpty })
        try await before.close()
        try FileManager.default.removeItem(at: home.data.appending(path: "instance"))
        let node = try await TestNode(opening: home)
        let told = try await node.local.status(caller: Self.caller).logs
        #expect(!told.isEmpty)
        #expect(told.allSatisfy { $0.alarms.map(\.code) == ["node.log_stopped"] }, "\(told)")
        try await node.remove()
    }

    @Test(
        "doctor fails where other users may replace keys, data, certificates or configuration, and warns where they may look"
    )
    func modes() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        func told() -> [String: [CodedText]] {
            let results = NodeExamination(home: home).results()
                .filter { ["node.check_mode", "node.check_mode_open"].contains($0.text.code) }
            return Dictionary(grouping: results) { $0.outcome.rawValue }.mapValues {
                $0.map(\.text)
            }
        }
        let places: [(URL, mode: Int, outcome: String)] = [
            (home.root, 0o777, "failed"), (home.root, 0o770, "failed"), (home.root, 0o755, ""),
            (home.configuration, 0o666, "failed"), (home.configuration, 0o664, "failed"),
            (home.configuration, 0o644, ""),
            (home.certificates, 0o777, "failed"), (home.tlsCertificate, 0o666, "failed"),
            (home.keys, 0o777, "failed"), (home.keys, 0o720, "failed"),
            (home.keys, 0o750, "warned"), (home.data, 0o777, "failed"),
            (home.data, 0o702, "failed"), (home.data, 0o755, "warned"),
        ]
        let manager = FileManager.default
        #expect(told().isEmpty)
        for (place, mode, outcome) in places {
            let path = place.resolvingSymlinksInPath().path
            let whole = try manager.attributesOfItem(atPath: path)[.posixPermissions]
            try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let found = told()
            #expect(Array(found.keys) == (outcome.isEmpty ? [] : [outcome]), "\(path) \(mode)")
            if let texts = found[outcome] {
                #expect(texts.count == 1)
                #expect(texts.first?.arguments["path"] == path)
                #expect(texts.first?.arguments["mode"] == "0" + String(mode, radix: 8))
            }
            try manager.setAttributes(
                [.posixPermissions: try #require(whole)],
                ofItemAtPath: path
            )
        }
        #expect(told().isEmpty)
        try manager.removeItem(at: home.root)
    }

    @Test(
        "a certificate that has ended, or ends within a month, is warned of by doctor and by status, and stops nothing",
        arguments: [
            (-10, ["node.certificate_expired"]), (10, ["node.certificate_ends"]), (100, []),
        ]
    )
    func certificateEnds(days: Int, codes: [String]) async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let now = NodeTime.system.now()
        let certificate = try NodeCertificate.selfSigned(
            nodeName: "jiangxi.ipr.example",
            key: KeyFile.load(from: home.key("tls").path),
            notBefore: now - 100 * 86_400,
            notAfter: now + Int64(days) * 86_400 + (days < 0 ? -3_600 : 3_600)
        )
        try FileManager.default.removeItem(at: home.tlsCertificate)
        try CertificateFile.create([certificate], at: home.tlsCertificate.path)
        let texts = codes.map { CodedText($0, ["days": "10", "name": "jiangxi.ipr.example"]) }
        let results = NodeExamination(home: home).results()
        #expect(!results.contains { $0.outcome == .failed })
        func ends(_ texts: [CodedText]) -> [CodedText] {
            texts.filter {
                ["node.certificate_expired", "node.certificate_ends"].contains($0.code)
            }
        }
        #expect(ends(results.map(\.text)) == texts)
        let node = try await TestNode(opening: home)
        // What peers are shown is what was read at the start, whatever the file holds since.
        let seen = PeerObservations(PeerClock(NodeTime.system) { .zero })
        node.node.setObserver { seen.current }
        #expect(ends(try await node.local.status(caller: Self.caller).warnings).isEmpty)
        seen.setCertificate(certificate)
        try FileManager.default.removeItem(at: home.tlsCertificate)
        #expect(ends(try await node.local.status(caller: Self.caller).warnings) == texts)
        try await node.remove()
    }

    @Test("doctor fails where the TLS key is not the certificate's, and says how they come to fit")
    func keyOfAnotherCertificate() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        func results(_ outcome: CheckResult.Outcome) -> [CodedText] {
            NodeExamination(home: home).results().filter { $0.outcome == outcome }.map(\.text)
        }
        #expect(results(.failed).isEmpty)
        #expect(results(.passed).contains { $0.code == "node.check_certificate_key" })
        try FileManager.default.removeItem(at: home.key("tls"))
        try KeyFile.create(P256.PrivateKey(), at: home.key("tls").path)
        #expect(results(.failed).map(\.code) == ["tls_transport.identity_mismatch"])
        #expect(!results(.passed).contains { $0.code == "node.check_certificate_key" })
        for language in Language.allCases {
            let told = Catalogue.message("tls_transport.identity_mismatch", in: language)
            #expect(told?.remedy.contains("certs/README") == true)
        }
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("doctor fails where the authorities that lianlu.yaml names cannot be read, as serve does")
    func authorities() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        let text = try String(contentsOf: home.configuration, encoding: .utf8)
        func failed(_ path: String) throws -> [CodedText] {
            try Data((text + "certificate-authorities: \(path)\n").utf8)
                .write(to: home.configuration)
            return NodeExamination(home: home).results().filter { $0.outcome == .failed }
                .map(\.text)
        }
        let told = try failed("certs/no-such-file.pem")
        #expect(told.count == 1)
        #expect(told.first?.arguments["path"]?.hasSuffix("certs/no-such-file.pem") == true)
        for language in Language.allCases {
            let message = told.first.flatMap {
                Catalogue.message($0.code, $0.arguments, in: language)
            }
            #expect(message?.remedy.isEmpty == false)
        }
        // A path in the home, as serve takes it.
        #expect(try failed("certs/tls.crt").isEmpty)
        try FileManager.default.removeItem(at: home.root)
    }
}
