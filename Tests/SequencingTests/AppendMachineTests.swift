import LogStorage
import Sequencing
import Testing

@Suite("The append machine")
struct AppendMachineTests {
    private struct Fault: Error {}

    /// Submits a text and returns what the machine asks for.
    private func submit(
        _ machine: inout TestMachine,
        _ text: String,
        request: UInt8? = nil,
        digest: String? = nil
    ) throws -> (ticket: TestMachine.Ticket, directives: [TestMachine.Directive]) {
        let ticket = machine.makeTicket()
        let submission = try Fixtures.submission(text, request: request, digest: digest)
        return (ticket, machine.onSubmit(submission, by: ticket))
    }

    private func written(_ directives: [TestMachine.Directive]) -> [String]? {
        for case .write(let batch) in directives { return batch.map(\.submission.payload) }
        return nil
    }

    private func answers(
        _ directives: [TestMachine.Directive]
    ) -> [(tickets: [TestMachine.Ticket], code: String)] {
        directives.compactMap { directive in
            guard case .answer(let tickets, let outcome) = directive else { return nil }
            switch outcome {
            case .appended: return (tickets, "appended")
            case .known: return (tickets, "known")
            case .refused(let error):
                return (tickets, (error as? SequencingError)?.code.rawValue ?? "fault")
            }
        }
    }

    private func refusals(_ count: Int) -> [TestMachine.Outcome] {
        (0..<count).map { _ in .refused(Fault()) }
    }

    @Test("hands a first entry to the free writer at once, and the rest when it is free again")
    func neverWaits() throws {
        var machine = TestMachine()
        #expect(written(try submit(&machine, "a").directives) == ["a"])
        #expect(try submit(&machine, "b").directives.isEmpty)
        #expect(try submit(&machine, "c").directives.isEmpty)
        let next = machine.onWritten(refusals(1))
        #expect(answers(next).count == 1)
        #expect(written(next) == ["b", "c"])
        #expect(written(machine.onWritten(refusals(2))) == nil)
    }

    @Test("takes 256 waiting entries in a batch and leaves the 257th for the next")
    func batchLimit() throws {
        var machine = TestMachine()
        _ = try submit(&machine, "first")
        for n in 0..<257 { _ = try submit(&machine, "\(n)") }
        #expect(written(machine.onWritten(refusals(1)))?.count == 256)
        #expect(written(machine.onWritten(refusals(256))) == ["256"])
    }

    @Test("keeps 4,096 callers waiting and refuses one more by name")
    func queueLimit() throws {
        var machine = TestMachine()
        for n in 0..<4_096 {
            #expect(answers(try submit(&machine, "\(n)").directives).isEmpty)
        }
        let refused = try submit(&machine, "one more")
        #expect(answers(refused.directives).map(\.code) == ["queue_full"])
        #expect(answers(refused.directives).map(\.tickets) == [[refused.ticket]])
        _ = machine.onWritten(refusals(1))
        #expect(answers(try submit(&machine, "now").directives).isEmpty)
    }

    @Test("counts retries of waiting requests against the limit of the queue")
    func queueLimitWithRetries() throws {
        var machine = TestMachine()
        for _ in 0..<4_096 { _ = try submit(&machine, "same", request: 1) }
        let refused = try submit(&machine, "same", request: 1)
        #expect(answers(refused.directives).map(\.code) == ["queue_full"])
        #expect(answers(machine.onWritten(refusals(1))).map(\.tickets.count) == [4_096])
        #expect(answers(try submit(&machine, "other").directives).isEmpty)
    }

    @Test("writes a request once that arrives twice, and gives both callers the same outcome")
    func sharedOutcome() throws {
        var machine = TestMachine()
        _ = try submit(&machine, "first")
        let a = try submit(&machine, "x", request: 1)
        let b = try submit(&machine, "x", request: 1)
        #expect(b.directives.isEmpty)
        #expect(written(machine.onWritten(refusals(1))) == ["x"])
        // The same while it is being written.
        let c = try submit(&machine, "x", request: 1)
        #expect(c.directives.isEmpty)
        let done = machine.onWritten(refusals(1))
        #expect(answers(done).map(\.tickets) == [[a.ticket, b.ticket, c.ticket]])
        #expect(written(try submit(&machine, "x", request: 1).directives) == ["x"])
    }

    @Test("refuses a waiting request id with another digest, and only that caller")
    func conflict() throws {
        var machine = TestMachine()
        _ = try submit(&machine, "x", request: 1)
        let other = try submit(&machine, "y", request: 1)
        #expect(answers(other.directives).map(\.code) == ["request_conflict"])
        #expect(answers(other.directives).map(\.tickets) == [[other.ticket]])
    }

    @Test("tries the entries of a failed batch one by one, so that a bad one fails alone")
    func failedBatch() throws {
        var machine = TestMachine()
        _ = try submit(&machine, "first")
        for text in ["a", "b", "c"] { _ = try submit(&machine, text) }
        #expect(written(machine.onWritten(refusals(1))) == ["a", "b", "c"])
        _ = try submit(&machine, "d")
        #expect(written(machine.onFailed(Fault())) == ["a"])
        #expect(written(machine.onWritten(refusals(1))) == ["b"])
        let failed = machine.onFailed(Fault())
        #expect(answers(failed).map(\.code) == ["fault"])
        #expect(written(failed) == ["c"])
        #expect(written(machine.onWritten(refusals(1))) == ["d"])
    }

    @Test("tells everybody when nothing will be written any more")
    func stop() throws {
        var machine = TestMachine()
        let tickets = try ["a", "b", "c"].map { try submit(&machine, $0).ticket }
        let error = SequencingError(.writerStopped, ["origin": "o"])
        let told = answers(machine.onStopped(error))
        #expect(told.map(\.tickets) == tickets.map { [$0] })
        #expect(told.allSatisfy { $0.code == "writer_stopped" })
    }

    @Test("leaves the batch in progress to be answered when it is durable")
    func stopAfterBatch() throws {
        var machine = TestMachine()
        let tickets = try ["a", "b", "c"].map { try submit(&machine, $0).ticket }
        let error = SequencingError(.writerStopped, ["origin": "o"])
        let told = answers(machine.onStopped(error, finishesBatch: true))
        #expect(told.map(\.tickets) == tickets.dropFirst().map { [$0] })
        #expect(answers(machine.onWritten(refusals(1))).map(\.tickets) == [[tickets[0]]])
    }
}
