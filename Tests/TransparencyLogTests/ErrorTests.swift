import Testing
import TransparencyLog

@Suite struct ErrorTests {
    @Test(
        "every code is snake_case, and names its arguments once, in order",
        arguments: TransparencyLogError.Code.allCases
    )
    func codes(code: TransparencyLogError.Code) {
        let isSnakeCase = code.rawValue.utf8.allSatisfy {
            $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        }
        #expect(isSnakeCase)
        #expect(code.argumentNames == Set(code.argumentNames).sorted())
    }
}
