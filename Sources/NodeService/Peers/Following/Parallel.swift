import Dispatch
import Foundation
import Synchronization

/// Spreads work over the cores.
enum Parallel {
    private static let itemCountMin = 64

    /// Maps items in order; a few items are done in place.
    static func map<Item: Sendable, Value: Sendable>(
        _ items: [Item],
        _ change: @escaping @Sendable (Item) -> Value
    ) async -> [Value] {
        await map(chunksOf: items) { $0.map(change) }
    }

    /// As above, for a change that has something to prepare for each chunk.
    static func map<Item: Sendable, Value: Sendable>(
        chunksOf items: [Item],
        _ change: @escaping @Sendable (ArraySlice<Item>) -> [Value]
    ) async -> [Value] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        guard items.count > itemCountMin, cores > 1 else { return change(items[...]) }
        let width = (items.count + cores - 1) / cores
        return await withTaskGroup(of: (Int, [Value]).self) { group in
            for start in stride(from: 0, to: items.count, by: width) {
                group.addTask {
                    (start, change(items[start..<min(start + width, items.count)]))
                }
            }
            let parts = await group.reduce(into: [Int: [Value]]()) { $0[$1.0] = $1.1 }
            return parts.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }

    /// Maps places in order, on this thread and others, and returns when all are done.
    ///
    /// For work inside a transaction, whose thread may not be left.
    static func mapNow<Value: Sendable>(
        _ places: Range<Int>,
        _ change: @Sendable (Int) -> Value
    ) -> [Value] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        guard places.count > itemCountMin, cores > 1 else { return places.map(change) }
        let width = (places.count + cores - 1) / cores
        let starts = Array(stride(from: places.lowerBound, to: places.upperBound, by: width))
        let parts = Mutex<[Int: [Value]]>([:])
        DispatchQueue.concurrentPerform(iterations: starts.count) { number in
            let start = starts[number]
            let part = (start..<min(start + width, places.upperBound)).map(change)
            parts.withLock { $0[number] = part }
        }
        let done = parts.withLock { $0 }
        return starts.indices.flatMap { done[$0] ?? [] }
    }
}
