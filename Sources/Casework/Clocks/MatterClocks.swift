internal import Cryptography

/// The clocks of a matter: those that every node finds, and those that its part at home set off.
package struct MatterClocks: Hashable, Sendable {
    /// Those of its part at home, which its own node alone knows; some may have ended in the mechanism.
    package let home: [RecordClock]
    /// Those of the record itself, the same at every node; at home these are all.
    package let shared: [RecordClock]

    /// Reads the clocks of a record; `home` is its part at home, where that is known.
    ///
    /// What happened at home moves no clock of the record, so that its own node counts as all others do. While the part at home lacks
    /// a step, its clocks wait there: no step of the record would end them.
    package init(of state: RecordState, home: RecordState?, by fold: inout ClockFold) {
        shared = fold.clocks(of: state)
        guard let home, home.ratifications.isEmpty else {
            self.home = []
            return
        }
        let entries = Set(home.steps.map(\.event.digest))
        self.home = fold.clocks(of: state, home: home)
            .filter { entries.contains($0.started.entry) }
    }
}
