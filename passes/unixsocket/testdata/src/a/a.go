//go:build linux

// Package a holds sockets that look wrong and are not, and then those that are.
package a

import (
	"context"
	"flag"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/permvet/permvet/passes/unixsocket/testdata/src/lib"
)

// A directory that nobody else can enter.
func below() {
	dir, err := os.MkdirTemp("", "a")
	if err != nil {
		return
	}
	path := filepath.Join(dir, "sock")
	net.Listen("unix", path)
	os.Chmod(path, 0o600)
	os.Chmod(path, 0o777)
}

func made(dir string) {
	os.MkdirAll(dir, 0o700)
	path := filepath.Join(dir, "sock")
	net.Listen("unix", path)
	os.Chmod(path, 0o600)
}

// made for it by each of its callers.
func inside(dir string) {
	path := dir + "/sock"
	net.Listen("unix", path)
	os.Chmod(path, 0o600)
}

func caller(dir string) {
	os.Mkdir(dir, 0o700)
	inside(dir)
}

type server struct{ dir string }

func (s *server) prepare() error { return os.MkdirAll(s.dir, 0o700) }

func (s *server) listen() {
	path := filepath.Join(s.dir, "sock")
	net.Listen("unix", path)
	os.Chmod(path, 0o600)
}

func runtimeDir() {
	path := filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "a.sock")
	net.Listen("unix", path)
	os.Chmod(path, 0o600)
}

// The mode is given before bind.
func control(path string) {
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		var err error
		if e := c.Control(func(fd uintptr) { err = syscall.Fchmod(int(fd), 0o600) }); e != nil {
			return e
		}
		return err
	}}
	lc.Listen(context.Background(), "unix", path)
	os.Chmod(path, 0o600)
}

func raw(path string) error {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	if err := unix.Fchmod(fd, 0o600); err != nil {
		return err
	}
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: path}); err != nil {
		return err
	}
	if err := unix.Listen(fd, 16); err != nil {
		return err
	}
	return os.Chmod(path, 0o660)
}

// Nobody can connect before listen.
func between(path string) {
	fd, _ := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	unix.Bind(fd, &unix.SockaddrUnix{Name: path})
	os.Chmod(path, 0o600)
	unix.Listen(fd, 16)
}

// A umask that keeps others out; then the chmod gives more.
func widened(path string) {
	old := syscall.Umask(0o177)
	net.Listen("unix", path)
	syscall.Umask(old)
	os.Chmod(path, 0o660)
}

func widenedByHelper(path string) {
	lib.Narrow()
	lib.Open(path)
	os.Chmod(path, 0o660)
}

// Other networks, clients, other methods of the name, the kernel's choice.
func others(network, addr string) {
	net.Listen("tcp", "127.0.0.1:80")
	net.Listen(network, addr)
	net.Dial("unix", "/tmp/a.sock")
	net.Listen("unix", "@")
	ssh{}.Listen("unix", "/tmp/b.sock")
	unix.Bind(3, &unix.SockaddrInet4{Port: 80})
	unix.Fchmod(3, 0o600)
}

type ssh struct{}

func (ssh) Listen(network, addr string) error { return nil }

// No socket.
func file(socketDir, path string) {
	os.Chmod(socketDir, 0o777)
	os.Chmod(path, 0o666)
	os.Chmod("/run/a.sock", 0o660)
}

// A name that nobody can know.
func unique() {
	dir, _ := os.MkdirTemp("/tmp", "a")
	net.Listen("unix", dir+"/a.sock")
}

// And now the real ones.

func narrowed(path string) error {
	l, err := net.Listen("unix", path) // want `^warning: net.Listen makes this socket with mode 0777 less the umask and line 154 narrows it to 0600: until then the umask alone decides who can connect; set the mode before bind, or listen in a private directory \(unixsocket/listen-then-chmod\)$` related:`^a.go: return os\.Chmod\(path, 0o600\): the mode is set here$`
	if err != nil {
		return err
	}
	defer l.Close()
	return os.Chmod(path, 0o600)
}

func address(path string) {
	addr := &net.UnixAddr{Name: path, Net: "unix"}
	net.ListenUnix("unix", addr) // want "listen-then-chmod"
	os.Chmod(addr.Name, 0o660)
}

// The chmod tells that the network is a unix one.
func either(network, addr string) {
	net.Listen(network, addr) // want "listen-then-chmod"
	if network == "unix" {
		os.Chmod(addr, 0o600)
	}
}

func traverse(dir string) {
	os.MkdirAll(dir, 0o711)
	path := filepath.Join(dir, "sock")
	net.Listen("unix", path) // want "listen-then-chmod"
	os.Chmod(path, 0o600)
}

func late(path string) {
	fd, _ := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	unix.Bind(fd, &unix.SockaddrUnix{Name: path}) // want "listen-then-chmod"
	unix.Listen(fd, 16)
	unix.Chmod(path, 0o600)
}

func wrapped(path string) {
	lib.Open(path) // want `^warning: lib.Open makes this socket .* line \d+ narrows it to 0660`
	lib.Publish(path, 0o660)
}

func everybody(path string) {
	net.Listen("unix", path)
	os.Chmod(path, 0o777) // want `^warning: the socket gets mode 0777: every local user can connect, and peer credentials are not checked; use 0660 and a group, or check SO_PEERCRED \(unixsocket/socket-world-connectable\)$`
}

func byName(socket string) {
	os.Chmod(socket, 0o666)              // want "socket-world-connectable"
	lib.Publish("/run/a/a.sock", 0o1722) // want "mode 0722.*socket-world-connectable"
}

func abstract(name string) {
	net.Listen("unix", "@a")                          // want `^warning: the abstract socket @a has no permissions: every user and container in this network namespace can connect; use a socket file with a mode, or check SO_PEERCRED \(unixsocket/abstract-socket\)$`
	net.Listen("unix", "\x00a/"+name)                 // want `abstract socket @a/\* has`
	lib.Open("@lib")                                  // want "abstract-socket"
	net.ListenUnix("unix", &net.UnixAddr{Name: "@b"}) // want "abstract-socket"
}

func shared(id string) {
	net.Listen("unix", "/tmp/a.sock")                            // want `^warning: socket /tmp/a.sock is predictable and in /tmp, where all users can create files: another user can bind it first and impersonate the server; use a private directory \(unixsocket/socket-in-shared-dir\)$`
	net.Listen("unix", filepath.Join(os.TempDir(), "a", "sock")) // want `socket \$TMPDIR/a/sock is predictable and in the temporary directory`
	lib.Open("/dev/shm/a.sock")                                  // want "socket-in-shared-dir"
	net.Listen("unix", "/tmp/"+id)                               // an id may be random
}

func open(path string) {
	old := syscall.Umask(0)
	net.Listen("unix", path) // want `^error: net.Listen makes this socket when every local user may connect to it: the umask is 0 since line \d+, and connect asks for nothing but write permission; give it a mode before bind \(unixsocket/socket-under-permissive-umask\)$`
	syscall.Umask(old)
}

func openWrapped(path string) {
	old := lib.Mask(0)
	lib.Open(path) // want "the umask is 0 since line [0-9]+.*socket-under-permissive-umask"
	syscall.Umask(old)
}

func openThenNarrow(path string) {
	old := syscall.Umask(0)
	net.Listen("unix", path) // want `^error: .* line \d+ narrows it to 0600: until then everybody can connect, because the umask is 0 since line \d+`
	os.Chmod(path, 0o600)
	syscall.Umask(old)
}

func afterBind(path string, l *net.UnixListener) {
	fd, _ := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	unix.Fchmod(fd, 0o600)
	unix.Bind(fd, &unix.SockaddrUnix{Name: path})
	unix.Fchmod(fd, 0o660)     // want `^error: changing the mode of the descriptor does not affect the socket file bound on line \d+; change the mode before bind \(unixsocket/fchmod-after-bind\)$`
	unix.Fchown(fd, 1000, 100) // want `changing the owner of the descriptor does not affect the socket file bound on line \d+; change the owner of the file in a private directory`
	lib.Fchmod(l, 0o600)       // where it was bound is not known
}

func afterListen(path string) {
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path})
	if err != nil {
		return
	}
	rc, _ := l.SyscallConn()
	rc.Control(func(fd uintptr) { // want "fchmod-after-bind"
		syscall.Fchmod(int(fd), 0o600)
	})
	lib.Fchmod(l, 0o600) // want "fchmod-after-bind"
}

func options() {
	named := flag.String("socket", "/tmp/option.sock", "where to listen")
	free := flag.String("other", "", "where else")
	flag.Parse()
	net.Listen("unix", *free)
	net.Listen("unix", *named) // want "socket /tmp/option.sock is predictable"
}

// A private directory that is private no longer.
func reopened(mode os.FileMode) {
	dir, err := os.MkdirTemp("", "a")
	if err != nil {
		return
	}
	os.Chmod(dir, 0o711)
	path := filepath.Join(dir, "sock")
	net.Listen("unix", path) // want "listen-then-chmod"
	os.Chmod(path, mode)
}

// Nobody but root passes a directory without search permission.
func unsearchable(dir string, mode os.FileMode) {
	os.MkdirAll(dir, 0o600)
	path := filepath.Join(dir, "sock")
	net.Listen("unix", path)
	os.Chmod(path, mode)
}

type notifier struct{ path string }

func (n *notifier) bind() error {
	if _, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: n.path}); err != nil {
		return err
	}
	return os.Chmod(n.path, 0o777) // want "socket-world-connectable"
}

// Told there.
func notify() error {
	n := &notifier{path: "/srv/notify"}
	return n.bind()
}

func (n *notifier) move(path string) { n.path = path }

// What is opened there is known to be a socket here only.
func publish(path string) error { return os.Chmod(path, 0o777) }

func published() error { return publish("/run/a/p.sock") } // want "socket-world-connectable"
