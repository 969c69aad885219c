import Foundation
import Testing

@testable import NodeService

private let completeFile = """
    version: 1
    node: jiangxi.ipr.example
    region: "360000"
    listen: 0.0.0.0:7443
    url: https://node.jiangxi.ipr.example:7443
    offices:
      scjg: 江西省市场监督管理局
    certificate-authorities: certs/ca.pem
    callers:
      - user: "1000"
        offices: [scjg]
        rights: [read, sign]
      - group: "2000"
        rights: [read]
    """

@Suite struct ConfigurationFileTests {
    @Test("reads every key of a complete file")
    func complete() throws {
        let read = try ConfigurationFile.parse(completeFile)
        #expect(read.node == "jiangxi.ipr.example")
        #expect(read.region == "360000")
        #expect(read.offices == ["scjg": "江西省市场监督管理局"])
        #expect(read.certificateAuthorities == "certs/ca.pem")
        #expect(read.callers.count == 2)
        #expect(read.callers[0].uid == 1000 && read.callers[0].maySign)
        #expect(read.callers[1].gid == 2000 && !read.callers[1].maySign)
    }

    @Test(
        "refuses a file that is wrong, says by code what is wrong, and names the line",
        arguments: [
            (
                "version: 2\nnode: a", NodeError.Code.configurationVersionUnknown,
                ["found": "2", "known": "1", "line": "1"]
            ),
            ("- a list", .configurationNoMapping, ["line": "1"]),
            ("version: 1\nnode: a\nnode: b", .configurationKeyTwice, ["key": "node", "line": "2"]),
            (
                completeFile + "\n  - user: \"1\"\n    group: \"2\"\n    rights: [read]",
                .callerSubjectNeeded, ["line": "15"]
            ),
            (
                completeFile + "\n  - user: \"1\"\n    rights: [write]", .callerRightUnknown,
                ["known": "read, sign", "line": "16", "right": "write"]
            ),
            (
                completeFile + "\n  - user: \"1\"\n    offices: [scjg]", .callerRightNeeded,
                ["line": "15"]
            ),
            (
                completeFile + "\n  - user: \"1\"\n    rights: [sign]", .callerOfficeNeeded,
                ["line": "15"]
            ),
            (
                completeFile + "\n  - user: no-such-user-here\n    rights: [read]",
                .callerUserUnknown, ["line": "15", "name": "no-such-user-here"]
            ),
            (
                completeFile + "\n  - user: \"+0\"\n    rights: [read]",
                .callerUserUnknown, ["line": "15", "name": "+0"]
            ),
            (
                completeFile + "\n  - group: \"00\"\n    rights: [read]",
                .callerGroupUnknown, ["line": "15", "name": "00"]
            ),
            (
                completeFile + "\nhandshakes-per-host: 0", .configurationNoNumber,
                ["key": "handshakes-per-host", "limit": "1–256", "line": "15"]
            ),
            (
                completeFile + "\nhandshakes-per-host: 257", .configurationNoNumber,
                ["key": "handshakes-per-host", "limit": "1–256", "line": "15"]
            ),
            (
                completeFile + "\nhandshakes-per-host: +5", .configurationNoNumber,
                ["key": "handshakes-per-host", "limit": "1–256", "line": "15"]
            ),
            (
                completeFile + "\n  - group: no-such-group\n    rights: [read]",
                .callerGroupUnknown, ["line": "15", "name": "no-such-group"]
            ),
        ]
    )
    func refused(text: String, code: NodeError.Code, arguments: [String: String]) throws {
        let error = try #require(throws: NodeError.self) { try ConfigurationFile.parse(text) }
        #expect(error == NodeError(code, arguments))
    }

    @Test("what the YAML parser says stands at its line, and shows no more of the file")
    func parserWords() throws {
        let text = completeFile + "\n  a: b: c"
        let error = try #require(throws: NodeError.self) { try ConfigurationFile.parse(text) }
        #expect(error.code == .configurationInvalid)
        #expect(error.arguments["line"] == "15")
        #expect(error.arguments["detail"]?.contains("jiangxi") == false)
    }

    @Test("what is opened and never closed is told in a line of the file", arguments: ["[", "{"])
    func parserLine(opening: String) throws {
        let text = "version: 1\nnode: a\ncallers: \(opening)\n\n"
        let error = try #require(throws: NodeError.self) { try ConfigurationFile.parse(text) }
        #expect(error.code == .configurationInvalid)
        #expect(error.arguments["line"] == "3")
    }

    @Test(
        "256 offices and 256 rules are taken, one more is refused by name",
        arguments: ["offices", "callers"]
    )
    func counts(key: String) throws {
        func file(_ count: Int) -> String {
            let items = (0..<count).map {
                key == "offices" ? "  o\($0): t" : "  - user: \"\($0)\"\n    rights: [read]"
            }
            return "version: 1\nnode: a\nregion: b\nlisten: c\nurl: d\n\(key):\n"
                + items.joined(separator: "\n")
        }
        #expect(throws: Never.self) { try ConfigurationFile.parse(file(256)) }
        let error = #expect(throws: NodeError.self) { try ConfigurationFile.parse(file(257)) }
        #expect(error?.code == .configurationTooMany)
        #expect(error?.arguments["key"] == key && error?.arguments["limit"] == "256")
    }

    @Test("a rule for an office that the node does not have keeps the node from starting, by name")
    func unknownOffice() async throws {
        let home = try await TestNode.makeHome("jiangxi.ipr.example", region: "360000")
        func start(for office: String) async throws {
            let rule = "callers:\n  - user: \"7\"\n    offices: [\(office)]\n    rights: [sign]\n"
            let former = try String(contentsOf: home.configuration, encoding: .utf8)
            try Data((former + rule).utf8).write(to: home.configuration)
            defer {
                #expect(throws: Never.self) { try Data(former.utf8).write(to: home.configuration) }
            }
            try await TestNode(opening: home).close()
        }
        let error = await #expect(throws: NodeError.self) { try await start(for: "scjgg") }
        #expect(error?.code == .callerOfficeUnknown)
        let lines = try String(contentsOf: home.configuration, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        // The rule was appended: a heading, the user, and then the offices.
        #expect(error?.arguments["line"] == "\(lines.count + 2)")
        #expect(error?.arguments["office"] == "scjgg")
        #expect(error?.arguments["offices"] == "scjg, system")
        for office in ["scjg", "system"] { try await start(for: office) }
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "a key that is unknown, missing or of another form is named with its line",
        arguments: [
            (
                "version: 1\nnode: a\nlisten: b\nurl: c\nregoin: d",
                NodeError.Code.configurationKeyUnknown, "regoin", "5"
            ),
            ("version: 1\nnode: a\nregion: b\nurl: c", .configurationKeyMissing, "listen", "1"),
            ("version: 1\nnode: a\nregion: [b]\nurl: c", .configurationKeyForm, "region", "3"),
            ("version: 1\noffices: [a]", .configurationKeyForm, "offices", "2"),
        ]
    )
    func keys(text: String, code: NodeError.Code, key: String, line: String) throws {
        let error = try #require(throws: NodeError.self) { try ConfigurationFile.parse(text) }
        #expect(error.code == code)
        #expect(error.arguments["key"] == key && error.arguments["line"] == line)
    }

    @Test("refuses a file one byte over its limit")
    func limit() throws {
        let padding = ConfigurationFile.byteCountMax - completeFile.utf8.count - 3
        let longest = completeFile + "\n# " + String(repeating: "x", count: padding)
        #expect(longest.utf8.count == ConfigurationFile.byteCountMax)
        #expect(throws: Never.self) { try ConfigurationFile.parse(longest) }
        #expect(throws: NodeError.self) { try ConfigurationFile.parse(longest + "x") }
    }
}
