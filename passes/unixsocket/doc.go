// Package unixsocket defines an analyzer that finds Unix sockets to which
// others can connect, or whose name others can take.
//
// # Analyzer unixsocket
//
// unixsocket: find Unix sockets that others can connect to, or take the name of
//
// To connect to a socket file a client needs write permission; the other bits
// do not matter. A socket is born with 0777 less the umask: under the usual
// umask 022 that is 0755, and only its owner can connect. Under a umask of 0
// everybody can, and under 002 the group. This check looks at write bits alone.
//
// # listen-then-chmod
//
// Between listen and chmod the umask alone decides who can connect. Who did is
// connected, whatever the mode is afterwards:
//
//	l, err := net.Listen("unix", path)
//	err = os.Chmod(path, 0o600)
//
//	warning: net.Listen makes this socket with mode 0777 less the umask and line
//	2 narrows it to 0600: until then the umask alone decides who can connect;
//	set the mode before bind, or listen in a private directory
//
// It is an error when the program is known to clear its umask. On Linux, fchmod
// of the socket before bind decides with what mode, less the umask, the file
// appears; the fix does that in net.ListenConfig.Control and leaves the chmod,
// which adds what the umask took.
//
// # socket-world-connectable
//
//	err = os.Chmod(path, 0o666)
//
//	warning: the socket gets mode 0666: every local user can connect, and this
//	package asks nobody who they are; use 0660 and a group of clients, or check
//	the credentials of the peer
//
// A package that asks for SO_PEERCRED or the like is believed to know what it
// does.
//
// # abstract-socket
//
// A name that starts with @ is no file and has no mode:
//
//	l, err := net.Listen("unix", "@daemon")
//
//	warning: the abstract socket @daemon has no permissions: every user and every
//	container in this network namespace can connect; use a socket file with a
//	mode, or check the credentials of the peer
//
// # stale-remove-race
//
// Removing a stale socket removes a live one just as well. The old server goes
// on without a name, and of several that start at once each believes it serves:
//
//	os.Remove(path)
//	l, err := net.Listen("unix", path)
//
//	note: socket removed before listening on line 2 listens there, without a lock:
//	a server that still runs loses its clients to this one, and of several that
//	start at once each thinks it serves
//
// It is a warning for sockets below /run and in packages that drop privileges.
// A lock taken before the removal silences it.
//
// # socket-in-shared-dir
//
//	l, err := net.Listen("unix", "/tmp/daemon.sock")
//
//	warning: the socket /tmp/daemon.sock has a name that others can know in /tmp:
//	whoever makes it first gets its clients; put it into a directory of its own
//	that only the owner can write, such as /run/NAME
//
// # socket-under-permissive-umask
//
//	old := syscall.Umask(0)
//	l, err := net.Listen("unix", path)
//	syscall.Umask(old)
//
//	error: net.Listen makes this socket when every local user may connect to it:
//	the umask is 0 since line 1, and connect asks for nothing but write
//	permission; give it a mode before bind
//
// # fchmod-after-bind
//
// The file of a socket gets its mode from the descriptor at bind. Afterwards the
// two have nothing in common, and fchmod or fchown of the descriptor succeeds
// without effect:
//
//	err = unix.Bind(fd, &unix.SockaddrUnix{Name: path})
//	err = unix.Fchmod(fd, 0o600)
//
//	error: the socket has its file since line 1: changing the mode of the
//	descriptor succeeds and leaves the file as it is; change the mode before bind
//
// # listener-not-unlinked
//
//	err = unix.Bind(fd, &unix.SockaddrUnix{Name: path})
//	l, err := net.FileListener(os.NewFile(uintptr(fd), path))
//
//	note: a listener made from a descriptor leaves the file that line 1 bound
//	behind when it is closed, and the next start finds the name taken; call
//	SetUnlinkOnClose(true)
//
// Accepted everywhere: a socket in a directory that was made for this user
// alone (0700, MkdirTemp, XDG_RUNTIME_DIR, the home directory), a narrow mode
// before bind, a narrow umask around the listen, a chmod that gives more than
// the socket was born with, tests, clients.
//
// Limits: what a Control hook of another package does is not known, and so its
// socket is not judged. Silence with
//
//	//permvet:ignore unixsocket the socket is meant for everybody
//
// Source: unix(7), connect(2), bind(2); CVE-2020-15257 (containerd's abstract
// sockets), CVE-2026-53657 (a root daemon's socket with mode 0777).
package unixsocket
