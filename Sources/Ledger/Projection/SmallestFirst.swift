/// A set that gives its smallest element first, each in logarithmic time.
struct SmallestFirst<Element: Comparable & Hashable> {
    private var members: Set<Element> = []
    /// A binary heap: no element is larger than the two at twice its place.
    private var heap: [Element] = []

    /// Adds an element that is not in the set.
    mutating func insert(_ element: Element) {
        guard members.insert(element).inserted else { return }
        heap.append(element)
        var place = heap.count - 1
        while place > 0, heap[place] < heap[(place - 1) / 2] {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes out the smallest element; nil where there is none.
    mutating func popFirst() -> Element? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        members.remove(first)
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != place else { return first }
            heap.swapAt(place, least)
            place = least
        }
    }
}
