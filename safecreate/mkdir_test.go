//go:build unix

package safecreate

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestMkdirAllExisting(t *testing.T) {
	dir := scratch(t)
	wide := filepath.Join(dir, "wide")
	must(t, os.Mkdir(wide, 0o700))
	must(t, os.Chmod(wide, 0o777|fs.ModeSetgid))
	inside := filepath.Join(wide, "inside")
	plant(t, inside, "", 0o600)
	if err := MkdirAll(wide, 0o750); !errors.Is(err, ErrMode) {
		t.Errorf("over a directory with something in it: %v, want ErrMode", err)
	}
	wantMode(t, wide, 0o777|fs.ModeSetgid)
	must(t, MkdirAllWith(wide, 0o755, NarrowExisting()))
	wantMode(t, wide, 0o755|fs.ModeSetgid)
	must(t, os.Remove(inside))
	must(t, MkdirAll(wide, 0o750)) // nobody lives in it
	wantMode(t, wide, 0o750|fs.ModeSetgid)
	must(t, MkdirAll(wide, 0o777))
	wantMode(t, wide, 0o750|fs.ModeSetgid) // never widened

	// Ancestors are left alone, and links to them are followed.
	must(t, os.Chmod(wide, 0o777))
	must(t, os.Symlink(wide, filepath.Join(dir, "link")))
	must(t, MkdirAll(filepath.Join(dir, "link", "sub", "sub"), 0o700))
	wantMode(t, wide, 0o777)
	wantMode(t, filepath.Join(wide, "sub", "sub"), 0o700)
}

func TestMkdirAllRefuses(t *testing.T) {
	dir := scratch(t)
	plant(t, filepath.Join(dir, "file"), "", 0o600)
	must(t, os.Mkdir(filepath.Join(dir, "target"), 0o700))
	must(t, os.Symlink(filepath.Join(dir, "target"), filepath.Join(dir, "link")))
	must(t, os.Symlink(filepath.Join(dir, "nothing"), filepath.Join(dir, "dangling")))
	must(t, os.Mkdir(filepath.Join(dir, "shared"), 0o700))
	must(t, os.Chmod(filepath.Join(dir, "shared"), 0o777|fs.ModeSticky))
	for _, c := range []struct {
		name string
		want error
		also error
	}{
		{"file", ErrNotDir, syscall.ENOTDIR},
		{"file/sub", syscall.ENOTDIR, syscall.ENOTDIR},
		{"file/sub/sub", syscall.ENOTDIR, syscall.ENOTDIR},
		{"link", ErrSymlink, syscall.ELOOP},
		{"dangling", ErrSymlink, syscall.ELOOP},
		{"dangling/sub", ErrNotDir, syscall.ENOTDIR},
		{"shared", ErrMode, ErrMode},
	} {
		before := names(t, dir)
		err := MkdirAll(filepath.Join(dir, c.name), 0o700)
		if !errors.Is(err, c.want) || !errors.Is(err, c.also) {
			t.Errorf("%s: %v, want %v and %v", c.name, err, c.want, c.also)
		}
		if after := names(t, dir); len(after) != len(before) {
			t.Errorf("%s: entries %v, were %v", c.name, after, before)
		}
	}
	wantMode(t, filepath.Join(dir, "shared"), 0o777|fs.ModeSticky)
}

func TestMkdirAllRefusesOthers(t *testing.T) {
	needRoot(t)
	dir := filepath.Join(scratch(t), "theirs")
	must(t, os.Mkdir(dir, 0o700))
	must(t, os.Chown(dir, 1234, 1234))
	for _, perm := range []fs.FileMode{0o700, 0o755} {
		if err := MkdirAll(dir, perm); !errors.Is(err, ErrOwner) {
			t.Errorf("%04o: %v, want ErrOwner", perm, err)
		}
	}
	wantMode(t, dir, 0o700)
}

// os.MkdirAll(filepath.Dir(name), 0700) with name in /etc is harmless; narrowing /etc would
// not be. This only asks; see TestMkdirAllSparesSystemDirectories.
func TestSharedDirectories(t *testing.T) {
	dir := scratch(t)
	must(t, os.MkdirAll(filepath.Join(dir, "a"), 0o755))
	must(t, os.Symlink("/etc", filepath.Join(dir, "link")))
	t.Chdir("/etc")
	for name, want := range map[string]bool{
		"/": true, "/etc": true, "/tmp": true, "/usr/../etc": true, "/etc/": true, ".": true, "..": true,
		dir + "/link/.": true, dir: false, filepath.Join(dir, "a"): false, dir + "/a/../a": false,
	} {
		fi, err := os.Lstat(name)
		must(t, err)
		if got := isShared(byName{}, name, fi); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestMkdirInSetgidDirectory(t *testing.T) {
	dir := scratch(t)
	must(t, os.Chmod(dir, 0o700|fs.ModeSetgid))
	setUmask(t, 0o077)
	must(t, Mkdir(filepath.Join(dir, "a"), 0o770))
	wantMode(t, filepath.Join(dir, "a"), 0o770|fs.ModeSetgid)
}

func TestMkdirErrors(t *testing.T) {
	dir := scratch(t)
	t.Chdir(dir)
	for _, c := range []struct {
		name string
		want error
	}{
		{"", fs.ErrNotExist}, {".", fs.ErrExist}, {"..", fs.ErrExist}, {"/", fs.ErrExist},
		{"no/sub", fs.ErrNotExist}, {dir, fs.ErrExist}, {"nul\x00", syscall.EINVAL},
	} {
		if err := Mkdir(c.name, 0o700); !errors.Is(err, c.want) {
			t.Errorf("Mkdir(%q): %v, want %v", c.name, err, c.want)
		}
	}
	must(t, Mkdir("a/", 0o700))
	must(t, MkdirAll("b//c/../d/", 0o700))
	if _, err := os.Lstat("b/d"); err != nil {
		t.Error(err)
	}
	if err := MkdirAll("", 0o700); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("MkdirAll of nothing: %v", err)
	}
}

// Between mkdir and chmod somebody puts another directory of ours in the place of the
// new one: it is not opened up.
func TestMkdirDoesNotOpenUpAnother(t *testing.T) {
	dir := scratch(t)
	victim := filepath.Join(dir, "x")
	must(t, os.Mkdir(victim, 0o700))
	plant(t, filepath.Join(victim, "key"), "secret", 0o644)
	root, err := os.OpenRoot(dir)
	must(t, err)
	defer root.Close()
	fi, err := root.Lstat("x")
	must(t, err)
	o := new(options)
	if err := o.finishNew(root, "x", fi, 0o755); !errors.Is(err, ErrReplaced) {
		t.Errorf("%v, want ErrReplaced", err)
	}
	wantMode(t, victim, 0o700)

	must(t, os.Mkdir(filepath.Join(dir, "y"), 0o700))
	if err := o.finishNew(root, "y", fi, 0o755); !errors.Is(err, ErrReplaced) {
		t.Errorf("another inode: %v, want ErrReplaced", err)
	}
	wantMode(t, filepath.Join(dir, "y"), 0o700)
	must(t, os.Mkdir(filepath.Join(dir, "wide"), 0o700))
	must(t, os.Chmod(filepath.Join(dir, "wide"), 0o777))
	fi, err = root.Lstat("wide")
	must(t, err)
	if err := o.checkNew(fi, 0o755); !errors.Is(err, ErrMode) {
		t.Errorf("a wider one: %v, want ErrMode", err)
	}
}
