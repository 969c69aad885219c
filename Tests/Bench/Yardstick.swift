import Cryptography
import Foundation
import Synchronization
import TestSupport

/// What these cores can sign and verify, and what this disk can sync, measured in the run that it is compared with.
struct Yardstick {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Ed25519 signatures a second on all cores, from `openssl speed`.
    let signRate: Double
    /// Ed25519 verifications a second on all cores, from `openssl speed`.
    let verifyRate: Double
    /// The median time of one append with fdatasync.
    let syncMedian: Double
    /// Appends with fdatasync a second.
    let syncRate: Double
    /// Single-row commits a second of PostgreSQL; nil where it is not installed.
    var postgresRate: Double?

    /// Entries that all cores can sign and verify a second, if they did nothing else.
    var signAndVerifyRate: Double { 1 / (1 / signRate + 1 / verifyRate) }

    static func measure(in directory: String) async throws -> Yardstick {
        let (sign, verify) = try await opensslSpeed()
        let (median, rate) = try syncLoop(directory + "/raw")
        return Yardstick(signRate: sign, verifyRate: verify, syncMedian: median, syncRate: rate)
    }

    func add(to table: inout Table) {
        table.add("openssl speed, Ed25519 sign, all cores", signRate)
        table.add("openssl speed, Ed25519 verify, all cores", verifyRate)
        table.add("sign and verify, all cores", signAndVerifyRate)
        table.add("raw append of 600 bytes + fdatasync", syncRate)
        table.add("raw append of 600 bytes + fdatasync, p50", microseconds: syncMedian * 1e6)
        if let postgresRate {
            table.add("PostgreSQL, single-row commits, 64 clients", postgresRate)
        }
    }

    /// Runs `openssl speed` on as many processes as there are cores and reads its last line.
    private static func opensslSpeed() async throws -> (sign: Double, verify: Double) {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let arguments = ["speed", "-seconds", "2", "-multi", "\(cores)", "ed25519"]
        let text = try await OutsideProgram("openssl", arguments).run().output
        guard let line = text.split(separator: "\n").last(where: { $0.contains("Ed25519") }) else {
            throw Failure(description: "openssl speed printed no line for Ed25519: \(text)")
        }
        let numbers = line.split(separator: " ").suffix(2).compactMap { Double($0) }
        guard numbers.count == 2 else {
            throw Failure(description: "openssl speed printed: \(line)")
        }
        return (numbers[0], numbers[1])
    }

    private static func syncLoop(_ path: String) throws -> (median: Double, rate: Double) {
        let descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw Failure(description: "cannot write \(path)") }
        defer {
            close(descriptor)
            unlink(path)
        }
        let record = [UInt8](repeating: 7, count: 600)
        var times: [Double] = []
        for _ in 0..<2_000 {
            let start = ContinuousClock.now
            guard write(descriptor, record, record.count) == record.count,
                fdatasync(descriptor) == 0
            else { throw Failure(description: "cannot sync \(path)") }
            times.append((ContinuousClock.now - start).seconds)
        }
        return (times.percentile(50), Double(times.count) / times.reduce(0, +))
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

extension [Double] {
    /// The value below which `share` of 100 of the values lie.
    func percentile(_ share: Double) -> Double {
        let ordered = sorted()
        guard !ordered.isEmpty else { return 0 }
        return ordered[Swift.min(ordered.count - 1, Int(Double(ordered.count) * share / 100))]
    }
}
