/// Looks for ids of a pack that refer to themselves by way of one another.
enum PackCycles {
    /// Calls `refuse` with each element, in the order of the file, from which a chain of references leads back to it.
    static func check<G>(
        _ elements: [(id: Identifier<G>, next: [Identifier<G>])],
        refuse: (Int, Identifier<G>) throws(CaseworkError) -> Void
    ) throws(CaseworkError) {
        let next = Dictionary(
            elements.map { ($0.id, $0.next) },
            uniquingKeysWith: { first, _ in first }
        )
        for (position, element) in elements.enumerated() {
            var reached = Set(element.next)
            var waiting = element.next
            while let id = waiting.popLast() {
                for other in next[id] ?? [] where reached.insert(other).inserted {
                    waiting.append(other)
                }
            }
            if reached.contains(element.id) { try refuse(position, element.id) }
        }
    }
}
