import Cryptography
import PeerAPI
import Replication
import Testing
import TransparencyLog

@Suite struct PeerRouterTests {
    private static let digest = String(repeating: "ab", count: 32)

    private static func ask(
        _ method: PeerRequest.Method?,
        _ path: String,
        query: String? = nil,
        body: [UInt8] = [],
        range: String? = nil
    ) async throws -> PeerResponse {
        let request = PeerRequest(
            method: method,
            path: path,
            query: query,
            body: body,
            range: range,
            peer: try KeyName("fujian.ipr.example")
        )
        return await PeerRouter(try OneLog()).respond(to: request) { Issue.record("\($0)") }
    }

    @Test("serves what is there, with the type and the caching that its bytes deserve")
    func served() async throws {
        let log = "/log/\(try OneLog().log)"
        for (path, query, type, immutable) in [
            (log + "/checkpoint", nil, PeerResponse.MediaType.text, false),
            (log + "/cosignatures", "size=7", .text, false),
            (log + "/tile/0/000", nil, .bytes, true),
            (log + "/tile/0/x001/000.p/9", nil, .bytes, true),
            (log + "/tile/entries/000.p/4", nil, .bytes, true),
            (log + "/object/5/\(Self.digest)", nil, .bytes, false),
            ("/v1/rules/\(Self.digest)", nil, .bytes, true),
        ] {
            let answer = try await Self.ask(.get, path, query: query)
            #expect(answer.status == 200, "\(path)")
            #expect(answer.mediaType == type && answer.isImmutable == immutable, "\(path)")
            #expect(answer.body == Array(0..<100), "\(path)")
        }
        let keys = try await Self.ask(.get, log + "/keys")
        #expect(keys.body == [0, 100] + Array(0..<100))
    }

    @Test("answers everything that is absent, denied or malformed with one and the same 404")
    func absent() async throws {
        let log = "/log/\(try OneLog().log)"
        for path in [
            "/", "/v1", "/v1/", "/v2/session", "/log/\(Self.digest)/checkpoint",
            "/log/\(Self.digest.uppercased())/checkpoint", log, log + "/", log + "/nothing",
            log + "/checkpoint/more", log + "/cosignatures", log + "/tile/0/x000/001",
            log + "/tile/64/000", log + "/tile/0/000.p/256", log + "/tile/0/../0/000",
            log + "/object/05/\(Self.digest)", log + "/object/5/xyz", "/v1/charter/\(Self.digest)",
            "/v1/charter/short", "/v1/rules", "//v1/rules/\(Self.digest)",
        ] {
            let answer = try await Self.ask(.get, path)
            #expect(answer == PeerRouter.notFound, "\(path)")
        }
        #expect(PeerRouter.notFound.status == 404)
        #expect(try await Self.ask(nil, log + "/checkpoint") == PeerRouter.notFound)
        #expect(try await Self.ask(.post, log + "/checkpoint") == PeerRouter.notFound)
        let size = try await Self.ask(.get, log + "/cosignatures", query: "size=08")
        #expect(size == PeerRouter.notFound)
    }

    @Test("serves a part of an object, and ignores ranges of other forms")
    func ranges() async throws {
        let path = "/log/\(try OneLog().log)/object/5/\(Self.digest)"
        let part = try await Self.ask(.get, path, range: "bytes=10-19")
        #expect(part.status == 206 && part.body == Array(10..<20))
        #expect(part.contentRange == "bytes 10-19/100")
        let rest = try await Self.ask(.get, path, range: "bytes=90-")
        #expect(rest.status == 206 && rest.body == Array(90..<100))
        let most = try await Self.ask(.get, path, range: "bytes=98-\(Int.max)")
        #expect(most.status == 206 && most.body == [98, 99])
        #expect(most.contentRange == "bytes 98-99/100")
        let none = try await Self.ask(.get, path, range: "bytes=\(Int.max)-\(Int.max)")
        #expect(none.status == 416 && none.body.isEmpty)
        let beyond = try await Self.ask(.get, path, range: "bytes=100-")
        #expect(beyond.status == 416 && beyond.body.isEmpty)
        for other in ["bytes=-5", "bytes=1-2,4-5", "bytes=5-1", "bytes=+1-2", "items=1-2", ""] {
            let whole = try await Self.ask(.get, path, range: other)
            #expect(whole.status == 200 && whole.body.count == 100, "\(other)")
        }
    }

    @Test("limits every body by its route, at the limit and one past it")
    func bodies() async throws {
        let log = "/log/\(try OneLog().log)"
        for path in ["/v1/session", "/v1/notices", log + "/objects", log + "/cosignatures"] {
            let limit = PeerRouter.bodyByteCountMax(of: path)
            #expect(limit > 0)
            let most = try await Self.ask(
                .post,
                path,
                body: [UInt8](repeating: 0x20, count: limit)
            )
            #expect(most.status == 400, "\(path)")
            let over = try await Self.ask(
                .post,
                path,
                body: [UInt8](repeating: 0x20, count: limit + 1)
            )
            #expect(over.status == 413, "\(path)")
            let told = String(decoding: over.body, as: UTF8.self)
            #expect(told.contains("\(limit)"), "\(path)")
        }
        #expect(PeerRouter.bodyByteCountMax(of: log + "/checkpoint") == 0)
    }

    @Test("tells a refusal by its code, and objects one by one")
    func posts() async throws {
        let log = "/log/\(try OneLog().log)"
        let notice = try await Self.ask(
            .post,
            "/v1/notices",
            body: Array("lianlu/card/v1\n".utf8)
        )
        #expect(notice.status == 422)
        #expect(try Problem(parsing: notice.body).code == "not_verifiable")
        let want = try ObjectsRequest([
            .init(index: 1, object: #require(Digest(hex: Self.digest))),
            .init(index: 2, object: #require(Digest(hex: Self.digest))),
        ])
        let answer = try await Self.ask(.post, log + "/objects", body: want.encoded())
        #expect(answer.status == 200)
        #expect(try ObjectsAnswer(parsing: answer.body, wantCount: 2).items == [.denied, .denied])
    }

    @Test("a long poll without a waiting time is malformed, and one that saw nothing gives 204")
    func heads() async throws {
        let none = try await Self.ask(.get, "/v1/heads")
        #expect(none.status == 400)
        let quiet = try await Self.ask(.get, "/v1/heads", query: "wait=1")
        #expect(quiet.status == 204 && quiet.body.isEmpty)
        let long = try await Self.ask(.get, "/v1/heads", query: "wait=56")
        #expect(long.status == 400)
    }
}
