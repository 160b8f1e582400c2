//go:build unix

package safecreate

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestCopyFS(t *testing.T) {
	fsys := fstest.MapFS{
		".":            {Mode: fs.ModeDir | 0o755},
		"key":          {Data: []byte("secret"), Mode: 0o600},
		"none":         {Mode: 0},
		"bin":          {Mode: fs.ModeDir | 0o555},
		"bin/tool":     {Data: []byte("#!"), Mode: 0o755 | fs.ModeSetuid},
		"bin/deep":     {Mode: fs.ModeDir | 0o711 | fs.ModeSticky},
		"bin/deep/log": {Data: []byte("x"), Mode: 0o222},
		"link":         {Data: []byte("bin/tool"), Mode: fs.ModeSymlink | 0o777},
	}
	for _, mask := range []int{0, 0o077, 0o777} {
		dir := filepath.Join(scratch(t), "copy")
		setUmask(t, mask)
		must(t, os.Chmod(filepath.Dir(dir), 0o700))
		must(t, CopyFS(dir, fsys))
		for name, f := range fsys {
			if f.Mode&fs.ModeSymlink == 0 {
				wantMode(t, filepath.Join(dir, name), f.Mode.Perm())
			}
		}
		if got := content(t, filepath.Join(dir, "link")); got != "#!" {
			t.Errorf("through the link: %q", got)
		}
		if got := content(t, filepath.Join(dir, "key")); got != "secret" {
			t.Errorf("key: %q", got)
		}
		if err := CopyFS(dir, fsys); !errors.Is(err, fs.ErrExist) {
			t.Errorf("a second time: %v, want fs.ErrExist", err)
		}
		os.Chmod(filepath.Join(dir, "bin"), 0o700)
	}
}

func TestCopyFSIntoExisting(t *testing.T) {
	dir := scratch(t)
	must(t, os.Chmod(dir, 0o755))
	must(t, os.Mkdir(filepath.Join(dir, "sub"), 0o700))
	must(t, os.Chmod(filepath.Join(dir, "sub"), 0o777))
	fsys := fstest.MapFS{
		".":     {Mode: fs.ModeDir | 0o775},
		"sub":   {Mode: fs.ModeDir | 0o750},
		"sub/f": {Mode: 0o640},
	}
	must(t, CopyFS(dir, fsys))
	wantMode(t, dir, 0o755)                       // neither widened
	wantMode(t, filepath.Join(dir, "sub"), 0o777) // nor narrowed
	wantMode(t, filepath.Join(dir, "sub/f"), 0o640)
}

// Links that are there already lead nowhere, be it for directories or files.
func TestCopyFSDoesNotFollow(t *testing.T) {
	fsys := fstest.MapFS{".": {Mode: fs.ModeDir | 0o700}, "sub": {Mode: fs.ModeDir | 0o700}, "sub/f": {Data: []byte("x"), Mode: 0o600}}
	for _, link := range []string{"copy", "copy/sub", "copy/sub/f"} {
		dir := scratch(t)
		outside := filepath.Join(dir, "outside")
		must(t, os.Mkdir(outside, 0o755))
		must(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(link)), 0o700))
		target := outside
		if link == "copy/sub/f" {
			target = filepath.Join(outside, "victim")
		}
		must(t, os.Symlink(target, filepath.Join(dir, link)))
		err := CopyFS(filepath.Join(dir, "copy"), fsys)
		if !errors.Is(err, ErrSymlink) && !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v, want ErrSymlink or fs.ErrExist", link, err)
		}
		if left := names(t, outside); len(left) > 0 {
			t.Errorf("%s: made %v outside", link, left)
		}
		wantMode(t, outside, 0o755)
	}
}

func TestCopyFSRefuses(t *testing.T) {
	dir := filepath.Join(scratch(t), "copy")
	err := CopyFS(dir, fstest.MapFS{".": {Mode: fs.ModeDir | 0o700}, "pipe": {Mode: fs.ModeNamedPipe | 0o600}})
	if !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("%v, want fs.ErrInvalid", err)
	}
	if err := CopyFS(dir+"2", os.DirFS(dir+"no")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v, want fs.ErrNotExist", err)
	}
	if _, err := os.Lstat(dir + "2"); err == nil {
		t.Error("made a directory for nothing")
	}
}
