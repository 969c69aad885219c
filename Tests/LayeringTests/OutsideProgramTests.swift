import Glibc
import TestSupport
import Testing

/// How the tests start programs.
@Suite struct OutsideProgramTests {
    @Test("a program is started while 2,000 files are open, and inherits none of them")
    func manyFiles() async throws {
        var limit = rlimit()
        try #require(getrlimit(__rlimit_resource_t(7), &limit) == 0)
        try #require(limit.rlim_cur >= 4_096, "ulimit -n is \(limit.rlim_cur)")
        // Without O_CLOEXEC, as a library may open them.
        let open = (0..<2_000).map { _ in Glibc.open("/dev/null", O_RDONLY) }
        defer { for descriptor in open { close(descriptor) } }
        try #require(open.allSatisfy { $0 >= 0 })
        let listed = try await OutsideProgram("ls", ["/proc/self/fd"]).run()
        #expect(listed.status == 0, "\(listed.complaint)")
        // Its three streams, and the folder that it lists.
        #expect(listed.output == "0\n1\n2\n3\n")
    }

    @Test("status, signal, streams, environment and folder are the program's own")
    func outcome() async throws {
        let script = "cat; echo \"$WORD\" >&2; pwd; exit 7"
        let program = OutsideProgram(
            "/bin/sh",
            ["-c", script],
            environment: ["WORD": "complaint"],
            directory: "/usr"
        )
        let ended = try await program.run(input: "input\n")
        #expect(ended == .init(status: 7, output: "input\n/usr\n", complaint: "complaint\n"))
        let killed = try await OutsideProgram("/bin/sh", ["-c", "kill -9 $$"]).run()
        #expect(killed.status == -SIGKILL)
        let alone = OutsideProgram("/usr/bin/env", environment: ["A": "b"], inheriting: false)
        #expect(try await alone.run().output == "A=b\n")
        await #expect(throws: (any Error).self) { try await OutsideProgram("/no/such").run() }
    }

    @Test("a program that does not end is killed, and the test says which it was")
    func overdue() async throws {
        let file = "/tmp/lianlu-outside-\(UInt32.random(in: 0 ... .max))"
        defer { unlink(file) }
        let program = OutsideProgram("/bin/sh", ["-c", "echo $$ >\(file); exec sleep 1000"])
        var written = ""
        // On a busy machine the shell itself may need longer than ten seconds to begin.
        for seconds in [10, 100] where written.isEmpty {
            await #expect(throws: OutsideProgram.Overdue.self) {
                try await program.run(within: .seconds(seconds))
            }
            written = try await OutsideProgram("cat", [file]).run().output
        }
        let process = try #require(Int32(written.dropLast()))
        #expect(kill(process, 0) == -1 && errno == ESRCH)
    }

    @Test("a program that runs on is signalled, waited for, and leaves its complaints in a file")
    func running() async throws {
        let file = "/tmp/lianlu-outside-\(UInt32.random(in: 0 ... .max))"
        defer { unlink(file) }
        let script =
            "trap 'echo stopped >&2; exit 3' TERM; echo ready; while :; do sleep 0.01; done"
        let program = OutsideProgram("/bin/sh", ["-c", script])
        let status = try await program.follow { process, output in
            for try await part in output {
                #expect(String(decoding: part, as: UTF8.self) == "ready\n")
                kill(process, SIGTERM)
            }
        }
        #expect(status == 3)
        let started = try await OutsideProgram("/bin/sh", ["-c", "echo bad >&2; cat"])
            .start(complaintsTo: file)
        #expect(try await started.ended() == 0)
        let asleep = try await OutsideProgram("sleep", ["1000"]).start(complaintsTo: file)
        #expect(asleep.isRunning)
        asleep.signal(SIGKILL)
        #expect(try await asleep.ended() == -SIGKILL)
    }
}
