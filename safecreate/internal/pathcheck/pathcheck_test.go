//go:build unix

package pathcheck

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// top is a directory that Check accepts: in the home directory, which is not sticky as the
// temporary directory is, if it can be made there.
func top(t *testing.T) string {
	t.Helper()
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	dir, err := os.MkdirTemp(home, "pathcheck-")
	if err != nil {
		dir = t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := Check(dir); err != nil {
		t.Skipf("the temporary directory itself is not safe: %v", err)
	}
	return dir
}

func mkdir(t *testing.T, name string, mode fs.FileMode) string {
	t.Helper()
	if err := os.Mkdir(name, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
	return name
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Fatal(err)
	}
}

func chown(t *testing.T, name string, uid int) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
	if err := os.Lchown(name, uid, -1); err != nil {
		t.Fatal(err)
	}
}

func TestAccepts(t *testing.T) {
	dir := top(t)
	mkdir(t, dir+"/a", 0o755)
	mkdir(t, dir+"/a/b", 0o700)
	mkdir(t, dir+"/shared", 0o777|fs.ModeSticky)
	mkdir(t, dir+"/shared/ours", 0o700)
	link(t, "a/b", dir+"/rel")
	link(t, dir+"/a", dir+"/shared/abs")
	if err := os.WriteFile(dir+"/a/file", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"/", dir, dir + "/", dir + "/a/b", dir + "/a/new", dir + "/a/file", dir + "/a/../a/./b//",
		dir + "/shared", dir + "/shared/new", dir + "/shared/ours/new", dir + "/rel/../b/new", dir + "/shared/abs/b",
	} {
		if err := Check(name); err != nil {
			t.Errorf("%s: %v", strings.TrimPrefix(name, dir), err)
		}
	}
	t.Chdir(dir)
	if err := Check("a/b"); err != nil {
		t.Error(err)
	}
}

func TestRefuses(t *testing.T) {
	dir := top(t)
	mkdir(t, dir+"/group", 0o775)
	mkdir(t, dir+"/group/sub", 0o700)
	mkdir(t, dir+"/all", 0o777)
	mkdir(t, dir+"/ok", 0o755)
	link(t, "../all", dir+"/ok/link")
	link(t, "self", dir+"/ok/self")
	if err := os.WriteFile(dir+"/ok/file", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{
		"/group": ErrWritable, "/group/sub": ErrWritable, "/all": ErrWritable, "/all/new": ErrWritable,
		"/ok/link": ErrWritable, "/ok/link/x": ErrWritable, "/ok/link/../ok": ErrWritable,
		"/ok/self": syscall.ELOOP, "/ok/file/x": syscall.ENOTDIR, "/no/x": fs.ErrNotExist,
	} {
		if err := Check(dir + name); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	if err := Check(""); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	var at *fs.PathError
	if err := Check(dir + "/ok/link/x"); !errors.As(err, &at) || at.Path != filepath.Join(dir, "all") {
		t.Errorf("%v does not name the directory at fault", at)
	}
}

// Directories and links of others are refused, unless they are said to be ours.
func TestOwners(t *testing.T) {
	dir := top(t)
	mkdir(t, dir+"/theirs", 0o755)
	chown(t, dir+"/theirs", 1234)
	mkdir(t, dir+"/shared", 0o777|fs.ModeSticky)
	mkdir(t, dir+"/ok", 0o755)
	link(t, "../ok", dir+"/shared/link")
	chown(t, dir+"/shared/link", 1234)
	for _, name := range []string{"/theirs", "/theirs/new", "/shared/link", "/shared/link/new"} {
		if err := Check(dir + name); !errors.Is(err, ErrOwner) {
			t.Errorf("%s: %v, want ErrOwner", name, err)
		}
		if err := Check(dir+name, 5, 1234); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
