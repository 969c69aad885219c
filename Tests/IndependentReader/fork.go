package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Fork evidence (FORMATS.md §6): a file that convinces anybody who knows the node's key that it has signed two
// histories of one log.

// A keyEntry is a log/open or log/rekey entry, which names the key of checkpoints larger than its index.
type keyEntry struct {
	text     string
	origin   string
	index    int64
	isOpen   bool
	verifier note.Verifier
}

type forkFile struct {
	form        string
	keys        [][]byte
	checkpoints [][]byte
	hashes      []tlog.Hash
}

// checkForkFile judges a file under the node key that the reader trusts.
func checkForkFile(path, vkey string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return checkFork(data, vkey)
}

// checkForkChanges judges every file that differs from a true one in a single bit, and returns how many it refused.
func checkForkChanges(path, vkey string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if _, err := checkFork(data, vkey); err != nil {
		return "", err
	}
	for i := range data {
		for bit := 0; bit < 8; bit++ {
			data[i] ^= 1 << bit
			if _, err := checkFork(data, vkey); err == nil {
				return "", fmt.Errorf("bit %d of byte %d may be changed", bit, i)
			}
			data[i] ^= 1 << bit
		}
	}
	return fmt.Sprintf("changes %d\n", 8*len(data)), nil
}

// checkFork judges evidence, and returns what the node is shown to have done.
func checkFork(data []byte, vkey string) (string, error) {
	node, err := note.NewVerifier(vkey)
	if err != nil {
		return "", err
	}
	if len(data) > 1<<16 {
		return "", errors.New("longer than 64 KiB")
	}
	file, err := splitFork(data, vkey)
	if err != nil {
		return "", err
	}
	var keys []keyEntry
	for i, block := range file.keys {
		key, err := readKeyEntry(block, node)
		if err != nil {
			return "", fmt.Errorf("key %d: %v", i, err)
		}
		if i > 0 && key.origin != keys[0].origin {
			return "", errors.New("keys of two logs")
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return "", errors.New("no key entry")
	}
	said := fmt.Sprintf("fork %s\nlog %s\n", file.form, keys[0].origin)
	if file.form == "open" {
		if len(keys) != 2 || len(file.checkpoints) != 0 || len(file.hashes) != 0 {
			return "", errors.New("form open has two keys and nothing else")
		}
		if !keys[0].isOpen || !keys[1].isOpen || keys[0].text == keys[1].text {
			return "", errors.New("not two different first entries")
		}
		return said, nil
	}
	if len(file.checkpoints) != 2 {
		return "", errors.New("not two checkpoints")
	}
	var trees [2]tlog.Tree
	for i, block := range file.checkpoints {
		if trees[i], err = readForkCheckpoint(block, keys); err != nil {
			return "", fmt.Errorf("checkpoint %d: %v", i, err)
		}
	}
	switch file.form {
	case "same-size":
		if len(file.hashes) != 0 || trees[0].N != trees[1].N || trees[0].Hash == trees[1].Hash {
			return "", errors.New("not two roots of one size")
		}
	case "growth":
		if err := checkGrowth(trees[0], trees[1], file.hashes); err != nil {
			return "", err
		}
	default:
		return "", fmt.Errorf("unknown form %q", file.form)
	}
	return said, nil
}

// splitFork takes the file apart; nothing may be left over.
func splitFork(data []byte, vkey string) (*forkFile, error) {
	rest := data
	line := func() (string, error) {
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			return "", errors.New("a line breaks off")
		}
		found := string(rest[:end])
		rest = rest[end+1:]
		return found, nil
	}
	first, err := line()
	if err != nil || first != "lianlu/fork/v1" {
		return nil, errors.New("not a lianlu/fork/v1 file")
	}
	file := &forkFile{}
	if file.form, err = line(); err != nil {
		return nil, err
	}
	named, err := line()
	if err != nil || named != "node "+vkey {
		return nil, fmt.Errorf("not evidence against the node of the given key: %q", named)
	}
	for len(rest) > 0 {
		head, err := line()
		if err != nil {
			return nil, err
		}
		word, value, _ := strings.Cut(head, " ")
		if word == "hash" {
			digest, err := hex.DecodeString(value)
			if err != nil || len(digest) != tlog.HashSize || hex.EncodeToString(digest) != value {
				return nil, fmt.Errorf("bad hash %q", value)
			}
			file.hashes = append(file.hashes, tlog.Hash(*(*[tlog.HashSize]byte)(digest)))
			continue
		}
		count, err := strconv.Atoi(value)
		if err != nil || count < 0 || strconv.Itoa(count) != value || count+1 > len(rest) || rest[count] != '\n' {
			return nil, fmt.Errorf("bad block %q", head)
		}
		block := rest[:count]
		rest = rest[count+1:]
		switch word {
		case "key":
			file.keys = append(file.keys, block)
		case "checkpoint":
			file.checkpoints = append(file.checkpoints, block)
		default:
			return nil, fmt.Errorf("unknown block %q", head)
		}
	}
	return file, nil
}

// open verifies a note that has this verifier's signature. The library overlooks bits that no byte of a signature holds.
func open(block []byte, verifier note.Verifier) (*note.Note, error) {
	opened, err := note.Open(block, note.VerifierList(verifier))
	if err != nil {
		return nil, err
	}
	for _, signature := range append(opened.Sigs, opened.UnverifiedSigs...) {
		if _, err := base64.StdEncoding.Strict().DecodeString(signature.Base64); err != nil {
			return nil, err
		}
	}
	return opened, nil
}

// readKeyEntry verifies the node's signature over an entry that names a log key.
func readKeyEntry(block []byte, node note.Verifier) (keyEntry, error) {
	var key keyEntry
	opened, err := open(block, node)
	if err != nil {
		return key, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != "lianlu/entry/v1" || lines[3] != "" {
		return key, errors.New("not an entry")
	}
	var header struct {
		Machine, Event, Key string
		Since               *int64
	}
	if err := json.Unmarshal([]byte(lines[2]), &header); err != nil {
		return key, err
	}
	key.text, key.origin, key.isOpen = opened.Text, lines[1], header.Event == "open"
	if !strings.HasPrefix(key.origin, node.Name()+"/") || header.Machine != "log" {
		return key, errors.New("not a log entry of this node")
	}
	if !key.isOpen {
		if header.Event != "rekey" || header.Since == nil || *header.Since < 1 {
			return key, errors.New("names no key")
		}
		key.index = *header.Since
	}
	if key.verifier, err = note.NewVerifier(header.Key); err != nil {
		return key, err
	}
	if key.verifier.Name() != key.origin {
		return key, errors.New("a key of another name")
	}
	return key, nil
}

// readForkCheckpoint verifies a checkpoint under one of the keys, if it is larger than the index that names the key.
func readForkCheckpoint(block []byte, keys []keyEntry) (tlog.Tree, error) {
	var tree tlog.Tree
	for _, key := range keys {
		opened, err := open(block, key.verifier)
		if err != nil {
			continue
		}
		lines := strings.Split(opened.Text, "\n")
		if len(lines) < 4 || lines[0] != key.origin {
			return tree, errors.New("not a checkpoint of this log")
		}
		tree.N, err = strconv.ParseInt(lines[1], 10, 64)
		if err != nil || strconv.FormatInt(tree.N, 10) != lines[1] {
			return tree, fmt.Errorf("bad size %q", lines[1])
		}
		hash, err := base64.StdEncoding.Strict().DecodeString(lines[2])
		if err != nil || len(hash) != tlog.HashSize {
			return tree, fmt.Errorf("bad root %q", lines[2])
		}
		copy(tree.Hash[:], hash)
		if tree.N > key.index {
			return tree, nil
		}
	}
	return tree, errors.New("no key entry names its key")
}

// A span is a complete subtree over the leaves [start, end).
type span struct{ start, end int64 }

// complete lists the maximal complete subtrees of [start, end), left to right.
func complete(start, end int64) []span {
	var spans []span
	for start < end {
		width := int64(1)
		for start%(2*width) == 0 && start+2*width <= end {
			width *= 2
		}
		spans = append(spans, span{start, start + width})
		start += width
	}
	return spans
}

// checkGrowth folds the hashes: they must give the larger tree's root, and for the smaller size another than was signed.
func checkGrowth(smaller, larger tlog.Tree, hashes []tlog.Hash) error {
	if smaller.N < 1 || smaller.N >= larger.N {
		return errors.New("the sizes do not grow")
	}
	spans := append(complete(0, smaller.N), complete(smaller.N, larger.N)...)
	if len(spans) != len(hashes) {
		return fmt.Errorf("%d hashes, want %d", len(hashes), len(spans))
	}
	known := map[span]tlog.Hash{}
	for i, s := range spans {
		known[s] = hashes[i]
	}
	if fold(span{0, larger.N}, known) != larger.Hash {
		return errors.New("the hashes are not those of the larger tree")
	}
	if fold(span{0, smaller.N}, known) == smaller.Hash {
		return errors.New("the smaller tree is a beginning of the larger one")
	}
	return nil
}

// fold is the RFC 6962 root over a span, from the subtrees that are known.
func fold(s span, known map[span]tlog.Hash) tlog.Hash {
	if hash, ok := known[s]; ok {
		return hash
	}
	width := int64(1)
	for 2*width < s.end-s.start {
		width *= 2
	}
	middle := s.start + width
	return tlog.NodeHash(fold(span{s.start, middle}, known), fold(span{middle, s.end}, known))
}
