// Command IndependentReader checks a log that lies in a directory in the form of c2sp.org/tlog-tiles.
//
// It shares no code with Lianlu: notes, tree hashes and tile contents come from golang.org/x/mod/sumdb. It
// verifies the checkpoint's signature, recomputes the root from every entry in the entry bundles, and compares every
// hash tile in the directory with the recomputed hashes. Tiles and bundles of earlier, smaller trees may lie there too;
// they must be beginnings of the present ones.
//
// Usage:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run main.go fork.go <directory> <log vkey>
//	GO111MODULE=off GOPATH=/usr/share/gocode go run main.go fork.go fork <evidence file> <node vkey>
//	GO111MODULE=off GOPATH=/usr/share/gocode go run main.go fork.go fork-changes <evidence file> <node vkey>
//
// It prints the size and the root, or the form of the fork and the log, and exits 0; it exits 1 with the reason on any
// mismatch, and 2 when it is called wrongly. With fork-changes it tries each file that differs in one bit, and exits 0 only
// when none of them convinces it. Debian's packages golang-go and golang-golang-x-mod-dev are all that it
// needs. The TileHashReader of that version does not authenticate all tiles that it returns, so it is not used.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight        = 8
	tileWidth         = 1 << tileHeight
	checkpointByteMax = 1 << 20
)

func main() {
	if len(os.Args) == 4 && os.Args[1] == "fork" {
		said, err := checkForkFile(os.Args[2], os.Args[3])
		if err != nil {
			fmt.Fprintln(os.Stderr, "not verified:", err)
			os.Exit(1)
		}
		fmt.Print(said)
		return
	}
	if len(os.Args) == 4 && os.Args[1] == "fork-changes" {
		said, err := checkForkChanges(os.Args[2], os.Args[3])
		if err != nil {
			fmt.Fprintln(os.Stderr, "not verified:", err)
			os.Exit(1)
		}
		fmt.Print(said)
		return
	}
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: IndependentReader <directory> <log vkey> | fork|fork-changes <evidence file> <node vkey>")
		os.Exit(2)
	}
	verifier, err := note.NewVerifier(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "usage: the second argument is not an Ed25519 vkey:", err)
		os.Exit(2)
	}
	if info, err := os.Stat(os.Args[1]); err != nil || !info.IsDir() {
		fmt.Fprintln(os.Stderr, "usage: the first argument is not a directory:", os.Args[1])
		os.Exit(2)
	}
	tree, err := check(os.Args[1], verifier)
	if err != nil {
		fmt.Fprintln(os.Stderr, "not verified:", err)
		os.Exit(1)
	}
	fmt.Printf("size %d\nroot %s\n", tree.N, tree.Hash)
}

// A directory is a log's directory with the hashes that were recomputed from its entries.
type directory struct {
	root   string
	size   int64
	hashes []tlog.Hash // by tlog.StoredHashIndex
}

// ReadHashes makes directory a tlog.HashReader over the recomputed hashes.
func (d *directory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(d.hashes)) {
			return nil, fmt.Errorf("hash %d is beyond the tree", index)
		}
		found[i] = d.hashes[index]
	}
	return found, nil
}

func check(root string, verifier note.Verifier) (tlog.Tree, error) {
	tree, err := readCheckpoint(filepath.Join(root, "checkpoint"), verifier)
	if err != nil {
		return tree, err
	}
	d := &directory{root: root, size: tree.N}
	if err := d.readEntries(); err != nil {
		return tree, err
	}
	recomputed := tlog.Hash(sha256.Sum256(nil))
	if tree.N > 0 {
		if recomputed, err = tlog.TreeHash(tree.N, d); err != nil {
			return tree, err
		}
	}
	if recomputed != tree.Hash {
		return tree, fmt.Errorf("the entries give root %s, the checkpoint says %s", recomputed, tree.Hash)
	}
	if err := d.checkTiles(); err != nil {
		return tree, err
	}
	return tree, d.checkSurplus()
}

// readCheckpoint verifies the signature and reads the three lines of the text.
func readCheckpoint(path string, verifier note.Verifier) (tlog.Tree, error) {
	var tree tlog.Tree
	data, err := os.ReadFile(path)
	if err != nil {
		return tree, err
	}
	if len(data) > checkpointByteMax {
		return tree, errors.New("checkpoint: too long")
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tree, fmt.Errorf("checkpoint: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tree, errors.New("checkpoint: not three lines")
	}
	if lines[0] != verifier.Name() {
		return tree, fmt.Errorf("checkpoint: of log %q, the key is of %q", lines[0], verifier.Name())
	}
	tree.N, err = strconv.ParseInt(lines[1], 10, 64)
	if err != nil || tree.N < 0 || strconv.FormatInt(tree.N, 10) != lines[1] {
		return tree, fmt.Errorf("checkpoint: bad size %q", lines[1])
	}
	hash, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(hash) != tlog.HashSize {
		return tree, fmt.Errorf("checkpoint: bad root %q", lines[2])
	}
	copy(tree.Hash[:], hash)
	return tree, nil
}

// readEntries hashes the entries of all bundles into d.hashes.
func (d *directory) readEntries() error {
	for first := int64(0); first < d.size; first += tileWidth {
		width := d.size - first
		if width > tileWidth {
			width = tileWidth
		}
		path := tilePath("entries", tlog.Tile{H: tileHeight, L: 0, N: first / tileWidth, W: int(width)})
		data, err := os.ReadFile(filepath.Join(d.root, path))
		if err != nil {
			return err
		}
		entries, err := splitBundle(data)
		if err != nil {
			return fmt.Errorf("%s: %v", path, err)
		}
		if int64(len(entries)) != width {
			return fmt.Errorf("%s: %d entries, want %d", path, len(entries), width)
		}
		for i, entry := range entries {
			stored, err := tlog.StoredHashesForRecordHash(first+int64(i), tlog.RecordHash(entry), d)
			if err != nil {
				return fmt.Errorf("%s: %v", path, err)
			}
			d.hashes = append(d.hashes, stored...)
		}
	}
	return nil
}

// splitBundle takes the entries out of their frames: a big-endian uint16 length, then the bytes.
func splitBundle(data []byte) ([][]byte, error) {
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 {
			return nil, fmt.Errorf("entry %d breaks off", len(entries))
		}
		count := int(data[0])<<8 | int(data[1])
		if len(data) < 2+count {
			return nil, fmt.Errorf("entry %d breaks off", len(entries))
		}
		entries = append(entries, data[2:2+count])
		data = data[2+count:]
	}
	return entries, nil
}

// checkTiles compares every tile that the tree must have.
func (d *directory) checkTiles() error {
	for level := 0; d.size>>(tileHeight*level) > 0; level++ {
		hashes := d.size >> (tileHeight * level)
		for index := int64(0); index*tileWidth < hashes; index++ {
			width := hashes - index*tileWidth
			if width > tileWidth {
				width = tileWidth
			}
			tile := tlog.Tile{H: tileHeight, L: level, N: index, W: int(width)}
			if err := d.checkTile(tilePath(strconv.Itoa(level), tile), tile); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *directory) checkTile(path string, tile tlog.Tile) error {
	found, err := os.ReadFile(filepath.Join(d.root, path))
	if err != nil {
		return err
	}
	want, err := tlog.ReadTileData(tile, d)
	if err != nil {
		return fmt.Errorf("%s: %v", path, err)
	}
	if !bytes.Equal(found, want) {
		return fmt.Errorf("%s: differs from the hashes of the entries", path)
	}
	return nil
}

// checkSurplus looks at every other file below tile/: it must be a narrower tile or bundle of the same tree.
func (d *directory) checkSurplus() error {
	top := filepath.Join(d.root, "tile")
	if _, err := os.Stat(top); d.size == 0 && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return filepath.WalkDir(top, func(name string, item fs.DirEntry, err error) error {
		if err != nil || item.IsDir() {
			return err
		}
		relative, err := filepath.Rel(d.root, name)
		if err != nil {
			return err
		}
		path := filepath.ToSlash(relative)
		folder, _, _ := strings.Cut(strings.TrimPrefix(path, "tile/"), "/")
		level := folder
		if folder == "entries" {
			level = "0"
		}
		// Go's paths name the height first, and entries by another word.
		tile, err := tlog.ParseTilePath("tile/8/" + level + strings.TrimPrefix(path, "tile/"+folder))
		if err != nil || tile.L < 0 || tilePath(folder, tile) != path {
			return fmt.Errorf("%s: not the path of a tile or bundle", path)
		}
		hashes := d.size >> (tileHeight * tile.L)
		if tile.N*tileWidth+int64(tile.W) > hashes {
			return fmt.Errorf("%s: beyond the tree", path)
		}
		if folder == "entries" {
			return d.checkBundle(path, tile)
		}
		return d.checkTile(path, tile)
	})
}

// checkBundle compares the entries of a bundle by their leaf hashes.
func (d *directory) checkBundle(path string, tile tlog.Tile) error {
	data, err := os.ReadFile(filepath.Join(d.root, path))
	if err != nil {
		return err
	}
	entries, err := splitBundle(data)
	if err != nil || len(entries) != tile.W {
		return fmt.Errorf("%s: not %d entries", path, tile.W)
	}
	for i, entry := range entries {
		index := tile.N*tileWidth + int64(i)
		if d.hashes[tlog.StoredHashIndex(0, index)] != tlog.RecordHash(entry) {
			return fmt.Errorf("%s: entry %d differs", path, index)
		}
	}
	return nil
}

// tilePath is the path of c2sp.org/tlog-tiles, which has no height in it.
func tilePath(folder string, tile tlog.Tile) string {
	tile.L = 0
	return "tile/" + folder + strings.TrimPrefix(tile.Path(), "tile/8/0")
}
