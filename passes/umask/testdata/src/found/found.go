// Package found uses the umask in ways that other goroutines feel.
package found

import (
	"errors"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

func group() {
	syscall.Umask(0o002) // want `^warning: umask 0002 lets the group write to whatever the process creates from here on; `
}

func mkdir(p string) error {
	old := syscall.Umask(0) // want `^warning: the umask belongs to the whole process: until it is put back at line \d+, what other goroutines create gets modes by 0000, .* \(umask/umask-window\)$`
	defer syscall.Umask(old)
	return os.MkdirAll(p, 0o777)
}

func short(p string) error {
	defer syscall.Umask(syscall.Umask(0)) // want `umask-window`
	return os.MkdirAll(p, 0o777)
}

func listen(p string) (net.Listener, error) {
	old := syscall.Umask(0o117 &^ 0o110) // want `^warning: .* by 0007, .*umask-window`
	l, err := net.Listen("unix", p)
	syscall.Umask(old)
	return l, err
}

func literal(p string) error {
	old := syscall.Umask(0) // want `umask-window`
	defer func() { syscall.Umask(old) }()
	return os.Mkdir(p, 0o777)
}

func handed(create func() error) error {
	old := syscall.Umask(0) // want `umask-window`
	err := create()
	syscall.Umask(old)
	return err
}

func early(p string) error {
	old := syscall.Umask(0) // want `^warning: a return before line \d+ leaves the umask of the process at 0000 for ever; put it back with defer \(umask/umask-not-restored\)$`
	if err := os.Mkdir(p, 0o777); err != nil {
		return err
	}
	if p == "" {
		return errors.New("empty")
	}
	syscall.Umask(old)
	return nil
}

func dropped(mask int) {
	if mask != 0 {
		syscall.Umask(mask) // want `^warning: the umask stays at a value that is not known here for the whole process and the old one is dropped: code of a library must put it back \(umask/umask-not-restored\)$`
	}
}

func read() int {
	old := syscall.Umask(0) // want `^warning: the umask is set to 0000 only to read it: .* \(umask/umask-read\)$`
	syscall.Umask(old)
	return old
}

// readPrivate opens nothing meanwhile.
func readPrivate() int {
	old := syscall.Umask(0o777)
	syscall.Umask(old)
	return old
}

// network leaves another namespace than that of files.
func network() error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return err
	}
	unix.Umask(0) // want `^error: umask 0000 lets every user write`
	return nil
}
