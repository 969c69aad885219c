internal import Cryptography

extension RulePack {
    /// The bytes of the first edition of the pack of the nine kinds, as they ship with the program.
    package static var cooperationBytes: [UInt8] { PackageResources.cooperation_1_json }

    /// The bytes of its second edition, with the Trademark Law that takes force on 2027-01-01; empty where the places that the law
    /// changes are not in the first edition, which a test rules out.
    package static let cooperation2027Bytes: [UInt8] = {
        // No bytes are no pack: whoever loads them says so.
        guard let law = try? PackAmendment(PackageResources.cooperation_2_changes_json) else {
            return []
        }
        return law.applied(to: cooperationBytes) ?? []
    }()

    /// The packs that every home of this edition has, as the bytes that their digests name; the oldest first.
    package static var builtInBytes: [[UInt8]] { [cooperationBytes, cooperation2027Bytes] }

    /// The packs of this program, read once a process.
    static let loadedBuiltIns: [Digest: RulePack] = builtInBytes.reduce(into: [:]) {
        loaded,
        bytes in
        // One that could not be read is read again, and told, wherever it is asked for.
        loaded[SHA256.digest(of: bytes)] = try? read(bytes)
    }
}
