import Testing
import TransparencyLog

@testable import NodeService

@Suite struct HolderOrderTests {
    @Test("holders that failed are asked last until they have rested, and longer each time")
    func rest() throws {
        let (a, b, c) = (try KeyName("a.x"), try KeyName("b.x"), try KeyName("c.x"))
        var order = HolderOrder()
        func asked(_ now: Duration) -> [KeyName] { order.order([a, b, c], now: now) }
        #expect(asked(.zero) == [a, b, c])
        order.failed(a, now: .zero)
        #expect(asked(.seconds(1)) == [b, c, a])
        order.failed(b, now: .seconds(2))
        #expect(asked(.seconds(3)) == [c, a, b])
        #expect(asked(.seconds(61)) == [a, c, b])
        order.failed(a, now: .seconds(61))
        #expect(asked(.seconds(121)) == [b, c, a])
        #expect(asked(.seconds(181)) == [a, b, c])
        order.failed(a, now: .seconds(200))
        order.answered(a)
        #expect(asked(.seconds(201)) == [a, b, c])
    }

    @Test(
        "a holder that is too slow is asked for half as much, down to one thing, and for more as it answers"
    )
    func batches() throws {
        let (a, b) = (try KeyName("a.x"), try KeyName("b.x"))
        var order = HolderOrder()
        #expect(order.batchCount(of: a) == 256)
        for expected in [128, 64, 32, 16, 8, 4, 2, 1, 1] {
            order.wasTooSlow(a)
            #expect(order.batchCount(of: a) == expected)
        }
        #expect(order.batchCount(of: b) == 256, "the others are not concerned")
        for expected in [2, 4, 8, 16, 32, 64, 128, 256, 256] {
            order.answered(a)
            #expect(order.batchCount(of: a) == expected)
        }
    }
}
