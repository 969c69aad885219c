import Cryptography
import TestSupport
import Testing
import TransparencyLog

@Suite struct NoteVectorTests {
    @Test("the specification's own note verifies and reads back byte for byte")
    func specificationNote() throws {
        let key = try VerifierKey(
            parsing: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        )
        let text = """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

            """
        let note = try Note(parsing: Array(text.utf8))
        #expect(note.encoded == Array(text.utf8))
        #expect(note.text == ArraySlice("This is an example message.\n".utf8))
        #expect(try note.verify(with: [key]).map(\.key) == [key])
    }
}
