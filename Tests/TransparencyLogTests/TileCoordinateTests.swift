import Testing
import TransparencyLog

@Suite struct TileCoordinateTests {
    @Test("the vectors' paths are written and read")
    func vectorPaths() throws {
        let paths: [String: String] = try Fixture.value("paths")
        for (number, path) in paths {
            let index = try #require(Decimal.decode(number.utf8))
            for width in [256, 255, 1] {
                let suffix = width < 256 ? ".p/\(width)" : ""
                let tile = try #require(TileCoordinate(level: 7, index: index, width: width))
                #expect(tile.path == "tile/7/\(path)\(suffix)")
                #expect(TileCoordinate(path: tile.path) == tile)
                let bundle = try #require(BundleCoordinate(index: index, width: width))
                #expect(bundle.path == "tile/entries/\(path)\(suffix)")
                #expect(BundleCoordinate(path: bundle.path) == bundle)
            }
        }
        #expect(paths.count == 12)
    }

    @Test(
        "a path in any other form is refused",
        arguments: [
            "", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile//000",
            "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/1000", "tile/0/x001", "tile/0/x000/001",
            "tile/0/x001/x000", "tile/0/001/000", "tile/0/X001/000", "tile/0/x001//000",
            "tile/0/xx001/000", "tile/0/x1/000", "tile/0/-01", "tile/0/+01", "tile/0/ 01",
            "tile/0/00a", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/00",
            "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/+1", "tile/0/000.p/1/",
            "tile/0/000.p/1.p/1", "tile/0/000.P/1", "tile/0/.p/1", "tile/0/x001.p/1/000",
            "tile/00/000", "tile/01/000", "tile/64/000", "tile/-1/000", "tile/x/000",
            "tile/0/../000", "tile/0/..", "../tile/0/000", "tile/0/%30%30%30", "tile/0/000?",
            "tile/0/000\n", "tile/data/000", "TILE/0/000",
            "tile/0/x999/x999/x999/x999/x999/x999/999",
            "tile/0/x001/x000/x000/x000/x000/x000/000", "tile/0/٠٠٠",
            "tile/0/x000/x000/x000/x000/x000/x000/x000/x000/x000/x000/x000/x000/000",
        ]
    )
    func refusedPaths(path: String) {
        #expect(TileCoordinate(path: path) == nil)
        let bundlePath = path.replacing("tile/0/", with: "tile/entries/")
        #expect(BundleCoordinate(path: bundlePath) == nil)
    }

    @Test("every single-bit change of a path is refused or names another tile")
    func bitFlips() throws {
        let coordinate = try #require(TileCoordinate(path: "tile/1/x001/x234/067.p/8"))
        let path = coordinate.encodedPath
        for position in path.indices {
            for bit in 0..<8 {
                var changed = path
                changed[position] ^= 1 << bit
                guard let other = TileCoordinate(path: changed) else { continue }
                #expect(other != coordinate && other.encodedPath == changed)
            }
        }
    }

    @Test("widths, levels and indexes end where the specification ends them")
    func limits() {
        #expect(TileCoordinate(level: 63, index: 999_999_999_999_999_999, width: 1) != nil)
        #expect(TileCoordinate(level: 0, index: 1_000_000_000_000_000_000) == nil)
        #expect(TileCoordinate(level: 0, index: 0, width: 0) == nil)
        #expect(TileCoordinate(level: 0, index: 0, width: 257) == nil)
        #expect(TileCoordinate(path: "tile/63/000")?.level == 63)
        #expect(BundleCoordinate(index: 1_000_000_000_000_000_000) == nil)
        #expect(BundleCoordinate(index: 0, width: 257) == nil)
    }

    @Test("the vectors' tile lists come out for every size")
    func vectorTiles() throws {
        let sizes: [String: [String: [String: Any]]] = try Fixture.value("tiles")
        for (number, levels) in sizes {
            let size = try #require(Decimal.decode(number.utf8).flatMap { TreeSize($0) })
            #expect(size.tileLevelCount == levels.count)
            for (level, expected) in levels {
                let tileLevel = try #require(Decimal.decode(level.utf8).flatMap { TileLevel($0) })
                #expect(size.fullTileCount(at: tileLevel) == expected["full"] as? UInt64)
                #expect(size.partialTile(at: tileLevel)?.path == expected["partial"] as? String)
            }
        }
        #expect(sizes.count == 11)
        #expect((0 as TreeSize).tileLevelCount == 0)
        #expect((0 as TreeSize).tiles().isEmpty)
        #expect(TreeSize(unchecked: 1 << 62).tileLevelCount == 8)
    }

    @Test("a tile exists in a tree exactly when the tree's list, or a narrower part of it, has it")
    func existence() throws {
        for number in [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537] {
            let size = TreeSize(count: number)
            let listed = Dictionary(
                uniqueKeysWithValues: size.tiles().map {
                    ([UInt64($0.level.rawValue), $0.index], $0.width)
                }
            )
            for level in 0...3 as ClosedRange<UInt64> {
                for index in [0, 1, 2, 254, 255, 256, 257] as [UInt64] {
                    for width in [1, 2, 254, 255, 256] {
                        let tileLevel = try #require(TileLevel(level))
                        let tile = try #require(
                            TileCoordinate(level: tileLevel, index: index, width: width)
                        )
                        let isThere = width <= listed[[level, index]] ?? 0
                        if tile.exists(in: size) != isThere {
                            Issue.record("\(tile) in \(size): \(!isThere)")
                        }
                    }
                }
            }
        }
    }
}
