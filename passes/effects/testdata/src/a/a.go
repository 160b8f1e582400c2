package a

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"github.com/permvet/permvet/passes/effects/testdata/src/lib"
	"github.com/permvet/permvet/passes/effects/testdata/src/mid"
)

const dir = "/var/lib/a"

var mode os.FileMode = 0o640

func direct(secret []byte) {
	p := filepath.Join(dir, "key")
	f, _ := os.Create(p)  // want `create "/var/lib/a/key" mode 0666`
	f.Write(secret)       // want `write "/var/lib/a/key"`
	os.Chmod(p, 0o600)    // want `chmod "/var/lib/a/key" mode 0600`
	f.Chmod(mode &^ 0o40) // want `chmod "/var/lib/a/key" mode 0600`
}

func branches(x bool) {
	flags := os.O_RDWR
	if x {
		flags |= os.O_CREATE
	}
	os.OpenFile("/x", flags, 0o666)             // want `create "/x" mode 0666 flags .* may`
	os.OpenFile("/x", os.O_RDONLY, 0o666)       // want `open "/x" mode 0666`
	os.OpenFile("/x", flags|os.O_CREATE, 0o666) // want `create "/x" mode 0666 flags [^m]*$`
}

func wrappers(p string, c *lib.Config) {
	lib.Write(p, nil, 0o666)                        // want `create #0 mode 0666 via lib.Write bound 9`
	mid.Write("/y", 0o600)                          // want `create "/y.key" mode 0602 via mid.Write lib.Write bound 5`
	lib.Atomic(p, nil, 0o644)                       // want `create #0 mode 0600 via` `write #0 via` `chmod #0 mode 0644 via lib.Atomic bound 1` `close #0 via` `rename`
	os.MkdirAll(p, lib.DirMode)                     // want `create #0 mode 0777`
	os.MkdirAll(p, lib.Mutable)                     // want `create #0 mode [^ ]*lib.Mutable&`
	lib.Open(p, os.O_CREATE|os.O_WRONLY)            // want `create #0 mode 0666 flags \S+ via lib.Open bound 2`
	(&lib.Config{Dir: "/z", Mode: 0o604}).Save(nil) // want `create "/z/key" mode 0604 via \(\*lib.Config\).Save bound 13`
	c.Save(nil)                                     // want `create #1.Dir\+"/key" mode #1.Mode`
}

func umask(p string) {
	old := syscall.Umask(0)  // want `umask mode 0`
	defer syscall.Umask(old) // want `umask .*deferred`
	os.MkdirAll(p, 0o777)    // want `create #0 mode 0777`
}

func closures(p string) {
	q := p + ".tmp"
	defer func() { os.Remove(q) }()             // want `remove #0\+".tmp"$` `remove #0\+".tmp" deferred via func literal`
	go func() { os.WriteFile(q, nil, 0o600) }() // want `create #0\+".tmp" mode 0600$` `create #0\+".tmp" mode 0600 async via func literal`
	write := os.WriteFile
	write(q, nil, 0o644)                                      // want `create #0\+".tmp" mode 0644$`
	each(func(m os.FileMode) error { return os.Chmod(p, m) }) // want `chmod #0 mode closures\$3#0&.* maybe via func literal` `chmod #0 mode closures\$3#0&\d+$`
}

func each(f func(os.FileMode) error) { f(0) }

type store struct{ root string }

func (s *store) key() string { return s.root + "/key" }

func (s *store) save(b []byte) {
	s.root = "/srv"
	os.WriteFile(s.key(), b, 0o666)                                // want `create "/srv/key" mode 0666`
	os.Chmod(s.key(), 0o600)                                       // want `chmod "/srv/key" mode 0600`
	os.Chmod(fmt.Sprintf("%s/key.%d", s.root, os.Getpid()), 0o600) // want `chmod "/srv/key."\+guess os.Getpid mode 0600`
}

func single(d saver) {
	d.Save(0o666) // want `create "/fixed" mode 0666 via \(a.saver\).Save bound 1`
}

type saver interface{ Save(os.FileMode) }
type only struct{}

func (only) Save(m os.FileMode) { os.WriteFile("/fixed", nil, m) } // want `create "/fixed" mode #1`

// swap copies structs in a circle, which must not be followed for ever.
func swap(a, b lib.Config) {
	a, b = b, a
	a = a
	os.Mkdir(a.Dir, 0o700) // want `create swap:.*Dir mode 0700`
	os.Mkdir(b.Dir, 0o700) // want `create`
}

// listen: the hook of a ListenConfig decides about the mode of the socket.
func listen(ctx context.Context, p string, perm uint32, other func(string, string, syscall.RawConn) error) {
	net.Listen("unix", p) // want `listen #1 mode 0777`
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		var err error
		if e := c.Control(func(fd uintptr) { err = syscall.Fchmod(int(fd), 0o660) }); e != nil { // want `chmod @listen\$1#2 mode 0660 via` `chmod @listen\$1\$1#0 mode 0660$` `withfd @listen\$1#2`
			return e
		}
		return err
	}}
	lc.Listen(ctx, "unix", p) // want `listen #1 mode 0660`
	with := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) { syscall.Fchmod(int(fd), perm) }) // want `chmod @listen\$2#2` `chmod @listen\$2\$1#0` `withfd`
	}}
	with.Listen(ctx, "unix", p) // want `listen #1 mode #2`
	quiet := net.ListenConfig{Control: func(string, string, syscall.RawConn) error { return nil }}
	quiet.Listen(ctx, "unix", p) // want `listen #1 mode 0777`
	unknown := net.ListenConfig{Control: other}
	unknown.Listen(ctx, "unix", p) // want `listen #1$`
	named := net.ListenConfig{Control: narrow}
	named.Listen(ctx, "unix", p)                 // want `listen #1 mode 0600`
	new(net.ListenConfig).Listen(ctx, "unix", p) // want `listen #1 mode 0777`
}

func narrow(_, _ string, c syscall.RawConn) error {
	return c.Control(func(fd uintptr) { syscall.Fchmod(int(fd), 0o600) }) // want `chmod @#2` `chmod @narrow\$1#0` `withfd`
}

// late: fchmod by way of the listener is on the listener's handle.
func late(p string) {
	l, _ := net.ListenUnix("unix", &net.UnixAddr{Name: p}) // want `listen #0`
	rc, _ := l.SyscallConn()
	rc.Control(func(fd uintptr) { syscall.Fchmod(int(fd), 0o600) }) // want `chmod #0 mode 0600 via` `chmod @late\$1#0` `withfd`
	t := tls.NewListener(l, nil)
	t.Close() // want `close #0`
}

// named: a result that a literal reads; other returns store other values in it.
func named(base string, mode os.FileMode) (p string, undo func(), err error) {
	if mode == 0 {
		return "", nil, os.ErrInvalid
	}
	p = base + ".sock"
	if err := os.Mkdir(p, 0o700); err != nil { // want `create #0\+".sock" mode 0700`
		return "", nil, err
	}
	if mode == 0o755 {
		p += ".x"
	}
	os.Chmod(p, mode) // want `chmod named:t\d+ mode #1&`
	p = "/fixed"
	if err := os.Remove(p); err != nil { // want `remove "/fixed"$`
		return "", nil, err
	}
	os.Chmod(p, mode) // want `chmod "/fixed" mode`
	return p, func() { fmt.Println("undo", p) }, nil
}

// dropped comes after the removal: that is not put off to the end of its caller.
func dropped(f *os.File, p string) error {
	if err := lib.Drop(f, p); err != nil { // want `chmod @#0 mode 0600 via` `remove #1 via lib.Drop$`
		return err
	}
	return os.Mkdir(p, 0o700) // want `create #1`
}
