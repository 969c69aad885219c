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
        "refuses a file that is wrong and names the line",
        arguments: [
            ("version: 2\nnode: a", "1", "this program reads 1"),
            (
                completeFile + "\n  - user: \"1\"\n    group: \"2\"\n    rights: [read]", "15",
                "either a user or a group"
            ),
            (completeFile + "\n  - user: \"1\"\n    rights: [write]", "16", "unknown right write"),
            (
                completeFile + "\n  - user: no-such-user-here\n    rights: [read]", "15",
                "has no user"
            ),
            ("- a list", "1", "not a mapping"),
        ]
    )
    func refused(text: String, line: String, detail: String) throws {
        let error = try #require(throws: NodeError.self) { try ConfigurationFile.parse(text) }
        #expect(error.code == .configurationInvalid)
        #expect(error.arguments["detail"]?.contains(detail) == true, "\(error.arguments)")
        #expect(error.arguments["line"] == line)
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
