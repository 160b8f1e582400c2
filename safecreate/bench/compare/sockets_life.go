//go:build linux

package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// This file asks what happens to a socket over its life: when one is there already,
// when several start, and when it is closed.

func staleSocket(name string) (func() string, error) {
	l, err := net.Listen("unix", name)
	if err != nil {
		return nil, err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	return func() string { return "" }, l.Close()
}

func liveSocket(name string) (func() string, error) {
	l, err := net.Listen("unix", name)
	if err != nil {
		return nil, err
	}
	got := make(chan bool, 2)
	go func() {
		c, err := l.Accept()
		if err == nil {
			c.Close()
		}
		if err == nil {
			got <- true
		}
	}()
	return func() string {
		defer l.Close()
		l.(*net.UnixListener).SetUnlinkOnClose(false)
		c, err := net.Dial("unix", name)
		if err != nil {
			return ", **server off the air**"
		}
		defer c.Close()
		select {
		case <-got:
			return ""
		case <-time.After(time.Second):
			return ", **server off the air**" // somebody else has answered
		}
	}, nil
}

// inTheWay plants something and looks afterwards what became of it.
func inTheWay(w socketWay, put func(name string) (check func() string, err error)) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "s")
		check, err := put(name)
		if err != nil {
			return "", err
		}
		l, err := w.listen(name, 0o600)
		answer := "replaced"
		if err != nil {
			answer = "refused"
		}
		answer += check()
		if l != nil {
			l.Close()
		}
		return answer, nil
	})
}

func starters(w socketWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "s")
		one := 0
		for range 300 {
			os.Remove(name)
			if _, err := staleSocket(name); err != nil {
				return "", err
			}
			var wg sync.WaitGroup
			var mu sync.Mutex
			var won []net.Listener
			gate := make(chan struct{})
			for range 8 {
				wg.Go(func() {
					<-gate
					if l, err := w.listen(name, 0o600); err == nil {
						mu.Lock()
						won = append(won, l)
						mu.Unlock()
					}
				})
			}
			close(gate)
			wg.Wait()
			if len(won) == 1 {
				one++
			}
			for _, l := range won {
				l.Close()
			}
		}
		if one < 300 {
			return fmt.Sprintf("**%d**", one), nil
		}
		return "300", nil
	})
}

// umaskLost asks what two setups at once leave of the umask, in a few hundred rounds.
func umaskLost(w socketWay) string {
	starters(w)
	now := syscall.Umask(0o022)
	if now != 0o022 {
		return fmt.Sprintf("**%04o**", now)
	}
	return "0022"
}

func successor(w socketWay) string {
	return try(func(dir string) (string, error) {
		name := filepath.Join(dir, "s")
		first, err := w.listen(name, 0o600)
		if err != nil {
			return "", err
		}
		os.Remove(name)
		second, err := w.listen(name, 0o600)
		if err != nil {
			return "", err
		}
		defer second.Close()
		first.Close()
		if modeOf(name) == "gone" {
			return "**yes**", nil
		}
		return "no", nil
	})
}

// secondClose closes again when the successor listens already, as a deferred Close after
// http.Server.Shutdown does, on a file system that gives inode numbers again.
func secondClose(w socketWay) string {
	dir, err := os.MkdirTemp(disk, "s")
	if err != nil {
		return err.Error()
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "s")
	killed := 0
	for range 100 {
		first, err := w.listen(name, 0o600)
		if err != nil {
			return err.Error()
		}
		first.Close()
		second, err := w.listen(name, 0o600)
		if err != nil {
			return err.Error()
		}
		first.Close()
		if modeOf(name) == "gone" {
			killed++
		}
		second.Close()
	}
	if killed > 0 {
		return fmt.Sprintf("**%d times**", killed)
	}
	return "never"
}

func closeAfterChdir(w socketWay) string {
	return try(func(dir string) (string, error) {
		wd, err := os.Getwd()
		if err != nil {
			return "", err
		}
		defer os.Chdir(wd)
		if err := os.Chdir(dir); err != nil {
			return "", err
		}
		l, err := w.listen("s", 0o600)
		if err != nil {
			return "", err
		}
		if err := os.Chdir("/"); err != nil {
			return "", err
		}
		l.Close()
		if modeOf(filepath.Join(dir, "s")) == "gone" {
			return "no", nil
		}
		return "**yes**", nil
	})
}

// groupAtBirth looks for an instant in which the socket has group bits and not its group yet.
func groupAtBirth(w socketWay) string {
	if w.group == nil {
		return "no such option"
	}
	return try(func(dir string) (string, error) {
		defer syscall.Umask(syscall.Umask(0))
		name := filepath.Join(dir, "s")
		var stop atomic.Bool
		seen := make(chan int)
		go func() {
			runtime.LockOSThread()
			n := 0
			var st syscall.Stat_t
			for !stop.Load() {
				if syscall.Lstat(name, &st) == nil && st.Gid != 33 && st.Mode&0o077 != 0 {
					n++
				}
			}
			seen <- n
		}()
		var err error
		var last uint32
		for range 2000 {
			var l net.Listener
			if l, err = w.group(name, 0o660, 33); err != nil {
				break
			}
			var st syscall.Stat_t
			syscall.Lstat(name, &st)
			last = st.Gid
			l.Close()
		}
		stop.Store(true)
		n := <-seen
		if err == nil && last != 33 {
			err = fmt.Errorf("it has group %d", last)
		}
		if n > 0 {
			return "**seen**", err
		}
		return "never", err
	})
}
