// Package quiet is a library that uses the umask without harm.
package quiet

import (
	"log"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// tightened can only make modes narrower for a while.
func tightened(p string, b []byte) error {
	defer syscall.Umask(syscall.Umask(0o077))
	return os.WriteFile(p, b, 0o666)
}

// twice puts it back early, and once more at the end.
func twice(p string) error {
	old := syscall.Umask(0o077)
	defer syscall.Umask(old)
	if err := os.Mkdir(p, 0o777); err != nil {
		return err
	}
	syscall.Umask(old)
	return os.Mkdir(p+"/public", 0o755)
}

// fatal does not return in between: with the process its umask ends.
func fatal(p string) {
	old := syscall.Umask(0o077)
	if err := os.Mkdir(p, 0o777); err != nil {
		log.Fatal(err)
	}
	if p == "" {
		panic("empty")
	}
	syscall.Umask(old)
}

// bothWays puts it back before either return.
func bothWays(p string) error {
	old := syscall.Umask(0o077)
	if err := os.Mkdir(p, 0o777); err != nil {
		syscall.Umask(old)
		return err
	}
	syscall.Umask(old)
	return nil
}

// cleared hands the way back to its caller.
func cleared() func() {
	old := syscall.Umask(0)
	return func() { syscall.Umask(old) }
}

// thread has a umask of its own.
func thread(run func()) error {
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_FS); err != nil {
		return err
	}
	unix.Umask(0)
	run()
	return nil
}

// replaced is another program right after.
func Replaced(argv []string) error {
	syscall.Umask(0o022)
	return syscall.Exec(argv[0], argv, os.Environ())
}

type fake struct{}

func (fake) Umask(int) int { return 0 }

func namesake(f fake) { f.Umask(0) }

// start is kept in a variable for later.
var start int

func init() {
	mask := 0o077
	start = unix.Umask(mask)
	unix.Umask(start)
}

// keeper keeps it in a field.
type keeper struct{ old int }

func (k *keeper) begin()   { k.old = syscall.Umask(0o077) }
func (k *keeper) restore() { syscall.Umask(k.old) }

// sandbox must keep the modes that it is told; a note.
func sandbox(root string, serve func()) error {
	if err := unix.PivotRoot(root, root); err != nil {
		return err
	}
	unix.Umask(0)
	serve()
	return nil
}
