import Foundation
import Testing

@testable import Casework

/// Which laws letters cite: those of the office that writes them, and of its mechanism.
@Suite struct CitedLawTests {
    private static let pack = Result { try RulePack.load(RulePack.cooperationBytes) }
    private static let later = Result { try RulePack.load(RulePack.cooperation2027Bytes) }
    private static let regulator = "江西省市场监督管理局"

    /// The laws cited by a step, by id, with their articles.
    private func cited(
        _ machine: String,
        _ event: String,
        by title: String?,
        in mechanism: String? = "泛珠三角区域知识产权执法协作（演练）",
        says values: [String: String] = [:],
        under pack: Result<RulePack, any Error> = pack
    ) throws -> [String] {
        let pack = try pack.get()
        let machine = try #require(MachineID(machine).flatMap { pack.machine($0) })
        let step = try #require(EventID(event).flatMap { machine.transition($0) })
        let pairs = values.compactMap { key, value in
            FieldID(key).map { ($0, FactValue.string(value)) }
        }
        let facts = DocumentFacts(
            values: Dictionary(uniqueKeysWithValues: pairs),
            signerTitle: title,
            mechanismTitle: mechanism
        )
        return pack.lawsCited(by: step, of: machine, facts).map { law in
            law.law.id.text + (law.article.map { " \($0)" } ?? "")
        }
    }

    @Test(
        "a letter of the market regulators cites no rules of the police, and one of the police none of theirs",
        arguments: ["approve", "send", "reply_partly", "request_supplement", "reply", "decline"]
    )
    func assistance(_ event: String) throws {
        let own = try cited("assistance", event, by: Self.regulator)
        #expect(!own.isEmpty && !own.contains { $0.hasPrefix("police") }, "\(own)")
        let police = try cited("assistance", event, by: "江西省公安厅")
        #expect(
            police == [
                event == "decline"
                    ? "police-criminal-procedure 348" : "police-criminal-procedure 346–356"
            ]
        )
        // An office whose title nobody here knows cites nothing.
        #expect(try cited("assistance", event, by: nil).isEmpty)
    }

    @Test(
        "a joint operation cites the agreement of the mechanism that it belongs to, and no other's"
    )
    func jointOperation() throws {
        for event in ["propose", "invite", "freeze_plan", "cosign_plan", "consolidate"] {
            #expect(try cited("joint-operation", event, by: Self.regulator).isEmpty)
            let none = try cited("joint-operation", event, by: Self.regulator, in: nil)
            #expect(none.isEmpty)
            let delta = try cited(
                "joint-operation",
                event,
                by: "浙江省市场监督管理局",
                in: "长三角地区市场监管联动执法协作机制"
            )
            #expect(delta == ["yangtze-delta-agreement"])
        }
    }

    @Test("the Trademark Law is cited in matters of trademarks alone, by its articles of the time")
    func trademarks() throws {
        let trademark = ["ip_right": "trademark"]
        for (pack, article) in [(Self.pack, "61"), (Self.later, "75")] {
            let laws = try cited(
                "handover-criminal",
                "send",
                by: Self.regulator,
                says: trademark,
                under: pack
            )
            #expect(laws.contains("trademark-law \(article)"), "\(laws)")
            for says in [[:], ["ip_right": "patent_invention"]] {
                let others = try cited(
                    "handover-criminal",
                    "send",
                    by: Self.regulator,
                    says: says,
                    under: pack
                )
                #expect(!others.contains { $0.hasPrefix("trademark") } && !others.isEmpty)
            }
        }
    }

    @Test("no step of the pack has an office cite rules that are another authority's")
    func everyStep() throws {
        let foreign = [
            Self.regulator: ["police-", "customs-", "electronic-data", "yangtze"],
            "江西省公安厅": ["samr-", "customs-", "trademark", "yangtze"],
            "南昌海关": ["samr-", "police-", "trademark", "electronic-data", "yangtze"],
            "江西省人民检察院": ["samr-", "police-", "customs-", "trademark", "yangtze"],
        ]
        var count = 0
        for machine in try Self.pack.get().kinds.flatMap(\.machines) {
            for step in machine.transitions {
                for (title, prefixes) in foreign {
                    let laws = try cited(
                        machine.id.text,
                        step.id.text,
                        by: title,
                        says: ["ip_right": "trademark"]
                    )
                    for law in laws {
                        #expect(
                            !prefixes.contains { law.hasPrefix($0) },
                            "\(machine.id) \(step.id) \(title) \(law)"
                        )
                    }
                    count += laws.count
                }
            }
        }
        #expect(count > 200)
    }

    // MARK: Reading

    private func fault(_ old: String, _ new: String) throws -> CaseworkError? {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let place = try #require(text.range(of: old), "\(old)")
        let changed = text.replacingCharacters(in: place, with: new)
        do throws(CaseworkError) {
            _ = try RulePack.load(Array(changed.utf8))
            return nil
        } catch {
            return error
        }
    }

    private static let mechanism = "{\"mechanism\": [\"长三角\", \"长江三角洲\"]}"
    private static let right = "{\"field\": \"ip_right\", \"is\": [\"trademark\"]}"

    @Test(
        "a law asks for offices and mechanisms, what cites it for fields that all machines of the kind have",
        arguments: [
            (mechanism, "{\"mechanism\": []}", CaseworkError.Code.packValueMalformed),
            (mechanism, right, .packReferenceUnknown),
            (mechanism, "{\"mechanism\": [\"a\"], \"is\": [\"b\"]}", .packValueMalformed),
            (right, "{\"field\": \"item_list\", \"stated\": true}", .packReferenceUnknown),
            (right, "{\"field\": \"ip_right\", \"is\": [\"no_such\"]}", .packReferenceUnknown),
            ("\"asks\": true", "\"asks\": \"yes\"", .packValueType),
            (
                "\"addressee\": \"subject_name\"", "\"addressee\": \"no_such\"",
                .packReferenceUnknown
            ),
            (
                "\"addressee\": \"subject_name\"", "\"addressee\": \"act_region\"",
                .packValueMalformed
            ),
            (
                "\"addressee\": \"subject_name\"", "\"addressee\": {\"zh\": \"当事人\"}",
                .packKeyMissing
            ),
            ("\"addressee\": \"subject_name\"", "\"addressee\": 1", .packValueType),
            (
                "{\"law\": \"trademark-law\", \"article\": \"57\"}",
                "{\"law\": \"trademark-law\", \"when\": []}", .packKeyUnknown
            ),
        ]
    )
    func refused(_ old: String, _ new: String, _ code: CaseworkError.Code) throws {
        #expect(try fault(old, new)?.code == code)
    }

    @Test(
        "packs of the first engine know none of it",
        arguments: [
            ("\"form\": 1}", "\"form\": 1, \"asks\": true}"),
            ("\"form\": 1}", "\"form\": 1, \"addressee\": \"subject_name\"}"),
        ]
    )
    func firstEngine(_ old: String, _ new: String) throws {
        let bytes = try cluePack(replacing: old, with: new)
        let fault = #expect(throws: CaseworkError.self) { try RulePack.load(bytes) }
        #expect(fault?.code == .packKeyUnknown)
    }

    @Test(
        "every answer of the office that is asked cites the latest letter, one that asks for more included"
    )
    func supplement() throws {
        let pack = try Self.pack.get()
        let machine = try #require(MachineID("assistance").flatMap { pack.machine($0) })
        for id in ["own-assist-decline", "own-assist-extension", "own-assist-reply"] {
            let document = try #require(machine.documents.first { $0.id.text == id })
            #expect(document.answers.map(\.text) == ["send", "resend", "request_supplement"])
        }
    }

    @Test(
        "a document cites the same law at each step that issues it, as far as these steps have none of their own"
    )
    func drafts() throws {
        let pack = try Self.pack.get()
        let facts = DocumentFacts(signerTitle: "江西省市场监督管理局")
        for (machine, document, articles) in [
            ("assistance", "f17", ["45"]), ("clue", "own-clue-notice", ["18"]),
            ("handover-administrative", "f4", ["14、17"]),
        ] {
            let machine = try #require(MachineID(machine).flatMap { pack.machine($0) })
            let id = try #require(DocumentID(document))
            let steps = machine.transitions.filter { $0.documents.contains(id) }
            #expect(steps.count > 1)
            for step in steps {
                let laws = pack.lawsCited(by: step, of: machine, for: id, facts)
                #expect(laws.compactMap(\.article) == articles, "\(document) \(step.id)")
            }
        }
    }

    @Test("people read when a law is cited, whom a document addresses and what stays inside")
    func items() throws {
        let items = try Self.pack.get().items
        func item(
            _ subject: PackItem.Subject,
            _ id: String,
            _ kind: String? = nil
        ) throws
            -> PackItem
        {
            try #require(
                items.first {
                    $0.place.subject == subject && $0.place.id == id
                        && (kind == nil || $0.place.kind?.text == kind)
                }
            )
        }
        #expect(try item(.law, "yangtze-delta-agreement").values(.when).count == 2)
        let handover = try item(.kind, "handover").values(.law)
        #expect(handover.count == 2)
        #expect(
            handover.filter { if case .phrase(.lawWhen, _) = $0 { true } else { false } }.count == 1
        )
        #expect(try item(.document, "f31", "clue").values(.addressee).count == 1)
        let served = try item(.document, "f50").values(.addressee)
        #expect(served == [.title(Title(zh: "受送达人", en: "person served"))])
        #expect(try item(.document, "f17").values(.asks).count == 1)
        #expect(try item(.field, "no_state_secret").values(.inside).count == 1)
        #expect(try item(.field, "remarks").values(.inside).isEmpty)
    }
}
