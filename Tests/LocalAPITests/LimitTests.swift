import Foundation
import LocalAPI
import LocalAPITestSupport
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
            async let slow = Shell.run("python3 -c '\(Self.slowWriterProgram)' \(node.socketPath)")
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            for _ in 0..<10 { _ = try await client.send(.health) }
            let answer = try await slow.output
            #expect(answer.hasPrefix("HTTP/1.1 408"))
            #expect(answer.contains("local_api.body_late"))
        }
    }

    /// Sends the beginning of a body, never the rest, and prints the answer.
    static let slowWriterProgram = """
        import socket, sys
        s = socket.socket(socket.AF_UNIX)
        s.connect(sys.argv[1])
        s.sendall(b"POST /v1/cards/inspect HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 100\\r\\n\\r\\n{")
        s.settimeout(15)
        seen = b""
        try:
            while True:
                piece = s.recv(65536)
                if not piece: break
                seen += piece
        except ConnectionError:
            pass
        print(seen.decode())
        """

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
            async let slow = Shell.run(
                "python3 -c '\(Self.slowReaderProgram)' \(node.socketPath)"
            )
            let client = LocalClient(socketPath: node.socketPath, language: .en)
            for _ in 0..<10 { _ = try await client.send(.health) }
            #expect(try await slow.output == "cut\n")
        }
    }

    /// Asks for a list, takes nothing until the node has hung up, and says whether the list came whole.
    static let slowReaderProgram = """
        import select, socket, sys
        s = socket.socket(socket.AF_UNIX)
        s.connect(sys.argv[1])
        s.sendall(b"GET /v1/records HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
        p = select.poll()
        p.register(s, select.POLLRDHUP)
        p.poll(15000)
        seen = b""
        try:
            while True:
                piece = s.recv(65536)
                if not piece: break
                seen += piece
        except ConnectionError:
            pass
        print("whole" if seen.endswith(b"0\\r\\n\\r\\n") else "cut")
        """

    @Test("a node that does not answer in time is reported as late")
    func lateNode() async throws {
        let home = try RunningNode.makeHome()
        defer { try? FileManager.default.removeItem(atPath: home) }
        let path = home + "/s"
        let program =
            "import socket,time; s=socket.socket(socket.AF_UNIX); s.bind(\"\(path)\"); s.listen(); "
            + "print(flush=True); c=s.accept(); time.sleep(4)"
        async let silent = Shell.run("python3 -c '\(program)'")
        while !FileManager.default.fileExists(atPath: path) {
            try await Task.sleep(for: .milliseconds(20))
        }
        try await Task.sleep(for: .milliseconds(200))
        let client = LocalClient(socketPath: path, language: .en, answerSeconds: 1)
        let error = await #expect(throws: LocalAPIError.self) { try await client.send(.health) }
        #expect(error?.code == .answerLate)
        _ = try await silent
    }
}
