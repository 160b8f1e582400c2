package safecreate

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// A watcher spins on lstat of a name and notes the modes it sees.
type watcher struct {
	samples atomic.Int64
	stop    atomic.Bool
	seen    chan map[uint32]int
}

func watch(name string) *watcher {
	w := &watcher{seen: make(chan map[uint32]int, 1)}
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		seen := map[uint32]int{}
		var st syscall.Stat_t
		for !w.stop.Load() {
			if syscall.Lstat(name, &st) == nil {
				seen[st.Mode&0o7777]++
				w.samples.Add(1)
			}
		}
		w.seen <- seen
	}()
	return w
}

// sampled waits for n more samples.
func (w *watcher) sampled(n int64) {
	for end := w.samples.Load() + n; w.samples.Load() < end; {
		runtime.Gosched()
	}
}

func (w *watcher) modes() map[uint32]int {
	w.stop.Store(true)
	return <-w.seen
}

func describe(seen map[uint32]int) string {
	var s []string
	for _, m := range slices.Sorted(maps.Keys(seen)) {
		s = append(s, fmt.Sprintf("%04o ×%d", m, seen[m]))
	}
	return strings.Join(s, ", ")
}

// The watcher would see a window if there were one.
func TestWatcherSeesAWindow(t *testing.T) {
	setUmask(t, 0)
	name := filepath.Join(scratch(t), "x")
	w := watch(name)
	must(t, os.WriteFile(name, nil, 0o666))
	w.sampled(1)
	must(t, os.Chmod(name, 0o600))
	w.sampled(1)
	if seen := w.modes(); seen[0o666] == 0 || seen[0o600] == 0 {
		t.Errorf("saw %s", describe(seen))
	}
}

// Nobody ever sees a bit outside perm, under a umask that would let everything through
// and under one that takes what has to be given back.
func TestNeverWider(t *testing.T) {
	const perm fs.FileMode = 0o640
	makers := makers()
	makers["OpenFile of an existing one"] = func(name string, perm fs.FileMode) (func(), error) {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			return nil, err
		}
		if err := os.Chmod(name, 0o600); err != nil { // the umask
			return nil, err
		}
		f, err := OpenFile(name, os.O_RDWR|os.O_CREATE, perm)
		if err != nil {
			return nil, err
		}
		return func() { f.Close() }, nil
	}
	makers["CopyFS"] = func(name string, perm fs.FileMode) (func(), error) {
		src, err := os.MkdirTemp(filepath.Dir(name), "src")
		if err != nil {
			return nil, err
		}
		if err := os.Chmod(src, perm|0o100); err != nil { // a directory that can be read
			return nil, err
		}
		return func() { os.RemoveAll(src) }, CopyFS(name, os.DirFS(src))
	}
	for what, mk := range makers {
		for _, mask := range []int{0, 0o077, 0o777} {
			t.Run(fmt.Sprintf("%s/%04o", what, mask), func(t *testing.T) {
				setUmask(t, mask)
				allowed := perm
				if what == "CopyFS" {
					allowed = 0o740 // 0700 while it is filled
				}
				dir := scratch(t)
				must(t, os.Chmod(dir, 0o700))
				name := filepath.Join(dir, "x")
				w := watch(name)
				for i := range rounds(300, 50_000) {
					release, err := mk(name, perm)
					must(t, err)
					if i%50 == 0 {
						w.sampled(1)
					}
					release()
					if what != "WriteFile" || i%2 == 0 {
						os.Remove(name)
					}
				}
				seen := w.modes()
				for mode := range seen {
					if mode&^uint32(allowed) != 0 {
						t.Errorf("saw %04o", mode)
					}
				}
				if len(seen) == 0 {
					t.Error("saw nothing")
				}
				t.Log(describe(seen))
			})
		}
	}
}

// Whatever is in the directory of a WriteFile is as private as its final mode, the
// temporary file included.
func TestTemporaryFileNeverWider(t *testing.T) {
	setUmask(t, 0)
	for _, perm := range []fs.FileMode{0o400, 0o440, 0o600} {
		dir := scratch(t)
		name := filepath.Join(dir, "x")
		w := watch(filepath.Join(dir, slotName("x", "0")))
		for i := range rounds(300, 50_000) {
			p, err := Update(name, perm)
			must(t, err)
			if i%50 == 0 {
				w.sampled(1)
			}
			must(t, p.Commit())
		}
		seen := w.modes()
		for mode := range seen {
			if mode&^uint32(perm) != 0 {
				t.Errorf("%04o: saw %04o", perm, mode)
			}
		}
		if len(seen) == 0 {
			t.Errorf("%04o: saw nothing", perm)
		}
	}
}
