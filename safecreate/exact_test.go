//go:build unix && !aix && (!solaris || illumos)

package safecreate

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// makers are all the ways to make something with a mode. Each returns the function that
// lets go of it.
func makers() map[string]func(name string, perm fs.FileMode) (func(), error) {
	file := func(f *os.File, err error) (func(), error) {
		if err != nil {
			return nil, err
		}
		return func() { f.Close() }, nil
	}
	nothing := func() {}
	return map[string]func(string, fs.FileMode) (func(), error){
		"OpenFile": func(name string, perm fs.FileMode) (func(), error) {
			return file(OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, perm))
		},
		"CreateNew": func(name string, perm fs.FileMode) (func(), error) { return file(CreateNew(name, perm)) },
		"OpenLog":   func(name string, perm fs.FileMode) (func(), error) { return file(OpenLog(name, perm)) },
		"CreateTemp": func(name string, perm fs.FileMode) (func(), error) {
			f, err := CreateTemp(filepath.Dir(name), "t*", perm)
			if err != nil {
				return nil, err
			}
			return func() { f.Close() }, os.Rename(f.Name(), name)
		},
		"WriteFile": func(name string, perm fs.FileMode) (func(), error) {
			return nothing, WriteFile(name, []byte("x"), perm)
		},
		"Mkdir":    func(name string, perm fs.FileMode) (func(), error) { return nothing, Mkdir(name, perm) },
		"MkdirAll": func(name string, perm fs.FileMode) (func(), error) { return nothing, MkdirAll(name, perm) },
		"LockPIDFile": func(name string, perm fs.FileMode) (func(), error) {
			p, err := LockPIDFile(name, perm)
			if err != nil {
				return nil, err
			}
			return func() { p.Close() }, nil
		},
		"Listen unix": func(name string, perm fs.FileMode) (func(), error) {
			l, err := Listen("unix", name, perm)
			if err != nil {
				return nil, err
			}
			return func() { l.Close() }, nil
		},
		"ListenUnix unixpacket": func(name string, perm fs.FileMode) (func(), error) {
			l, err := ListenUnix("unixpacket", &net.UnixAddr{Name: name, Net: "unixpacket"}, perm)
			if err != nil {
				return nil, err
			}
			return func() { l.Close() }, nil
		},
		"ListenUnixgram": func(name string, perm fs.FileMode) (func(), error) {
			c, err := ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"}, perm)
			if err != nil {
				return nil, err
			}
			return func() { c.Close() }, nil
		},
	}
}

// Every mode under every umask; by default, every mode under the umasks that take one
// class or kind of bits, or everything.
func TestExactMode(t *testing.T) {
	masks := []int{0, 0o022, 0o027, 0o077, 0o177, 0o111, 0o222, 0o444, 0o700, 0o777}
	if os.Getenv("SAFECREATE_LONG") != "" {
		masks = nil
		for m := range 0o1000 {
			masks = append(masks, m)
		}
	}
	for what, mk := range makers() {
		t.Run(what, func(t *testing.T) {
			dir := scratch(t)
			for _, mask := range masks {
				exactUnder(t, dir, mask, mk)
			}
		})
	}
}

func exactUnder(t *testing.T, dir string, mask int, mk func(string, fs.FileMode) (func(), error)) {
	old := syscall.Umask(mask)
	defer syscall.Umask(old)
	name := filepath.Join(dir, "x")
	for perm := range fs.FileMode(0o1000) {
		if testing.Short() && perm%7 != 0 {
			continue
		}
		release, err := mk(name, perm)
		if err != nil {
			t.Fatalf("%04o under %04o: %v", perm, mask, err)
		}
		if got := modeOf(t, name); got != perm {
			t.Errorf("%04o under %04o: %v", perm, mask, got)
		}
		release()
		os.Remove(name)
	}
	if now := syscall.Umask(mask); now != mask {
		t.Fatalf("the umask was changed from %04o to %04o", mask, now)
	}
}

func TestExactModeOfAncestors(t *testing.T) {
	for _, mask := range []int{0, 0o077, 0o777} {
		dir := scratch(t)
		func() {
			defer syscall.Umask(syscall.Umask(mask))
			if err := MkdirAll(filepath.Join(dir, "a/b/c"), 0o751); err != nil {
				t.Fatal(err)
			}
		}()
		for _, sub := range []string{"a", "a/b", "a/b/c"} {
			wantMode(t, filepath.Join(dir, sub), 0o751)
		}
	}
}

// Numbers above 0777, which package os drops, and ModeSticky and its like, which it
// takes, are refused alike, and nothing is made.
func TestBadPerm(t *testing.T) {
	for what, mk := range makers() {
		for _, perm := range []fs.FileMode{0o1777, 0o4755, 0o2755, 0o777 | fs.ModeSticky, 0o600 | fs.ModeDir} {
			dir := scratch(t)
			release, err := mk(filepath.Join(dir, "x"), perm)
			if err == nil {
				release()
			}
			if !errors.Is(err, ErrBadPerm) {
				t.Errorf("%s %v: %v, want ErrBadPerm", what, perm, err)
			}
			if left := names(t, dir); len(left) > 0 {
				t.Errorf("%s %v left %v", what, perm, left)
			}
		}
	}
}

// A default ACL makes the kernel ignore the umask: the perm still bounds the mode.
func TestExactModeUnderDefaultACL(t *testing.T) {
	dir := t.TempDir() // not every memory file system has ACLs
	if err := setDefaultACL(dir); err != nil {
		t.Skip("no default ACLs here: ", err)
	}
	setUmask(t, 0o077)
	if err := os.Mkdir(filepath.Join(dir, "control"), 0o777); err != nil {
		t.Fatal(err)
	}
	wantMode(t, filepath.Join(dir, "control"), 0o777) // the umask is ignored: the ACL is in force
	for _, perm := range []fs.FileMode{0o600, 0o640, 0o666, 0o700, 0o000} {
		for what, mk := range makers() {
			if what == "Listen unix" || what == "ListenUnix unixpacket" || what == "ListenUnixgram" {
				continue // the path is too long
			}
			name := filepath.Join(dir, fmt.Sprintf("%s%04o", what, perm))
			release, err := mk(name, perm)
			if err != nil {
				t.Fatal(what, err)
			}
			release()
			if what != "LockPIDFile" {
				wantMode(t, name, perm)
			}
		}
	}
}
