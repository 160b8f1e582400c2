//go:build unix

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/permvet/permvet/safecreate"
)

type config struct {
	user, group, jail, tcp string
}

func (c config) run() string     { return filepath.Join(c.jail, "run") }
func (c config) pidFile() string { return filepath.Join(c.run(), "daemon.pid") }
func (c config) socket() string  { return filepath.Join(c.run(), "socket", "daemon.sock") }
func (c config) log() string     { return filepath.Join(c.jail, "log", "daemon.log") }

// Exit statuses: those of LSB for status, and 3 for a start beside a living daemon.
const (
	exitFailed     = 1
	exitUsage      = 2
	exitNotRunning = 3
)

func main() {
	var c config
	flag.StringVar(&c.user, "user", "nobody", "whom the daemon becomes")
	flag.StringVar(&c.group, "group", "www-data", "who may connect to the socket")
	flag.StringVar(&c.jail, "jail", "/srv/daemon", "root directory of the daemon, with pid file, socket and log")
	flag.StringVar(&c.tcp, "tcp", ":80", "address to serve")
	flag.Parse()
	err := command(flag.Arg(0), c)
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "daemon:", err)
	var running *safecreate.RunningError
	switch {
	case errors.As(err, &running), errors.Is(err, errNotRunning):
		os.Exit(exitNotRunning)
	case errors.Is(err, errUsage):
		os.Exit(exitUsage)
	}
	os.Exit(exitFailed)
}

var (
	errUsage      = errors.New("usage: daemon [flags] run|status|reload|stop")
	errNotRunning = errors.New("is not running")
)

func command(verb string, c config) error {
	switch verb {
	case "run":
		return run(c)
	case "child":
		return child()
	case "status":
		pid, running, err := safecreate.IsRunning(c.pidFile())
		if err == nil && !running {
			err = errNotRunning
		}
		if err == nil {
			fmt.Println(pid)
		}
		return err
	case "reload":
		return signalDaemon(c, syscall.SIGHUP)
	case "stop":
		if err := signalDaemon(c, syscall.SIGTERM); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		return safecreate.WaitPIDFile(ctx, c.pidFile())
	}
	return errUsage
}

// signalDaemon looks twice: what p means after the first look, the second confirms.
func signalDaemon(c config, sig os.Signal) error {
	pid, running, err := safecreate.IsRunning(c.pidFile())
	if err == nil && !running {
		err = errNotRunning
	}
	if err != nil {
		return err
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	again, running, err := safecreate.IsRunning(c.pidFile())
	if err == nil && (!running || again != pid) {
		err = errNotRunning
	}
	if err != nil {
		return err
	}
	return p.Signal(sig)
}

// child says what it was given: its environment, and every descriptor but the standard ones.
func child() error {
	fmt.Println("child environment:", strings.Join(os.Environ(), " ")) //permvet:ignore envleak/env-exposed it is what the child is there to show
	for fd := 3; fd < 1024; fd++ {
		var st syscall.Stat_t
		if syscall.Fstat(fd, &st) == nil {
			fmt.Println("child has inherited", fd)
		}
	}
	return nil
}
