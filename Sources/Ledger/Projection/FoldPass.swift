package import Casework

/// Folds records one after the other as they stand, within one transaction, and reads once what they share: the key histories of the logs.
///
/// It finds what `Projector.state` finds of each record. It writes nothing, and must not outlive its transaction.
package struct FoldPass<Store: ProjectionStore> {
    private var run: ProjectionRun<Store>

    /// Begins a pass over a store.
    package init(_ projector: Projector, in store: Store) {
        run = ProjectionRun(context: projector.context, store: store)
    }

    /// Folds one record; nil where no entry names it.
    package mutating func state(of key: RecordKey) throws -> RecordState? {
        try run.fold(key)?.state
    }
}
