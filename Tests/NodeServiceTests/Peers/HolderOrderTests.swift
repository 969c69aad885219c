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
}
