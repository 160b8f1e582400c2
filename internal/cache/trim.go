package cache

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"
)

const (
	tempSuffix = ".tmp"
	trimmed    = "trimmed" // its time says when the cache was last trimmed

	stale      = time.Hour           // how long an entry's time may lag behind its use
	unused     = 10 * 24 * time.Hour // how long an entry stays that nobody uses
	trimEvery  = 24 * time.Hour
	abandoned  = time.Hour // a temporary file as old as this has lost its writer
	defaultMax = 2 << 30   // bytes
)

// Trim removes, once a day, what was not used for ten days, and then the least recently used entries until the cache
// is no larger than two gigabytes.
func (d *Dir) Trim() {
	if d == nil {
		return
	}
	now := time.Now()
	if info, err := d.root.Lstat(trimmed); err == nil && now.Sub(info.ModTime()) < trimEvery && !info.ModTime().After(now) {
		return
	}
	if d.write(trimmed, nil) == nil {
		d.trim(now, defaultMax)
	}
}

// A file is what trim knows of one.
type file struct {
	name string
	size int64
	used time.Time
}

func (d *Dir) trim(now time.Time, limit int64) {
	var entries []file
	var total int64
	for _, f := range d.files() {
		age := now.Sub(f.used)
		if age > unused || age > abandoned && strings.HasSuffix(f.name, tempSuffix) {
			_ = d.root.Remove(f.name) // another process may have
			continue
		}
		entries = append(entries, f)
		total += f.size
	}
	slices.SortFunc(entries, func(a, b file) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.name, b.name)) })
	for _, f := range entries {
		if total <= limit {
			break
		}
		if err := d.root.Remove(f.name); err == nil || errors.Is(err, fs.ErrNotExist) {
			total -= f.size
		}
	}
}

// files lists what lies in the directories of entries. What cannot be read is left alone.
func (d *Dir) files() []file {
	var list []file
	_ = fs.WalkDir(d.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		if e.Type().IsRegular() && strings.ContainsRune(name, '/') || strings.HasSuffix(name, tempSuffix) {
			if info, err := e.Info(); err == nil {
				list = append(list, file{name, info.Size(), info.ModTime()})
			}
		}
		return nil
	})
	return list
}
