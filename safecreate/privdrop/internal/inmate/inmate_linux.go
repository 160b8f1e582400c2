package inmate

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/coverage"
	"sync"
	"syscall"
	"time"
)

// Names of variables: what to do, and where to leave the coverage.
const (
	Var      = "PRIVDROP_INMATE"
	CoverVar = "PRIVDROP_INMATE_COVERDIR"
)

const (
	nobody        = 65534
	prCapBsetDrop = 24
)

var roles = map[string]func() error{
	"drop": dropAndRegain, "keepcaps": dropKeepingCaps, "inheritable": dropInheritable,
	"securebits": dropWithSecurebits, "nosetpcap": dropWithoutSetpcap, "limit": limitAndExec,
	"allowsetuid": dropAllowingSetuid, "noproc": dropWithoutProc, "refused": dropRefused,
	"chroot": chrootAndLook, "jail": chrootOnly, "unshared": chrootUnshared, "nnp": noNewPrivs,
	"setuid": func() error { return runSetuid(false) },
}

// Main plays the role that the environment names, and exits: 0 if all was as it must be.
// Without a role it returns.
func Main() {
	name := os.Getenv(Var)
	if name == "" {
		return
	}
	play := roles[name]
	if play == nil {
		fmt.Println("no role", name)
		os.Exit(2)
	}
	counters, err := openCounters(os.Getenv(CoverVar))
	if err == nil {
		err = play()
	}
	if counters != nil {
		err = errors.Join(err, coverage.WriteCounters(counters), counters.Close())
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// openCounters makes the file for the coverage of a program built with -cover, which would
// write it at its end, when neither the directory nor the right to is left.
func openCounters(dir string) (*os.File, error) {
	if dir == "" {
		return nil, nil
	}
	var meta bytes.Buffer
	if err := errors.Join(coverage.WriteMetaDir(dir), coverage.WriteMeta(&meta)); err != nil {
		return nil, err
	}
	hash := meta.Bytes()[24:40] // after magic, version, length and number of packages
	name := fmt.Sprintf("covcounters.%x.%d.%d", hash, os.Getpid(), time.Now().UnixNano())
	return os.Create(filepath.Join(dir, name))
}

// staying starts n threads that stay, each of which runs what it is sent.
func staying(n int) (onEach func(f func() error) error) {
	type call struct {
		f    func() error
		done chan error
	}
	var calls []chan call
	for range n {
		c := make(chan call)
		calls = append(calls, c)
		var ready sync.WaitGroup
		ready.Add(1)
		go func() {
			runtime.LockOSThread()
			ready.Done()
			for r := range c {
				r.done <- r.f()
			}
		}()
		ready.Wait()
	}
	return func(f func() error) error {
		for _, c := range calls {
			done := make(chan error)
			c <- call{f, done}
			if err := <-done; err != nil {
				return err
			}
		}
		return nil
	}
}

func prctl(option, a, b uintptr) error {
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, option, a, b, 0, 0, 0); errno != 0 {
		return os.NewSyscallError("prctl", errno)
	}
	return nil
}

// hasCgo tells whether other threads are out of reach.
func hasCgo() bool {
	_, _, errno := syscall.AllThreadsSyscall(syscall.SYS_GETPID, 0, 0, 0)
	return errno == syscall.ENOTSUP
}
