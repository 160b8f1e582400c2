//go:build linux

// Command umask clears its umask for good, elsewhere than it listens.
package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

func main() {
	syscall.Umask(0)
	listen("/run/a/a.sock")
}

// Narrow before bind, or behind a closed door, or masked.
func private(path string) {
	dir, _ := os.MkdirTemp("", "a")
	net.Listen("unix", filepath.Join(dir, "a.sock"))
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) { syscall.Fchmod(int(fd), 0o660) })
	}}
	lc.Listen(context.Background(), "unix", path)
	old := syscall.Umask(0o007)
	net.Listen("unix", path)
	syscall.Umask(old)
}

func listen(path string) {
	net.Listen("unix", path) // want `^error: .* the program clears its umask \(umask.go:17\), and connect asks for nothing but write permission`
}

func narrowed(path string) {
	net.Listen("unix", path) // want `^error: .* narrows it to 0600: until then everybody can connect, because the program clears its umask \(umask.go:17\); set the mode`
	os.Chmod(path, 0o600)
}

func raw(fd int, path string) {
	unix.Bind(fd, &unix.SockaddrUnix{Name: path}) // want "socket-under-permissive-umask"
}
