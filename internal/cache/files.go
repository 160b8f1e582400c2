package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"sync"
	"time"
)

// MaxSource bounds the files that are read. No compiler takes a larger one.
const MaxSource = 64 << 20

// Files knows the hashes of files. It remembers them from run to run, and reads a file again only if its size, times
// or number changed, or if it was so young when it was read that a later change could have left all these alike.
type Files struct {
	dir *Dir
	key Key

	mu    sync.Mutex
	old   map[string]stamp // as the last run left them
	known map[string]stamp // as this run found them
	fresh bool             // known has what old has not

	changed bool // a file was read twice, with different content
}

// A stamp is the hash of a file with what was seen of the file before it was read.
type stamp struct {
	Size       int64
	Mtime      int64
	Ino, Ctime uint64
	Hash       Key
}

// settles is how old a file's last change must be when the file is read: coarser clocks than this are not in use.
const settles = 2 * time.Second

// Files returns the hashes that were saved under the name of a set of files, such as all that some program is made
// of. Save replaces the set.
func (d *Dir) Files(set string) *Files {
	h := NewHash("files")
	h.String(set)
	f := &Files{dir: d, key: h.Sum(), known: map[string]stamp{}}
	if data, ok := d.Get(f.key); ok {
		if gob.NewDecoder(bytes.NewReader(data)).Decode(&f.old) != nil {
			f.old = nil
		}
	}
	return f
}

// Hash returns the hash of a file's content.
func (f *Files) Hash(name string) (Key, error) {
	f.mu.Lock()
	s, ok := f.known[name]
	old, remembered := f.old[name]
	f.mu.Unlock()
	if ok {
		return s.Hash, nil
	}
	if remembered {
		info, err := os.Stat(name)
		if err != nil {
			return Key{}, err // it names the file
		}
		if info.Mode().IsRegular() && old.matches(info) {
			f.mu.Lock()
			f.known[name] = old
			f.mu.Unlock()
			return old.Hash, nil
		}
	}
	_, sum, err := f.Read(name)
	return sum, err
}

// Read returns the content of a file with its hash. It refuses what is no regular file or too large.
func (f *Files) Read(name string) ([]byte, Key, error) {
	now := time.Now()
	content, info, err := read(name)
	if err != nil {
		return nil, Key{}, err
	}
	s := stampOf(info)
	s.Hash = sha256.Sum256(content)
	f.mu.Lock()
	defer f.mu.Unlock()
	if s != f.old[name] {
		f.fresh = true
	}
	if before, ok := f.known[name]; ok && before.Hash != s.Hash {
		f.changed = true
	}
	f.known[name] = s
	if changed := time.Unix(0, max(s.Mtime, int64(s.Ctime))); now.Sub(changed) < settles {
		f.known[name] = stamp{Hash: s.Hash} // good for this run only
	}
	return content, s.Hash, nil
}

// Changed reports whether a file turned out to have another content than Hash or Read said before.
func (f *Files) Changed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changed
}

func read(name string) ([]byte, fs.FileInfo, error) {
	file, err := os.OpenFile(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, nil, err // it names the file
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, nil, err
	case !info.Mode().IsRegular():
		return nil, nil, fmt.Errorf("%s is not a regular file", name)
	case info.Size() > MaxSource:
		return nil, nil, fmt.Errorf("%s is too large for a source file", name)
	}
	content := make([]byte, info.Size())
	n, err := io.ReadFull(file, content)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) { // it shrinks while it is read
		err = nil
	}
	return content[:n], info, err
}

func stampOf(info fs.FileInfo) stamp {
	ino, ctime := identity(info)
	return stamp{Size: info.Size(), Mtime: info.ModTime().UnixNano(), Ino: ino, Ctime: ctime}
}

func (s stamp) matches(info fs.FileInfo) bool {
	now := stampOf(info)
	now.Hash = s.Hash
	return now == s && s.Mtime != 0
}

// Save keeps for the next run what this one learned.
func (f *Files) Save() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dir == nil || !f.fresh && len(f.known) == len(f.old) {
		return nil
	}
	settled := maps.Clone(f.known)
	maps.DeleteFunc(settled, func(_ string, s stamp) bool { return s.Mtime == 0 })
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(settled); err != nil {
		return fmt.Errorf("writing down the hashes of files: %w", err)
	}
	return f.dir.Put(f.key, buf.Bytes())
}
