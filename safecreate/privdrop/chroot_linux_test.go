package privdrop_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// jail is a directory that nobody but root can change.
func jail(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "jail") // below a directory with sticky bit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := errors.Join(os.Chmod(dir, 0o755), os.WriteFile(filepath.Join(dir, "inside"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestChroot(t *testing.T) {
	needRoot(t)
	inChild(t, "chroot", "DIR="+jail(t))
}

// Who can change the jail, or swap it, decides what the process takes for /etc and /lib.
func TestChrootChecksThePath(t *testing.T) {
	needRoot(t)
	for _, c := range []struct {
		what            string
		prepare         func(dir, sub string) error
		ours, want, who string
	}{
		{"fine", func(dir, sub string) error { return nil }, "", "", ""},
		{"group may write", func(dir, sub string) error { return os.Chmod(sub, 0o775) }, "", "writable", "sub"},
		{"sticky", func(dir, sub string) error { return os.Chmod(sub, 0o777|fs.ModeSticky) }, "", "writable", "sub"},
		{"parent writable", func(dir, sub string) error { return os.Chmod(dir, 0o757) }, "", "writable", "jail"},
		{"of the inmate", func(dir, sub string) error { return os.Chown(sub, nobody, 0) }, "", "owner", "sub"},
		{"parent of the inmate", func(dir, sub string) error { return os.Chown(dir, nobody, 0) }, "", "owner", "jail"},
		{"trusted by name", func(dir, sub string) error { return os.Chown(sub, nobody, 0) }, "1", "", ""},
		{"link of the inmate", func(dir, sub string) error {
			return errors.Join(os.Remove(sub), os.Symlink("/var/empty", sub), os.Lchown(sub, nobody, 0))
		}, "", "owner", "sub"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := jail(t)
			sub := filepath.Join(dir, "sub")
			if err := errors.Join(os.Mkdir(sub, 0o755), c.prepare(dir, sub)); err != nil {
				t.Fatal(err)
			}
			inChild(t, "jail", "DIR="+sub, "OURS="+c.ours, "WANT="+c.want, "NAMES="+c.who)
		})
	}
}

// A directory that was inherited from whoever started the process, or opened without
// O_CLOEXEC, is the way out for every child.
func TestChrootRefusesInheritableDirectory(t *testing.T) {
	needRoot(t)
	outside, err := os.Open("/usr")
	if err != nil {
		t.Fatal(err)
	}
	defer outside.Close()
	file, err := os.Open("/etc/passwd")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()

	c := child(t, "jail", "DIR="+jail(t), "WANT=directory", "NAMES=/usr: descriptor 4 ")
	c.ExtraFiles = []*os.File{file, outside}
	runChild(t, c)
	c = child(t, "jail", "DIR="+jail(t)) // control
	c.ExtraFiles = []*os.File{file}
	runChild(t, c)
}

// A thread with a root directory of its own stays outside.
func TestChrootLeavesNoThreadBehind(t *testing.T) {
	needRoot(t)
	inChild(t, "unshared", "DIR="+jail(t))
}
