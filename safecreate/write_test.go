//go:build unix && !aix && (!solaris || illumos)

package safecreate

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func TestWriteFileIsANewInode(t *testing.T) {
	name := filepath.Join(scratch(t), "x")
	plant(t, name, "old", 0o644)
	reader, err := os.Open(name)
	must(t, err)
	defer reader.Close()
	must(t, WriteFile(name, []byte("secret"), 0o600))
	if b, _ := io.ReadAll(reader); string(b) != "old" {
		t.Errorf("a reader of before sees %q", b)
	}
	if got := content(t, name); got != "secret" {
		t.Errorf("content %q", got)
	}
	if left := names(t, filepath.Dir(name)); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

func TestUpdate(t *testing.T) {
	name := filepath.Join(scratch(t), "x")
	plant(t, name, "old", 0o600)
	p, err := Update(name, 0o640)
	must(t, err)
	fmt.Fprint(p, "new ")
	fmt.Fprint(p, "content")
	if got := content(t, name); got != "old" {
		t.Errorf("before Commit: %q", got)
	}
	if mode := modeOf(t, p.Name()); mode&^0o600 != 0 {
		t.Errorf("before Commit the file has %v", mode)
	}
	if _, err := p.Seek(0, io.SeekStart); err != nil {
		t.Error(err)
	}
	if b, err := io.ReadAll(p); string(b) != "new content" || err != nil {
		t.Errorf("read back %q, %v", b, err)
	}
	must(t, p.Commit())
	must(t, p.Close())
	if got := content(t, name); got != "new content" {
		t.Errorf("after Commit: %q", got)
	}
	wantMode(t, name, 0o640)
	if err := p.Commit(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("second Commit: %v, want fs.ErrClosed", err)
	}
	if left := names(t, filepath.Dir(name)); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

func TestUpdateThrownAway(t *testing.T) {
	name := filepath.Join(scratch(t), "x")
	plant(t, name, "old", 0o644)
	p, err := Update(name, 0o640)
	must(t, err)
	fmt.Fprint(p, "new")
	must(t, p.Close())
	if err := p.Commit(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Commit after Close: %v, want fs.ErrClosed", err)
	}
	if got := content(t, name); got != "old" {
		t.Errorf("content %q", got)
	}
	wantMode(t, name, 0o644)
	if left := names(t, filepath.Dir(name)); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

// What comes into the way between Update and Commit is refused by Commit.
func TestCommitRefuses(t *testing.T) {
	for _, o := range obstacles() {
		if o.asRoot && !isRoot() {
			continue
		}
		dir := scratch(t)
		plant(t, filepath.Join(dir, "victim"), "precious", 0o600)
		name := filepath.Join(dir, "x")
		p, err := Update(name, 0o600)
		must(t, err)
		o.plant(t, dir, name)
		if err := p.Commit(); !errors.Is(err, o.want) {
			t.Errorf("%s: %v, want %v", o.what, err, o.want)
		}
		if got := content(t, filepath.Join(dir, "victim")); got != "precious" {
			t.Errorf("%s: the victim now says %q", o.what, got)
		}
		if left := names(t, dir); len(left) != 2 {
			t.Errorf("%s: left %v", o.what, left)
		}
	}
}

// Somebody puts another file under the temporary name: it is neither published nor
// removed.
func TestCommitPublishesOnlyItsOwn(t *testing.T) {
	for _, commit := range []bool{true, false} {
		name := filepath.Join(scratch(t), "x")
		plant(t, name, "old", 0o600)
		p, err := Update(name, 0o600)
		must(t, err)
		must(t, os.Remove(p.Name()))
		plant(t, p.Name(), "forged", 0o600)
		if commit {
			if err := p.Commit(); !errors.Is(err, ErrReplaced) {
				t.Errorf("%v, want ErrReplaced", err)
			}
		} else {
			must(t, p.Close())
		}
		if got := content(t, name); got != "old" {
			t.Errorf("content %q", got)
		}
		if got := content(t, p.Name()); got != "forged" {
			t.Errorf("the other file says %q", got)
		}
	}
}

func TestWriteFileNames(t *testing.T) {
	dir := scratch(t)
	t.Chdir(dir)
	for _, bad := range []string{"", ".", "..", "/", "sub/", dir + "/"} {
		if err := WriteFile(bad, nil, 0o600); !errors.Is(err, ErrNotRegular) {
			t.Errorf("WriteFile(%q): %v, want ErrNotRegular", bad, err)
		}
	}
	if err := WriteFile("no/x", nil, 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if err := WriteFile("nul\x00", nil, 0o600); !errors.Is(err, syscall.EINVAL) {
		t.Error(err)
	}
	for _, good := range []string{"x", "./y", strings.Repeat("n", 255), "-", "~", "a\nb", "*"} {
		must(t, WriteFile(good, []byte(good), 0o600))
		if got := content(t, good); got != good {
			t.Errorf("%q: %q", good, got)
		}
	}
	if err := WriteFile(strings.Repeat("n", 256), nil, 0o600); !errors.Is(err, syscall.ENAMETOOLONG) {
		t.Error(err)
	}
	if left := names(t, dir); len(left) != 7 {
		t.Errorf("left %q", left)
	}
}

// Many writers of one file: each content is whole, the slots suffice, nothing is left.
func TestWriteFileConcurrently(t *testing.T) {
	name := filepath.Join(scratch(t), "x")
	var wg sync.WaitGroup
	for w := range 3 * slots {
		wg.Go(func() {
			data := []byte(strings.Repeat(string(rune('a'+w)), 20000))
			for range rounds(20, 500) {
				if err := WriteFile(name, data, 0o640); err != nil {
					t.Error(err)
					return
				}
				got, err := os.ReadFile(name)
				if err != nil || len(got) != 20000 || strings.Trim(string(got), string(got[:1])) != "" {
					t.Errorf("%d bytes, %v", len(got), err)
					return
				}
			}
		})
	}
	wg.Wait()
	wantMode(t, name, 0o640)
	if left := names(t, filepath.Dir(name)); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

func TestReadOnlyDirectory(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere; see TestReadOnlyFileSystem")
	}
	dir := scratch(t)
	name := filepath.Join(dir, "x")
	plant(t, name, "old", 0o600)
	must(t, os.Chmod(dir, 0o500))
	defer os.Chmod(dir, 0o700)
	for what, mk := range fileMakers(t) {
		if what != "WriteFile" {
			continue // the others need no new name
		}
		_, err := mk(name, 0o600)
		if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "temporary file") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got := content(t, name); got != "old" {
		t.Errorf("content %q", got)
	}
}
