package safecreate

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/permvet/permvet/safecreate/fdtest"
)

// listDescriptors prints the descriptors that this process was started with.
func listDescriptors([]string) error {
	list, err := fdtest.Inheritable()
	for _, d := range list {
		if d.FD > 2 {
			fmt.Println(d)
		}
	}
	return err
}

// Children see none of what the library opens, and would see what lacks the flag.
func TestChildrenInheritNothing(t *testing.T) {
	fdtest.Check(t)
	before, err := helperCommand("descriptors").Output() // what the shell has left open
	must(t, err)
	dir := scratch(t)
	for what, mk := range makers() {
		release, err := mk(filepath.Join(dir, what), 0o600)
		must(t, err)
		defer release()
	}
	f, err := TempFile(dir)
	must(t, err)
	defer f.Close()
	p, err := Update(filepath.Join(dir, "pending"), 0o600)
	must(t, err)
	defer p.Close()
	l, err := (&net.ListenConfig{Control: Control(0o600)}).Listen(t.Context(), "unix", filepath.Join(dir, "control"))
	must(t, err)
	defer l.Close()

	out, err := helperCommand("descriptors").Output()
	if err != nil || string(out) != string(before) {
		t.Errorf("a child has inherited, %v:\n%s\nwas\n%s", err, out, before)
	}

	fd, err := syscall.Open(filepath.Join(dir, "pending"), syscall.O_CREAT|syscall.O_RDWR, 0o600)
	must(t, err)
	defer syscall.Close(fd)
	if out, _ = helperCommand("descriptors").Output(); string(out) == string(before) {
		t.Error("control: the child does not see a descriptor without the flag")
	}
	if err := os.Remove(filepath.Join(dir, "pending")); err != nil {
		t.Error(err)
	}
}
