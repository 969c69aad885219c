package import Casework

extension RulePack {
    /// The bytes of a pack of one kind and of engine 1: the clue, as the pack of the nine kinds has it.
    package static var clueBytes: [UInt8] { PackageResources.clue_1_json }
}
