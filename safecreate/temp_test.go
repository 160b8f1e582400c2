//go:build unix

package safecreate

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCreateTemp(t *testing.T) {
	dir := scratch(t)
	for _, c := range []struct{ pattern, prefix, suffix string }{
		{"", "", ""}, {"p", "p", ""}, {"p*", "p", ""}, {"*.sock", "", ".sock"}, {"a*b*c", "a*b", "c"},
	} {
		f, err := CreateTemp(dir+"/", c.pattern, 0o640)
		must(t, err)
		defer f.Close()
		base := filepath.Base(f.Name())
		if !strings.HasPrefix(base, c.prefix) || !strings.HasSuffix(base, c.suffix) || len(base) < len(c.prefix+c.suffix)+26 {
			t.Errorf("%q: %s", c.pattern, base)
		}
		wantMode(t, f.Name(), 0o640)
		if _, err := f.WriteString("x"); err != nil {
			t.Error(err)
		}
	}
	before := names(t, dir)
	for _, bad := range []string{"a/b", "/", "../x*"} {
		if _, err := CreateTemp(dir, bad, 0o600); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
	if after := names(t, dir); len(after) != len(before) {
		t.Errorf("made %v", after)
	}
	if _, err := CreateTemp(filepath.Join(dir, "no"), "x", 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	t.Setenv("TMPDIR", dir)
	f, err := CreateTemp("", "x", 0o600)
	must(t, err)
	defer f.Close()
	if filepath.Dir(f.Name()) != dir {
		t.Errorf("in %s, want %s", f.Name(), dir)
	}
}

// Both ways to a file without a name.
func TestTempFile(t *testing.T) {
	for what, open := range map[string]func(string) (*os.File, error){"TempFile": TempFile, "createUnlinked": createUnlinked} {
		dir := scratch(t)
		setUmask(t, 0o777)
		must(t, os.Chmod(dir, 0o700))
		f, err := open(dir)
		must(t, err)
		defer f.Close()
		if left := names(t, dir); len(left) > 0 {
			t.Errorf("%s: it has a name: %v", what, left)
		}
		fi, err := f.Stat()
		must(t, err)
		if nlink(fi) != 0 || fi.Mode().Perm() != 0o600 {
			t.Errorf("%s: %d links, %v", what, nlink(fi), fi.Mode())
		}
		if _, err := f.WriteString("content"); err != nil {
			t.Error(err)
		}
		f.Seek(0, io.SeekStart)
		if b, err := io.ReadAll(f); string(b) != "content" || err != nil {
			t.Errorf("%s: %q, %v", what, b, err)
		}
		if _, err := open(filepath.Join(dir, "no")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
