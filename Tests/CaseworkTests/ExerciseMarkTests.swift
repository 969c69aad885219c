import Casework
import Testing

/// What text and which statement make a matter an exercise.
@Suite struct ExerciseMarkTests {
    @Test(
        "the mark in front of a text alone says that a matter is an exercise; the word elsewhere only speaks of one",
        arguments: [
            ("【演练】运动鞋", true, true), ("【演练】", true, true), ("演练用鞋仿冒案", false, true),
            ("消防演练器材侵权案【演练】", false, true), ("（演练）运动鞋", false, true), (" 【演练】运动鞋", false, true),
            ("运动鞋", false, false), ("", false, false),
        ]
    )
    func texts(_ text: String, _ isMarked: Bool, _ isMentioned: Bool) {
        #expect(ExerciseMark.isMarked(text) == isMarked)
        #expect(ExerciseMark.isMentioned(in: text) == isMentioned)
    }

    @Test("a header says so by the field as the rules have it: yes, no, or nothing")
    func statements() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let machine = try #require(MachineID("clue").flatMap(pack.machine))
        let field = try #require(ExerciseMark.field)
        let other = try #require(FieldID("urgent"))
        for (value, says) in [(1, true), (0, false), (2, false)] as [(Int64, Bool)] {
            let facts = [Fact(field: field, value: .integer(value))]
            #expect(ExerciseMark.says(facts, by: machine) == says, "\(value)")
        }
        let text = [Fact(field: field, value: .string("1"))]
        #expect(ExerciseMark.says(text, by: machine) == false)
        #expect(ExerciseMark.says([], by: machine) == nil)
        let unrelated = [Fact(field: other, value: .integer(1))]
        #expect(ExerciseMark.says(unrelated, by: machine) == nil)
    }
}
