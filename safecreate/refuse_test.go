//go:build unix && !aix && (!solaris || illumos)

package safecreate

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// fileMakers are the makers that may use a file that exists.
func fileMakers(t *testing.T) map[string]func(name string, perm fs.FileMode) (func(), error) {
	all := makers()
	subset := map[string]func(string, fs.FileMode) (func(), error){}
	for _, what := range []string{"OpenFile", "OpenLog", "WriteFile", "LockPIDFile"} {
		subset[what] = all[what]
		if subset[what] == nil {
			t.Fatal("no maker ", what)
		}
	}
	return subset
}

// An obstacle is something that somebody has put where a file is to be made.
type obstacle struct {
	what   string
	plant  func(t *testing.T, dir, name string)
	want   error
	errno  error // nil where there is none
	asRoot bool
}

func obstacles() []obstacle {
	return append(specialObstacles(), []obstacle{
		{"link to a file", func(t *testing.T, dir, name string) {
			must(t, os.Symlink(filepath.Join(dir, "victim"), name))
		}, ErrSymlink, syscall.ELOOP, false},
		{"dangling link", func(t *testing.T, dir, name string) {
			must(t, os.Symlink(filepath.Join(dir, "nothing"), name))
		}, ErrSymlink, syscall.ELOOP, false},
		{"hard link", func(t *testing.T, dir, name string) {
			must(t, os.Link(filepath.Join(dir, "victim"), name))
		}, ErrLinks, nil, false},
		{"directory", func(t *testing.T, dir, name string) {
			must(t, os.Mkdir(name, 0o700))
		}, ErrNotRegular, syscall.EISDIR, false},
		{"socket", func(t *testing.T, dir, name string) {
			l, err := net.Listen("unix", name)
			must(t, err)
			t.Cleanup(func() { l.Close() })
		}, ErrNotRegular, nil, false},
		{"file of another user", func(t *testing.T, dir, name string) {
			plant(t, name, "precious", 0o666)
			must(t, os.Chown(name, 1234, 1234))
		}, ErrOwner, nil, true},
	}...)
}

func TestObstaclesAreRefused(t *testing.T) {
	for _, o := range obstacles() {
		t.Run(o.what, func(t *testing.T) {
			if o.asRoot {
				needRoot(t)
			}
			for what, mk := range fileMakers(t) {
				dir := scratch(t)
				plant(t, filepath.Join(dir, "victim"), "precious", 0o666)
				name := filepath.Join(dir, "x")
				o.plant(t, dir, name)
				before, mode := names(t, dir), modeOf(t, name)

				release, err := mk(name, 0o600)
				if err == nil {
					release()
				}
				if !errors.Is(err, o.want) || o.errno != nil && !errors.Is(err, o.errno) {
					t.Errorf("%s: %v, want %v and %v", what, err, o.want, o.errno)
				}
				if pe := (*fs.PathError)(nil); !errors.As(err, &pe) || pe.Path != name {
					t.Errorf("%s: %v does not name %s", what, err, name)
				}
				if got := content(t, filepath.Join(dir, "victim")); got != "precious" {
					t.Errorf("%s: the victim now says %q", what, got)
				}
				wantMode(t, filepath.Join(dir, "victim"), 0o666)
				wantMode(t, name, mode)
				if after := names(t, dir); len(after) != len(before) {
					t.Errorf("%s: entries %v, were %v", what, after, before)
				}
			}
		})
	}
}

// O_EXCL means what it says for all of them.
func TestCreateNewRefusesEverything(t *testing.T) {
	for _, o := range obstacles() {
		if o.asRoot && !isRoot() {
			continue
		}
		dir := scratch(t)
		plant(t, filepath.Join(dir, "victim"), "precious", 0o666)
		name := filepath.Join(dir, "x")
		o.plant(t, dir, name)
		if f, err := CreateNew(name, 0o600); !errors.Is(err, fs.ErrExist) {
			f.Close()
			t.Errorf("%s: %v, want fs.ErrExist", o.what, err)
		}
		if got := content(t, filepath.Join(dir, "victim")); got != "precious" {
			t.Errorf("%s: the victim now says %q", o.what, got)
		}
	}
}

// A directory in which others may write: they take the names of our temporary files.
func TestTemporaryNamesTakenByOthers(t *testing.T) {
	dir := scratch(t)
	victim := filepath.Join(dir, "victim")
	plant(t, victim, "precious", 0o600)
	for i, o := range obstacles() {
		if o.asRoot && !isRoot() {
			continue
		}
		o.plant(t, dir, filepath.Join(dir, slotName("x", string(rune('0'+i)))))
	}
	before := names(t, dir)
	for range 3 {
		must(t, WriteFile(filepath.Join(dir, "x"), []byte("new"), 0o640))
	}
	if got := content(t, victim); got != "precious" {
		t.Errorf("the victim now says %q", got)
	}
	if after := names(t, dir); len(after) != len(before)+1 {
		t.Errorf("entries %v, were %v", after, before)
	}
	wantMode(t, filepath.Join(dir, "x"), 0o640)
}

// Ours, but wider: narrowed, and before the truncation or the first write.
func TestExistingFileIsNarrowed(t *testing.T) {
	for what, mk := range fileMakers(t) {
		name := filepath.Join(scratch(t), "x")
		plant(t, name, "old", 0o666|fs.ModeSetuid)
		release, err := mk(name, 0o640)
		if err != nil {
			t.Fatal(what, err)
		}
		if got := modeOf(t, name); got != 0o640 {
			t.Errorf("%s: %v, want 0640", what, got)
		}
		release()
	}
}

// Narrower than asked for: somebody wanted it so. Only a new inode has exactly perm.
func TestExistingFileIsNotWidened(t *testing.T) {
	for what, mk := range fileMakers(t) {
		name := filepath.Join(scratch(t), "x")
		plant(t, name, "old", 0o600)
		release, err := mk(name, 0o666)
		if err != nil {
			t.Fatal(what, err)
		}
		want := fs.FileMode(0o600)
		if what == "WriteFile" || what == "LockPIDFile" { // which replace
			want = 0o666
		}
		if got := modeOf(t, name); got != want {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
		release()
	}
}

func TestOpenFileContent(t *testing.T) {
	name := filepath.Join(scratch(t), "x")
	plant(t, name, "old", 0o600)
	f, err := OpenLog(name, 0o600)
	must(t, err)
	f.WriteString("+")
	f.Close()
	if got := content(t, name); got != "old+" {
		t.Errorf("OpenLog: %q", got)
	}
	f, err = Create(name, 0o600)
	must(t, err)
	f.Close()
	if got := content(t, name); got != "" {
		t.Errorf("Create: %q", got)
	}
	if _, err = OpenFile(name+"no", os.O_RDONLY, 0o1777); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without O_CREATE: %v, want what os.OpenFile says", err)
	}
}

// What root has made wider than an unprivileged process asks for cannot be narrowed.
func TestFileOfRootIsNotTakenWide(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("needs an unprivileged user")
	}
	if _, err := OpenFile("/etc/passwd", os.O_CREATE|os.O_RDONLY, 0o600); !errors.Is(err, ErrMode) {
		t.Errorf("/etc/passwd: %v, want ErrMode", err)
	}
	if err := MkdirAll("/usr/lib", 0o700); !errors.Is(err, ErrMode) {
		t.Errorf("MkdirAll(/usr/lib, 0700): %v, want ErrMode", err)
	}
}
