package privdrop_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestNoNewPrivs(t *testing.T) {
	var env []string
	if os.Geteuid() == 0 {
		needRoot(t) // not only in a user namespace
		env = append(env, "SETUID_ID="+setuidProgram(t))
		inChild(t, "setuid", env...) // control: the bit works
	}
	inChild(t, "nnp", env...)
}

// setuidProgram is a copy of id with the setuid bit that nobody can run.
func setuidProgram(t *testing.T) string {
	t.Helper()
	id, err := exec.LookPath("id")
	if err != nil {
		t.Skip("needs id")
	}
	dir, err := os.MkdirTemp("", "setuid")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	name := filepath.Join(dir, "id")
	src, err := os.Open(id)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	dst, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o700)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(dst, src)
	if err := errors.Join(err, dst.Chmod(0o755|fs.ModeSetuid), dst.Close(), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	return name
}
