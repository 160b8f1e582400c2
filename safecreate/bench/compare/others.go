//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/permvet/permvet/safecreate"
)

// A dirWay is a way to make a directory and what is missing above it.
type dirWay struct {
	name  string
	mkdir func(name string, perm os.FileMode) error
}

func (w dirWay) title() string { return w.name }

func dirWays() []dirWay {
	return []dirWay{
		{"os.MkdirAll", os.MkdirAll},
		{"os.MkdirAll + os.Chmod", func(name string, perm os.FileMode) error {
			if err := os.MkdirAll(name, perm); err != nil {
				return err
			}
			return os.Chmod(name, perm)
		}},
		{"safecreate.MkdirAll", safecreate.MkdirAll},
	}
}

func dirRows() []row[dirWay] {
	made := func(mask int, perm os.FileMode) func(dirWay) string {
		return func(w dirWay) string {
			return try(func(dir string) (string, error) {
				name := filepath.Join(dir, "a/b")
				if err := underUmask(mask, func() error { return w.mkdir(name, perm) }); err != nil {
					return "refused", nil
				}
				return modeOf(filepath.Dir(name)) + ", " + modeOf(name), nil
			})
		}
	}
	over := func(put func(dir, name string) error, perm os.FileMode) func(dirWay) string {
		return func(w dirWay) string {
			return try(func(dir string) (string, error) {
				name := filepath.Join(dir, "a")
				if err := put(dir, name); err != nil {
					return "", err
				}
				if err := w.mkdir(name, perm); err != nil {
					return "refused", nil
				}
				fi, err := os.Stat(name)
				if err != nil {
					return "", err
				}
				return fmt.Sprintf("accepted, %04o", fi.Mode().Perm()), nil
			})
		}
	}
	return []row[dirWay]{
		{"parent and directory, 0770 asked, umask 077", made(0o077, 0o770)},
		{"the same, umask 0 and numeric 01777", made(0, 0o1777)},
		{"0700 asked over an existing 0777 with something in it", over(func(_, name string) error {
			return errors.Join(os.MkdirAll(filepath.Join(name, "sub"), 0o700), os.Chmod(name, 0o777))
		}, 0o700)},
		{"0700 asked over an existing, empty 0777", over(func(_, name string) error {
			return errors.Join(os.Mkdir(name, 0o700), os.Chmod(name, 0o777))
		}, 0o700)},
		{"0770 asked over an existing 0700", over(func(_, name string) error { return os.Mkdir(name, 0o700) }, 0o770)},
		{"0700 asked over a directory of another user, 0700", over(func(_, name string) error {
			return errors.Join(os.Mkdir(name, 0o700), os.Chown(name, 1234, 1234))
		}, 0o700)},
		{"0700 asked over a link to a directory of 0755", over(func(dir, name string) error {
			target := filepath.Join(dir, "target")
			return errors.Join(os.Mkdir(target, 0o755), os.Chmod(target, 0o755), os.Symlink(target, name))
		}, 0o700)},
		{"0700 asked over a shared directory, 1777", over(func(_, name string) error {
			return errors.Join(os.Mkdir(name, 0o700), os.Chmod(name, 0o777|os.ModeSticky))
		}, 0o700)},
	}
}

// A pidWay is a way to make sure that one daemon runs. release may be nil.
type pidWay struct {
	name string
	lock func(name string) (release func(), err error)
}

func (w pidWay) title() string { return w.name }

func pidWays() []pidWay {
	pid := func() []byte { return []byte(strconv.Itoa(os.Getpid()) + "\n") }
	return []pidWay{
		{"read, kill(0), os.WriteFile", func(name string) (func(), error) {
			if b, err := os.ReadFile(name); err == nil {
				if n, err := strconv.Atoi(strings.TrimSpace(string(b))); err == nil && syscall.Kill(n, 0) != syscall.ESRCH {
					return nil, errors.New("running")
				}
			}
			return func() { os.Remove(name) }, os.WriteFile(name, pid(), 0o644)
		}},
		{"os.OpenFile(O_EXCL)", func(name string) (func(), error) {
			f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
			if err != nil {
				return nil, err
			}
			_, err = f.Write(pid())
			return func() { os.Remove(name) }, errors.Join(err, f.Close())
		}},
		{"flock of the pid file", func(name string) (func(), error) { // as FreeBSD's pidfile(3)
			for {
				f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o644)
				if err != nil {
					return nil, err
				}
				if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
					return nil, errors.Join(err, f.Close())
				}
				a, err1 := f.Stat()
				b, err2 := os.Lstat(name)
				if err1 != nil || err2 != nil || !os.SameFile(a, b) {
					f.Close()
					continue
				}
				err = errors.Join(f.Truncate(0))
				if err == nil {
					_, err = f.WriteAt(pid(), 0)
				}
				return func() { os.Remove(name); f.Close() }, err
			}
		}},
		{"safecreate.LockPIDFile", func(name string) (func(), error) {
			p, err := safecreate.LockPIDFile(name, 0o644)
			if err != nil {
				return nil, err
			}
			return func() { p.Close() }, nil
		}},
	}
}

func pidRows() []row[pidWay] {
	over := func(left string, yes, no string) func(pidWay) string {
		return func(w pidWay) string {
			return try(func(dir string) (string, error) {
				name := filepath.Join(dir, "pid")
				if err := plant(name, left, 0o644); err != nil {
					return "", err
				}
				release, err := w.lock(name)
				if err != nil {
					return no, nil
				}
				release()
				return yes, nil
			})
		}
	}
	return []row[pidWay]{
		{"8 starters, 300 rounds: most holders at once", holders},
		{"left by a killed process", over("999999999\n", "taken over", "**never starts again**")},
		{"the number belongs to another process by now", over("1\n", "taken over", "**never starts again**")},
		{"link planted in its place", func(w pidWay) string {
			return try(func(dir string) (string, error) {
				name, victim := filepath.Join(dir, "pid"), filepath.Join(dir, "victim")
				if err := errors.Join(plant(victim, "precious", 0o600), os.Symlink(victim, name)); err != nil {
					return "", err
				}
				release, err := w.lock(name)
				if err == nil {
					release()
				}
				if contentOf(victim) != "precious" {
					return "**victim overwritten**", nil
				}
				return "refused", nil
			})
		}},
		{"a user who may read the file locks it", lockedByReader},
		{"mode, umask 0", func(w pidWay) string {
			return try(func(dir string) (string, error) {
				name := filepath.Join(dir, "pid")
				defer syscall.Umask(syscall.Umask(0))
				release, err := w.lock(name)
				if err != nil {
					return "", err
				}
				defer release()
				return modeOf(name), nil
			})
		}},
	}
}

// holders lets eight start at once. All are this process, so that its number, which
// every way writes, must not count: the file starts with that of a dead one, and the
// ways that look at numbers see their own only if they look too late.
func holders(w pidWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "pid")
		most := 0
		for range 300 {
			os.Remove(name)
			if w.name != "os.OpenFile(O_EXCL)" {
				if err := plant(name, "999999999\n", 0o644); err != nil {
					return "", err
				}
			}
			var wg sync.WaitGroup
			var mu sync.Mutex
			var held []func()
			gate := make(chan struct{})
			for range 8 {
				wg.Go(func() {
					<-gate
					if release, err := w.lock(name); err == nil {
						mu.Lock()
						held = append(held, release)
						mu.Unlock()
					}
				})
			}
			close(gate)
			wg.Wait()
			most = max(most, len(held))
			for _, release := range held {
				release()
			}
		}
		if most != 1 {
			return fmt.Sprintf("**%d**", most), nil
		}
		return "1", nil
	})
}

// flockChild locks a file that it may read until its standard input ends.
func flockChild(arg []string) error {
	f, err := os.Open(arg[0])
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return err
	}
	fmt.Println("locked")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// lockedByReader lets another user lock the file that a killed daemon has left.
func lockedByReader(w pidWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "pid")
		if err := errors.Join(os.Chmod(dir, 0o755), plant(name, "999999999\n", 0o644)); err != nil {
			return "", err
		}
		c := exec.Command("/proc/self/exe", "flock", name)
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		in, err1 := c.StdinPipe()
		out, err2 := c.StdoutPipe()
		if err := errors.Join(err1, err2, c.Start()); err != nil {
			return "", err
		}
		defer c.Wait()
		defer in.Close()
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			return "", err
		}
		release, err := w.lock(name)
		if err != nil {
			return "**never starts again**", nil
		}
		release()
		return "starts", nil
	})
}
