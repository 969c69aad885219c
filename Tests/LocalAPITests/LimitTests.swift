import Foundation
import LocalAPI
import LocalAPITestSupport
import TestSupport
import Testing
import Wording

/// What is too long, too late or of a wrong form.
@Suite struct LimitTests {
    /// An answer as a raw client sees it.
    static func raw(_ node: RunningNode, _ arguments: String) async throws -> (Int, Problem?) {
        let command =
            "curl -s -w '\\n%{http_code}' --max-time 20 --unix-socket \(node.socketPath) \(arguments)"
        let lines = try await Shell.run(command).output.split(separator: "\n")
        let status = lines.last.flatMap { Int($0) } ?? 0
        let body = Data((lines.first ?? "").utf8)
        return (status, try? JSONDecoder().decode(Problem.self, from: body))
    }

    @Test(
        "a document at the limit is taken and one byte more is refused",
        arguments: [0, 1]
    )
    func bodyLimit(extra: Int) async throws {
        try await RunningNode.serving { node in
            let shell = #"{"text":"","version":1}"#.utf8.count
            let text = String(
                repeating: "a",
                count: Limits.requestByteCountMax - shell + extra
            )
            let path = node.home + "/body"
            try Data(#"{"text":"\#(text)","version":1}"#.utf8).write(to: URL(filePath: path))
            let (status, problem) = try await Self.raw(
                node,
                "--data-binary @\(path) -H 'Expect:' http://x/v1/cards/inspect"
            )
            #expect(status == (extra == 0 ? 200 : 413))
            #expect(problem?.code == (extra == 0 ? nil : "local_api.body_too_large"))
        }
    }

    @Test("a client refuses to send what the node would refuse")
    func clientLimit() async throws {
        try await RunningNode.serving { node in
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            let text = String(repeating: "a", count: Limits.requestByteCountMax)
            let error = await #expect(throws: LocalAPIError.self) {
                try await client.send(.inspect(card: text))
            }
            #expect(error?.code == .bodyTooLarge)
            #expect(node.service.script { $0.calls }.isEmpty)
        }
    }

    @Test("a body without an announced length ends at the limit too")
    func chunkedBody() async throws {
        try await RunningNode.serving { node in
            let (status, problem) = try await Self.raw(
                node,
                "-H 'Transfer-Encoding: chunked' -H 'Expect:' -T - http://x/v1/cards/inspect -X POST"
                    + " < /dev/zero"
            )
            #expect(status == 413 || status == 0)
            #expect(problem == nil || problem?.code == "local_api.body_too_large")
            #expect(node.service.script { $0.calls }.isEmpty)
        }
    }

    @Test("a body that does not arrive in time is given up, and others are served meanwhile")
    func slowBody() async throws {
        var patience = LocalServer.Patience()
        patience.bodySeconds = 1
        try await RunningNode.serving(patience: patience) { node in
            let slow = try RawSocket.connected(to: node.socketPath)
            defer { slow.close() }
            let head = "POST /v1/cards/inspect HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
            try slow.send(head + "{")
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            for _ in 0..<10 { _ = try await client.send(.health) }
            let answer = await slow.rest()
            #expect(answer.hasPrefix("HTTP/1.1 408"))
            #expect(answer.contains("local_api.body_late"))
        }
    }

    @Test(
        "wrong forms are refused by name",
        arguments: [
            ("-d '{' http://x/v1/cards/inspect", 400, "local_api.body_invalid"),
            ("-d '{\"version\":1}' http://x/v1/cards/inspect", 400, "local_api.body_invalid"),
            (
                "-d '{\"text\":\"\",\"version\":2}' http://x/v1/cards/inspect", 400,
                "local_api.version_unsupported"
            ),
            (
                "-d '{\"other\":1,\"version\":9}' http://x/v1/cards/inspect", 400,
                "local_api.version_unsupported"
            ),
            ("-d '{\"text\":\"\",\"new\":[1],\"version\":1}' http://x/v1/cards/inspect", 200, ""),
            ("http://x/v1/records/abcdef0", 400, "local_api.parameter_invalid"),
            ("http://x/v1/records/ABCDEF01", 400, "local_api.parameter_invalid"),
            ("http://x/v1/records/abcdef01", 404, "node.record_unknown"),
            ("http://x/v1/charters/abcdef01", 400, "local_api.parameter_invalid"),
            ("http://x/v1/peers/a%2Fb", 400, "local_api.parameter_invalid"),
            ("http://x/v1/why?entry=abcdef01", 400, "local_api.parameter_invalid"),
            ("http://x/v1/statistics?exercises=1", 400, "local_api.parameter_invalid"),
            ("http://x/v1/statistics?exercises=false", 200, ""),
            ("http://x/v1/nothing", 404, "local_api.route_unknown"),
            ("-X PUT http://x/v1/status", 404, "local_api.route_unknown"),
        ]
    )
    func forms(_ arguments: String, _ status: Int, _ code: String) async throws {
        try await RunningNode.serving { node in
            let (seen, problem) = try await Self.raw(node, "'-HExpect:' " + arguments)
            #expect(seen == status)
            #expect((problem?.code ?? "") == code)
        }
    }

    @Test(
        "numbers of a range are decimal and within their limits",
        arguments: [
            ("from=0&count=1", 200), ("count=100000", 200), ("count=100001", 400), ("count=0", 400),
            ("from=+5", 400), ("from=-1", 400), ("from=9007199254740991", 200),
            ("from=9007199254740992", 400), ("from=", 400),
        ]
    )
    func ranges(_ query: String, _ status: Int) async throws {
        try await RunningNode.serving { node in
            let log = ScriptedService.digest("1")
            let (seen, _) = try await Self.raw(node, "'http://x/v1/logs/\(log)/entries?\(query)'")
            #expect(seen == status)
        }
    }

    @Test("the texts of a problem follow the language that the client asks for")
    func languages() async throws {
        try await RunningNode.serving { node in
            for (wish, part) in [("en", "form"), ("zh-CN", "形式"), ("fr", "形式"), ("fr, en", "form")]
            {
                let (_, problem) = try await Self.raw(
                    node,
                    "-H 'Accept-Language: \(wish)' http://x/v1/records/abc"
                )
                #expect(problem?.cause.contains(part) == true, "\(wish)")
            }
        }
    }

    @Test("a client that takes nothing of a long list is cut off while others are served")
    func slowReader() async throws {
        var patience = LocalServer.Patience()
        patience.writeSeconds = 1
        try await RunningNode.serving(patience: patience) { node in
            node.service.script { script in
                script.records = (0..<20_000).map { Samples.record("0\(1_000_000 + $0)") }
                script.pageCount = 200
            }
            let slow = try RawSocket.connected(to: node.socketPath)
            defer { slow.close() }
            try slow.send("GET /v1/records HTTP/1.1\r\nHost: x\r\n\r\n")
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            for _ in 0..<10 { _ = try await client.send(.health) }
            await slow.hangUp()
            let answer = await slow.rest()
            #expect(answer.hasPrefix("HTTP/1.1 200"))
            #expect(!answer.hasSuffix("0\r\n\r\n"))
        }
    }

    @Test(
        "a client that takes nothing of a long answer, or of many short ones, is cut off",
        arguments: [
            (1, "GET /v1/rules/\(ScriptedService.digest("c")) HTTP/1.1\r\nHost: x\r\n\r\n"),
            (8_000, "GET /v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n"),
        ]
    )
    func slowTaker(_ count: Int, _ request: String) async throws {
        var patience = LocalServer.Patience()
        patience.writeSeconds = 1
        try await RunningNode.serving(patience: patience) { node in
            let pack = [UInt8](repeating: 7, count: 2 * 1_024 * 1_024)
            node.service.script { $0.rulePack = pack }
            let slow = try RawSocket.connected(to: node.socketPath)
            defer { slow.close() }
            async let sent: Void = slow.send(request, times: count)
            await slow.hangUp()
            await sent
            let answer = await slow.rest()
            #expect(answer.hasPrefix("HTTP/1.1 "))
            #expect(answer.utf8.count < (count == 1 ? pack.count : count * 100))
        }
    }

    @Test("a node that does not answer in time is reported as late")
    func lateNode() async throws {
        let home = try RunningNode.makeHome()
        defer { try? FileManager.default.removeItem(atPath: home) }
        let path = home + "/s"
        let silent = try RawSocket.listening(at: path)
        defer { silent.close() }
        let client = LocalClient(socketPath: path, language: .en, answerSeconds: 1)
        let error = await #expect(throws: LocalAPIError.self) { try await client.send(.health) }
        #expect(error?.code == .answerLate)
    }

    @Test("an answer at the limit is taken and one byte more is refused", arguments: [0, 1])
    func answerLimit(extra: Int) async throws {
        try await RunningNode.serving { node in
            let bytes = [UInt8](repeating: 7, count: Limits.documentByteCountMax + extra)
            node.service.script { $0.rulePack = bytes }
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            let call = LocalBytesCall.rulePack(ScriptedService.digest("c"))
            if extra == 0 {
                let answer = try await client.bytes(call)
                #expect(answer == bytes)
            } else {
                let error = await #expect(throws: LocalAPIError.self) {
                    try await client.bytes(call)
                }
                #expect(error?.code == .answerInvalid)
            }
        }
    }

    @Test(
        "header fields at the limit are taken and one more is refused",
        arguments: [(Limits.headerCountMax, "200"), (Limits.headerCountMax + 1, "400")]
    )
    func headerLimit(count: Int, status: String) async throws {
        try await RunningNode.serving { node in
            let client = try RawSocket.connected(to: node.socketPath)
            defer { client.close() }
            let fields = ["Host: x", "Connection: close"] + (2..<count).map { "X-\($0): y" }
            try client.send("GET /v1/health HTTP/1.1\r\n" + fields.joined(separator: "\r\n"))
            try client.send("\r\n\r\n")
            let answer = await client.rest()
            #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(answer)")
        }
    }

    @Test("a query value at the limit is taken and one byte more is refused", arguments: [0, 1])
    func parameterLimit(extra: Int) async throws {
        try await RunningNode.serving { node in
            let peer = String(repeating: "a", count: Limits.parameterByteCountMax + extra)
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            let call = LocalCall.why(entry: "abcdef01", peer: peer)
            if extra == 0 {
                let answer = try await client.send(call)
                #expect(answer.peer == peer)
            } else {
                let problem = await #expect(throws: Problem.self) { try await client.send(call) }
                #expect(problem?.code == "local_api.parameter_invalid")
            }
        }
    }

    @Test("beyond the limit of connections a client waits until others have gone")
    func connectionLimit() async throws {
        try await RunningNode.serving { node in
            // The kernel's backlog and the batches of accept(2) blur the limit by a few.
            let idle = try (0..<Limits.connectionCountMax + 32).map { _ in
                try RawSocket.connected(to: node.socketPath)
            }
            let hasty = LocalClient(socketPath: node.socketPath, language: .en, answerSeconds: 1)
            let error = await #expect(throws: LocalAPIError.self) { try await hasty.send(.health) }
            #expect(error?.code == .answerLate)
            for connection in idle { connection.close() }
            _ = try await LocalClient(socketPath: node.socketPath, language: .en).send(.health)
        }
    }
}
