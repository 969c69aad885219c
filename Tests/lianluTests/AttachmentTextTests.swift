import LocalAPI
import Testing
import Wording

@testable import lianlu

/// Attachments as people read them.
@Suite struct AttachmentTextTests {
    @Test(
        "an attachment of which only the title is known is its title, and any other is all that is said of it"
    )
    func titles() {
        let renderer = Renderer(language: .zh, json: false, streams: Captured())
        let title = FieldValue.object(["title": .text("调查报告")])
        #expect(title.text(renderer) == "调查报告")
        #expect(FieldValue.list([title, .text("照片")]).text(renderer) == "调查报告、照片")
        let more = FieldValue.object(["title": .text("调查报告"), "pages": .integer(3)])
        #expect(more.text(renderer).contains("pages: 3"))
    }
}
