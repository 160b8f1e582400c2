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
	syscall.Umask(0o002) // want `^warning: umask 0002 makes new files group-writable; use umask 0022 or stricter`
}

func mkdir(p string) error {
	old := syscall.Umask(0) // want `^warning: the umask is process-wide: until it is restored on line \d+, files created by other goroutines get modes by 0000 too, .* \(umask/umask-window\)$`
	defer syscall.Umask(old)
	return os.MkdirAll(p, 0o777)
}

func short(p string) error {
	defer syscall.Umask(syscall.Umask(0)) // want `umask-window`
	return os.MkdirAll(p, 0o777)
}

func listen(p string) (net.Listener, error) {
	old := syscall.Umask(0o117 &^ 0o110) // want `^warning: .* by 0007 too, .*umask-window`
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
	old := syscall.Umask(0) // want `^warning: a return before line \d+ leaves the process umask at 0000; restore it with defer \(umask/umask-not-restored\)$`
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
		syscall.Umask(mask) // a note: somebody asked for it
	}
}

func read() int {
	old := syscall.Umask(0) // want `^warning: reading the umask by setting it to 0000 races with other goroutines; .* \(umask/umask-read\)$`
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
	unix.Umask(0) // want `^error: umask 0000 makes new files world-writable`
	return nil
}
