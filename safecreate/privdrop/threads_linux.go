package privdrop

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// threads is /proc/self/task, held open: credentials are per thread on Linux.
type threads struct {
	root *os.Root
	kept bool // by Chroot, for To
}

// kept is the view of the threads that Chroot leaves for To. Like the root directory,
// which takes /proc away, it belongs to the process; no caller could pass it on.
var kept atomic.Pointer[os.Root]

const procMagic = 0x9fa0

// openThreads opens the list of threads, which the rights that are given up may be
// needed for. A jail can have a directory of that name that is no procfs.
func openThreads() (threads, error) {
	if root := kept.Swap(nil); root != nil {
		return threads{root, true}, nil
	}
	root, err := os.OpenRoot("/proc/self/task")
	if errors.Is(err, fs.ErrNotExist) {
		return threads{}, ErrNoProc
	}
	if err != nil {
		return threads{}, err
	}
	var st syscall.Statfs_t
	dir, err := root.Open(".")
	if err == nil {
		err = os.NewSyscallError("fstatfs", syscall.Fstatfs(int(dir.Fd()), &st))
		dir.Close()
	}
	if err == nil && uint32(st.Type) != procMagic {
		err = ErrNoProc
	}
	if err != nil {
		root.Close()
		return threads{}, err
	}
	return threads{root, false}, nil
}

// keep leaves the view to the next openThreads.
func (t threads) keep() { kept.Store(t.root) }

func (t threads) Close() {
	if t.root != nil {
		t.root.Close()
	}
}

// release closes the view unless Chroot has kept it.
func (t threads) release() {
	if t.kept {
		t.keep()
		return
	}
	t.Close()
}

// verify looks at every thread.
func (t threads) verify(want identity) error {
	return t.each(func(tid string) error {
		content, err := t.root.ReadFile(tid + "/status")
		if err != nil {
			return err
		}
		return want.check(parseStatus(content))
	})
}

// check compares what /proc says about a thread. A key that an old kernel does not have
// is no right.
func (id identity) check(status map[string]string) error {
	for key, want := range map[string]int{"Uid": id.uid, "Gid": id.gid} {
		ids := strings.Fields(status[key])
		if len(ids) == 0 {
			return fmt.Errorf("/proc says nothing about %s", key)
		}
		for _, got := range ids {
			if got != strconv.Itoa(want) {
				return fmt.Errorf("%s is %s, not %d", key, got, want)
			}
		}
	}
	for _, g := range strings.Fields(status["Groups"]) {
		if n, err := strconv.Atoi(g); err != nil || !id.ownsGroup(n) {
			return fmt.Errorf("group %s is left", g)
		}
	}
	sets := []string{"CapPrm", "CapEff", "CapInh", "CapAmb"}
	if id.noBounding {
		sets = append(sets, "CapBnd")
	}
	for _, key := range sets {
		if caps := status[key]; strings.Trim(caps, "0") != "" {
			return fmt.Errorf("%s is %s", key, caps)
		}
	}
	if flag, ok := status["NoNewPrivs"]; ok && id.noNewPrivs && flag != "1" {
		return errors.New("NoNewPrivs is not set")
	}
	return nil
}

// each calls f with the number of every thread of this process. One that has ended
// meanwhile is none; a list without any is no answer.
func (t threads) each(f func(tid string) error) error {
	list, err := fs.ReadDir(t.root.FS(), ".")
	if err != nil {
		return err
	}
	seen := 0
	for _, entry := range list {
		err := f(entry.Name())
		if isGone(err) {
			continue
		}
		if err != nil {
			return fmt.Errorf("thread %s: %w", entry.Name(), err)
		}
		seen++
	}
	if seen == 0 {
		return errors.New("no thread could be looked at")
	}
	return nil
}

// parseStatus reads "Key:\tvalue" lines.
func parseStatus(content []byte) map[string]string {
	status := map[string]string{}
	for line := range bytes.Lines(content) {
		key, value, ok := strings.Cut(string(line), ":")
		if ok {
			status[key] = strings.TrimSpace(value)
		}
	}
	return status
}

func isGone(err error) bool { return os.IsNotExist(err) || errors.Is(err, syscall.ESRCH) }
