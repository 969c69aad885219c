import Testing

@testable import LocalAPI

@Suite struct LoggedPathTests {
    private static let digest = String(repeating: "1", count: 64)

    @Test(
        "of 11 and more decimal digits in the path of a call the log has the first three, unless they are a whole digest",
        arguments: [
            ("/v1/records/360102198001011235", "/v1/records/360***"),
            ("/v1/records/36010219800101123X", "/v1/records/360***X"),
            ("/v1/records/13800138000", "/v1/records/138***"),
            ("/v1/records/1380013800", "/v1/records/1380013800"),
            ("/v1/records/%E5%BC%A0360102198001011235/links", "/v1/records/%E5%BC%A0360***/links"),
            ("/v1/records/deadbeef12345678", "/v1/records/deadbeef12345678"),
            ("/v1/records/\(digest)", "/v1/records/\(digest)"),
            ("/v1/status", "/v1/status"), ("/", "/"), ("", ""),
        ]
    )
    func text(_ path: String, _ logged: String) {
        #expect(LoggedPath.text(path) == logged)
    }
}
