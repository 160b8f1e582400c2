package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"
)

// A Key names an entry: the hash of all that it depends on.
type Key [sha256.Size]byte

// A Dir is a directory of entries. The nil Dir is empty and forgets what is put into it.
type Dir struct {
	root *os.Root
	seq  atomic.Uint32 // makes the names of this process's temporary files differ
}

const (
	// magic begins every entry, and changes with the form of the file.
	magic = "permvet cache entry 1\n"

	// maxEntry bounds what is read of an entry.
	maxEntry = 256 << 20

	// readme marks a directory as a cache, so that Clean removes nothing else.
	readme     = "README"
	readmeText = "This directory holds what permvet computed in earlier runs. It can be removed at any time: permvet -cache-clean.\n"
)

// ErrOff says that the user does not want a cache.
var ErrOff = errors.New("the cache is turned off")

// ErrCreate says that the directory of the cache cannot be created.
var ErrCreate = errors.New("the cache directory cannot be created")

// Locate returns the directory that setting, the value of PERMVET_CACHE, stands for: an absolute path, "off", which
// gives ErrOff, or empty for the user's cache directory.
func Locate(setting string) (string, error) {
	switch {
	case setting == "off":
		return "", ErrOff
	case setting == "":
		base, err := os.UserCacheDir()
		if err != nil {
			return "", ErrOff // a process without a home has no cache
		}
		return filepath.Join(base, "permvet"), nil
	case !filepath.IsAbs(setting):
		return "", fmt.Errorf("PERMVET_CACHE=%s: give an absolute path, or off", setting)
	}
	return setting, nil
}

// Open opens the cache in dir, and makes it with permissions 0700 if it is not there. It refuses a directory in which
// other users can write.
func Open(dir string) (*Dir, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCreate, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the cache directory: %w", err)
	}
	info, err := root.Stat(".")
	if err == nil && !private(info) {
		err = fmt.Errorf("the cache directory %s belongs to another user or others can write in it; remove it, or set PERMVET_CACHE to another", dir)
	}
	d := &Dir{root: root}
	if err == nil {
		if _, missing := root.Lstat(readme); missing != nil {
			err = d.write(readme, []byte(readmeText))
		}
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return d, nil
}

// Close releases the directory. Entries stay.
func (d *Dir) Close() error {
	if d == nil {
		return nil
	}
	return d.root.Close()
}

// Clean removes the cache in dir, and nothing that is not one.
func Clean(dir string) error {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(dir, readme))
	if err != nil || string(text) != readmeText {
		return fmt.Errorf("%s is no cache of permvet: remove it by hand if you are sure", dir)
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("removing the cache: %w", err)
	}
	return nil
}

// Get returns the entry with the key, if there is one that can be trusted.
func (d *Dir) Get(key Key) (data []byte, ok bool) {
	if d == nil {
		return nil, false
	}
	name := key.path()
	f, err := d.root.Open(name)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || !private(info) || info.Size() > maxEntry {
		return nil, false
	}
	whole := make([]byte, info.Size())
	if _, err := io.ReadFull(f, whole); err != nil {
		return nil, false
	}
	data, ok = unseal(key, whole)
	if ok && time.Since(info.ModTime()) > stale {
		now := time.Now()
		_ = d.root.Chtimes(name, now, now) // Trim keeps what is in use; a failure costs no more than that
	}
	return data, ok
}

// Put stores an entry. The error is for those who want to know: without the entry, the next run only takes longer.
func (d *Dir) Put(key Key, data []byte) error {
	if d == nil {
		return nil
	}
	name := key.path()
	if err := d.root.Mkdir(filepath.Dir(name), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("making a directory of the cache: %w", err)
	}
	return d.write(name, seal(key, data))
}

// write makes a file appear with its whole content or not at all.
func (d *Dir) write(name string, content []byte) error {
	temp := fmt.Sprintf("%s.%d.%d%s", name, os.Getpid(), d.seq.Add(1), tempSuffix)
	f, err := d.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) { // left by a process of the same number that was killed
		_ = d.root.Remove(temp)
		f, err = d.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	}
	if err != nil {
		return fmt.Errorf("writing to the cache: %w", err)
	}
	_, err = f.Write(content)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = d.root.Rename(temp, name)
	}
	if err != nil {
		_ = d.root.Remove(temp) // Trim removes it otherwise
		return fmt.Errorf("writing to the cache: %w", err)
	}
	return nil
}

func (k Key) path() string {
	s := hex.EncodeToString(k[:])
	return filepath.Join(s[:2], s[2:])
}

// seal puts before the data what unseal needs to tell that they are whole and belong under the key.
func seal(key Key, data []byte) []byte {
	sum := checksum(key, data)
	whole := make([]byte, 0, len(magic)+len(sum)+len(data))
	whole = append(whole, magic...)
	whole = append(whole, sum[:]...)
	return append(whole, data...)
}

func unseal(key Key, whole []byte) (data []byte, ok bool) {
	rest, ok := bytes.CutPrefix(whole, []byte(magic))
	if !ok || len(rest) < sha256.Size {
		return nil, false
	}
	data = rest[sha256.Size:]
	sum := checksum(key, data)
	return data, bytes.Equal(sum[:], rest[:sha256.Size])
}

func checksum(key Key, data []byte) (sum [sha256.Size]byte) {
	h := sha256.New()
	h.Write(key[:])
	h.Write(data)
	h.Sum(sum[:0])
	return sum
}
