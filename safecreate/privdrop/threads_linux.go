package privdrop

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// openThreads opens the list of threads, which the rights that are given up may be
// needed for. Where /proc is not mounted, as in many a chroot, there is nothing to look
// at: nil.
func openThreads() (*os.Root, error) {
	root, err := os.OpenRoot("/proc/self/task")
	if os.IsNotExist(err) {
		return nil, nil
	}
	return root, err
}

// verifyThreads looks at every thread: credentials are per thread on Linux.
func verifyThreads(threads *os.Root, uid, gid int, groups []int) error {
	return eachThread(threads, func(status map[string]string) error {
		for key, want := range map[string]int{"Uid": uid, "Gid": gid} {
			for _, id := range strings.Fields(status[key]) {
				if id != strconv.Itoa(want) {
					return fmt.Errorf("%s is %s, not %d", key, id, want)
				}
			}
		}
		for _, g := range strings.Fields(status["Groups"]) {
			if n, err := strconv.Atoi(g); err != nil || n != gid && !slices.Contains(groups, n) {
				return fmt.Errorf("group %s is left", g)
			}
		}
		for _, key := range []string{"CapPrm", "CapEff", "CapAmb"} {
			if caps := status[key]; strings.Trim(caps, "0") != "" {
				return fmt.Errorf("%s is %s", key, caps)
			}
		}
		return nil
	})
}

// eachThread calls f with the status of every thread of this process.
func eachThread(threads *os.Root, f func(status map[string]string) error) error {
	if threads == nil {
		return nil
	}
	list, err := fs.ReadDir(threads.FS(), ".")
	if err != nil {
		return err
	}
	for _, t := range list {
		content, err := threads.ReadFile(t.Name() + "/status")
		if isGone(err) {
			continue // the thread has ended
		}
		if err != nil {
			return err
		}
		if err := f(parseStatus(content)); err != nil {
			return fmt.Errorf("thread %s: %w", t.Name(), err)
		}
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
