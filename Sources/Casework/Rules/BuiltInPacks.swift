extension RulePack {
    /// The bytes of the first edition of the clue pack, as they ship with the program.
    package static var clueBytes: [UInt8] { PackageResources.clue_1_json }

    /// The bytes of the first edition of the pack of the nine kinds, as they ship with the program.
    package static var cooperationBytes: [UInt8] { PackageResources.cooperation_1_json }

    /// The packs that every home of this edition has, as the bytes that their digests name.
    package static var builtInBytes: [[UInt8]] { [clueBytes] }
}
