//go:build unix

package safecreate

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// rounds is how often a test tries to hit an unlucky moment: few times by default, so
// that the suite stays quick, and often with SAFECREATE_LONG=1.
func rounds(few, many int) int {
	if os.Getenv("SAFECREATE_LONG") != "" {
		return many
	}
	if testing.Short() {
		return max(few/10, 1)
	}
	return few
}

// scratch is a new directory, in memory if possible so that fsync costs nothing, with a
// name short enough for sockets; test.sh runs the suite on other file systems too.
func scratch(t testing.TB) string {
	t.Helper()
	where := os.Getenv("SAFECREATE_SCRATCH")
	if where == "" {
		where = "/dev/shm"
	}
	dir, err := os.MkdirTemp(where, "sc-")
	if err != nil {
		dir, err = os.MkdirTemp("", "sc-")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func setUmask(t testing.TB, mask int) {
	t.Helper()
	old := syscall.Umask(mask)
	t.Cleanup(func() { syscall.Umask(old) })
}

// modeOf is the mode of the object itself, special bits included.
func modeOf(t testing.TB, name string) fs.FileMode {
	t.Helper()
	fi, err := os.Lstat(name)
	if err != nil {
		t.Fatal(err)
	}
	return fi.Mode() & (fs.ModePerm | specialBits)
}

func wantMode(t testing.TB, name string, want fs.FileMode) {
	t.Helper()
	if got := modeOf(t, name); got != want {
		t.Errorf("%s has mode %v, want %v", filepath.Base(name), got, want)
	}
}

func content(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// plant makes a file with exactly that mode by means that are not under test.
func plant(t testing.TB, name, content string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
}

// names lists a directory.
func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// isRoot tells whether this process may do what root may: in a user namespace, as rootless
// containers have it, user 0 can neither give files to others nor make devices.
func isRoot() bool {
	if os.Geteuid() != 0 {
		return false
	}
	ids, err := os.ReadFile("/proc/self/uid_map")
	return err != nil || strings.Join(strings.Fields(string(ids)), " ") == "0 0 4294967295"
}

func needRoot(t testing.TB) {
	t.Helper()
	if !isRoot() {
		t.Skip("needs root")
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const helperVar = "SAFECREATE_TEST_HELPER"

// TestMain lets the test binary be the other process of a test.
func TestMain(m *testing.M) {
	name := os.Getenv(helperVar)
	if name == "" {
		os.Exit(m.Run())
	}
	run, ok := helpers()[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "no helper %q\n", name)
		os.Exit(2)
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// helperCommand runs helper name as another process.
func helperCommand(name string, arg ...string) *exec.Cmd {
	c := exec.Command("/proc/self/exe", arg...)
	c.Env = Env(helperVar+"="+name, "SAFECREATE_LONG="+os.Getenv("SAFECREATE_LONG"))
	c.Stderr = os.Stderr
	return c
}
