package safecreate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/permvet/permvet/safecreate/privdrop"
)

// narrowSystemDirectories goes into a root directory of its own first: a mistake must not close
// the machine.
func narrowSystemDirectories(arg []string) error {
	if err := privdrop.Chroot(arg[0]); err != nil {
		return err
	}
	for _, step := range []struct{ wd, dir, real string }{
		{"/", "/", "/"}, {"/", "/etc", "/etc"}, {"/", "/etc/", "/etc"}, {"/", "etc/../etc", "/etc"},
		{"/etc", ".", "/etc"}, {"/etc", "..", "/"}, {"/", "/tmp", "/tmp"}, {"/", "/etc/ssl", "/etc/ssl"}, {"/", "/etc/shared", "/etc/shared"},
	} {
		if err := os.Chdir(step.wd); err != nil {
			return err
		}
		before, err := os.Lstat(step.real)
		if err != nil {
			return err
		}
		if err := MkdirAll(step.dir, 0o700); !errors.Is(err, ErrMode) {
			return fmt.Errorf("%s: %v, want ErrMode", step.dir, err)
		}
		if err := MkdirAll(step.dir, 0o777); err != nil {
			return err
		}
		if after, err := os.Lstat(step.real); err != nil || after.Mode() != before.Mode() {
			return fmt.Errorf("%s: %v, was %v", step.dir, after.Mode(), before.Mode())
		}
	}
	if err := MkdirAll("/etc/app", 0o700); err != nil {
		return err
	}
	if fi, err := os.Lstat("/etc/app"); err != nil || fi.Mode().Perm() != 0o700 {
		return fmt.Errorf("control: /etc/app was not narrowed: %v, %v", fi.Mode(), err)
	}
	return nil
}

func TestMkdirAllSparesSystemDirectories(t *testing.T) {
	needRoot(t)
	dir := scratch(t)
	must(t, os.Chmod(dir, 0o755))
	for _, d := range []struct {
		name string
		mode fs.FileMode
	}{{"etc", 0o755}, {"etc/app", 0o755}, {"etc/ssl", 0o755}, {"etc/ssl/certs", 0o755}, {"etc/shared", 0o777 | fs.ModeSticky}, {"tmp", 0o777 | fs.ModeSticky}} {
		must(t, os.Mkdir(filepath.Join(dir, d.name), 0o700))
		must(t, os.Chmod(filepath.Join(dir, d.name), d.mode))
	}
	c := helperCommand("narrow", dir)
	if err := c.Run(); err != nil {
		t.Error(err)
	}
}
