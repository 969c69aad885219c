import Cryptography
import LocalAPI
import Testing

@testable import NodeService

/// Which of very many entries are compared with a matter whose link is gone.
@Suite struct NearestOpeningTests {
    private typealias Opening = NodeLocalService.PossibleOpening

    private static func openings(_ sizes: [UInt64]) -> [Opening] {
        sizes.map { Opening(digest: SHA256.digest(of: "\($0)".utf8), size: $0) }
            .sorted { $0.digest.hex < $1.digest.hex }
    }

    @Test(
        "up to the limit all are compared; beyond it the nearest, and the others are counted and named"
    )
    func limit() {
        let openings = Self.openings(Array(1...9))
        let all = Opening.nearest(to: 5, among: openings, limit: 9)
        #expect(all.near == openings && all.rest.isEmpty)
        let cut = Opening.nearest(to: 5, among: openings, limit: 3)
        #expect(Set(cut.near.map(\.size)) == [4, 5, 6])
        #expect(cut.near.map(\.digest.hex) == cut.near.map(\.digest.hex).sorted())
        #expect(cut.near.count + cut.rest.count == 9 && Set(cut.rest).isDisjoint(with: cut.near))
        var answer = HomeLinkComparison(
            matter: HomeLinkSide(entry: "m", machine: "clue"),
            openings: [],
            openingCount: 9
        )
        answer.leave([], naming: 2)
        #expect(answer.leftCount == nil && answer.left == nil)
        answer.leave(cut.rest.map(\.digest.hex), naming: 2)
        #expect(answer.leftCount == 6 && answer.left?.count == 2)
    }
}
