import LocalAPI
import Testing
import Wording

@testable import lianlu

/// How `lianlu search` calls the check of a reading.
@Suite struct SearchReadingTests {
    @Test(
        "a form without a check digit is not called right",
        arguments: [
            ("enforcement-certificate", "valid", "status_form_only"),
            ("mobile-phone", "valid", "status_form_only"),
            ("uscc", "valid", "status_valid"),
            ("uscc", "checksum_bad", "status_checksum_bad"),
            ("uscc", "format_bad", "status_format_bad"),
            ("from-a-later-edition", "valid", "status_form_only"),
        ]
    )
    func status(_ kind: String, _ status: String, _ expected: String) {
        let reading = IdentifierReading(
            kind: kind,
            kindTitles: [:],
            shown: "1",
            status: status,
            personal: false,
            findings: []
        )
        #expect(SearchCommand.status(of: reading) == expected)
    }
}
