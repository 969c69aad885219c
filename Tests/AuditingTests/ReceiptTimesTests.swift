import Casework
import Testing
import TransparencyLog

@testable import Auditing

/// What receipts prove of the time at which an entry was written.
@Suite struct ReceiptTimesTests {
    @Test("receipts prove the same in whatever order they come, also two of one size")
    func order() throws {
        let mirror = try KeyName("fujian.ipr.example/mirror")
        let three: TreeSize = 3
        let five: TreeSize = 5
        let times = [
            (cosigner: mirror, size: three, time: UInt64(100)),
            (cosigner: mirror, size: three, time: UInt64(200)),
            (cosigner: mirror, size: five, time: UInt64(300)),
            (cosigner: mirror, size: five, time: UInt64(400)),
        ]
        let orders = [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [2, 0, 3, 1]]
        for order in orders {
            let receipts = ReceiptTimes(order.map { times[$0] })
            let between = try #require(receipts.interval(at: 3))
            #expect(between.earliest?.instant == 200 && between.latest?.instant == 300, "\(order)")
            let before = try #require(receipts.interval(at: 2))
            #expect(before.earliest == nil && before.latest?.instant == 100, "\(order)")
            let after = try #require(receipts.interval(at: 5))
            #expect(after.earliest?.instant == 400 && after.latest == nil, "\(order)")
        }
    }

    @Test("when a mirror first had an entry is what its own earliest receipt with it says")
    func first() throws {
        let mirror = try KeyName("fujian.ipr.example/mirror")
        let other = try KeyName("guizhou.ipr.example/mirror")
        let (three, five): (TreeSize, TreeSize) = (3, 5)
        let receipts = ReceiptTimes([
            (cosigner: mirror, size: three, time: UInt64(300)),
            (cosigner: mirror, size: five, time: UInt64(200)),
            (cosigner: other, size: three, time: UInt64(100)),
        ])
        #expect(receipts.first(with: 2, by: "fujian.ipr.example/mirror")?.instant == 200)
        #expect(receipts.first(with: 2, by: "guizhou.ipr.example/mirror")?.instant == 100)
        #expect(receipts.first(with: 3, by: "guizhou.ipr.example/mirror") == nil)
        #expect(receipts.first(with: 5, by: "fujian.ipr.example/mirror") == nil)
        #expect(receipts.first(with: 2, by: "jiangxi.ipr.example/mirror") == nil)
    }
}
