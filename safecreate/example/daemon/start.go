//go:build unix

package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/permvet/permvet/safecreate"
	"github.com/permvet/permvet/safecreate/cloexec"
	"github.com/permvet/permvet/safecreate/privdrop"
)

// A server is what a daemon has opened as root.
type server struct {
	user   *privdrop.User
	pid    *safecreate.PIDFile
	log    *safecreate.Log
	socket net.Listener
	tcp    net.Listener
	null   *os.File // there is no /dev/null in the jail
}

// start does everything that needs root, and gives root up. What fails is said where it was
// started, not in the log.
func start(c config) (*server, error) {
	s := &server{}
	err := s.open(c)
	if err == nil {
		err = s.drop(c)
	}
	if err == nil {
		err = s.log.Redirect(os.Stdout, os.Stderr)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *server) open(c config) error {
	var err error
	if s.user, err = privdrop.Lookup(c.user); err != nil {
		return err
	}
	group, err := privdrop.LookupGroup(c.group)
	if err != nil {
		return err
	}
	// Ours: what the user that we become has made is ours when we start again.
	ours := safecreate.Ours(s.user.UID)
	owner, own := safecreate.Owner(s.user.UID), safecreate.Group(s.user.GID)

	if err := safecreate.MkdirAll(c.run(), 0o755); err != nil {
		return err
	}
	if err := safecreate.CheckPath(c.run()); err != nil {
		return err
	}
	if s.pid, err = safecreate.LockPIDFile(c.pidFile(), 0o644); err != nil {
		return err
	}

	if err := safecreate.MkdirAllWith(filepath.Dir(c.log()), 0o750, owner, own); err != nil {
		return err
	}
	if s.log, err = safecreate.NewLog(c.log(), 0o640, owner, own); err != nil {
		return err
	}

	if err := safecreate.MkdirAllWith(filepath.Dir(c.socket()), 0o750, owner, safecreate.Group(group)); err != nil {
		return err
	}
	if s.socket, err = safecreate.Listen("unix", c.socket(), 0o660, ours, safecreate.Group(group)); err != nil {
		return err
	}
	if s.tcp, err = safecreate.Listen("tcp", c.tcp, 0); err != nil {
		return err
	}
	// What the jail does not have: the time zone, which is read when it is first needed, and
	// the standard input of children.
	time.Now().Zone()
	s.null, err = os.Open(os.DevNull)
	return err
}

func (s *server) drop(c config) error {
	if err := privdrop.Chroot(c.jail); err != nil {
		return err
	}
	// After Chroot, which refuses inherited directories: it would not see them any more.
	if err := cloexec.From(3); err != nil {
		return err
	}
	return s.user.To()
}

// close ends what start has opened, and says what it could not.
func (s *server) close() {
	say := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, "daemon:", err)
		}
	}
	if s.socket != nil {
		s.socket.Close() // Shutdown has done it, if it was served
	}
	if s.tcp != nil {
		s.tcp.Close()
	}
	if s.pid != nil {
		say(mayStay(s.pid.Close()))
	}
	if s.log != nil {
		say(s.log.Close())
	}
	if s.null != nil {
		say(s.null.Close())
	}
}
