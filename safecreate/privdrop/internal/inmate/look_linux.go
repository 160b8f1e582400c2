package inmate

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
)

// A look at the threads that needs nothing of the package, from before any jail.
type look struct{ task *os.Root }

func openLook() (look, error) {
	root, err := os.OpenRoot("/proc/self/task")
	return look{root}, err
}

// values are what the threads have under key, without repetitions.
func (l look) values(key string) ([]string, error) {
	dir, err := l.task.Open(".")
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	tids, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, tid := range tids {
		content, err := l.task.ReadFile(tid + "/status")
		if isGone(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(content)) {
			if k, v, _ := strings.Cut(line, ":"); k == key {
				found = append(found, strings.Join(strings.Fields(v), " "))
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// all checks that every thread has want under key.
func (l look) all(key, want string) error {
	got, err := l.values(key)
	if err != nil {
		return err
	}
	if len(got) != 1 || got[0] != want {
		return fmt.Errorf("%s of the threads is %q, want %q in all", key, got, want)
	}
	return nil
}

const noCaps = "0000000000000000"

func (l look) nothingLeft() error {
	sets := []string{"CapPrm", "CapEff", "CapInh", "CapAmb"}
	if !hasCgo() {
		sets = append(sets, "CapBnd")
	}
	err := l.all("NoNewPrivs", "1")
	for _, key := range sets {
		err = errors.Join(err, l.all(key, noCaps))
	}
	return err
}

func isGone(err error) bool { return os.IsNotExist(err) || errors.Is(err, syscall.ESRCH) }
