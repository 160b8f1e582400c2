//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/docker/go-connections/sockets"
	"github.com/permvet/permvet/safecreate"
)

// A socketWay is a way to listen on a socket file with a mode.
type socketWay struct {
	name   string
	listen func(name string, perm os.FileMode) (net.Listener, error)
	group  func(name string, perm os.FileMode, gid int) (net.Listener, error) // nil: not known
}

func (w socketWay) title() string { return w.name }

func socketWays() []socketWay {
	return []socketWay{
		{"net.Listen + os.Chmod", func(name string, perm os.FileMode) (net.Listener, error) {
			l, err := net.Listen("unix", name)
			if err != nil {
				return nil, err
			}
			return l, os.Chmod(name, perm)
		}, func(name string, perm os.FileMode, gid int) (net.Listener, error) {
			l, err := net.Listen("unix", name)
			if err != nil {
				return nil, err
			}
			return l, errors.Join(os.Chown(name, -1, gid), os.Chmod(name, perm))
		}},
		{"os.Remove + umask + net.Listen", func(name string, perm os.FileMode) (net.Listener, error) {
			os.Remove(name)
			defer syscall.Umask(syscall.Umask(int(0o777 &^ perm)))
			return net.Listen("unix", name)
		}, nil},
		{"go-connections 0.8.2", func(name string, perm os.FileMode) (net.Listener, error) {
			return sockets.NewUnixSocketWithOpts(name, sockets.WithChmod(perm))
		}, func(name string, perm os.FileMode, gid int) (net.Listener, error) {
			return sockets.NewUnixSocketWithOpts(name, sockets.WithChown(0, gid), sockets.WithChmod(perm))
		}},
		{"safecreate", func(name string, perm os.FileMode) (net.Listener, error) {
			return safecreate.Listen("unix", name, perm)
		}, func(name string, perm os.FileMode, gid int) (net.Listener, error) {
			return safecreate.Listen("unix", name, perm, safecreate.Group(gid))
		}},
	}
}

func socketRows() []row[socketWay] {
	return []row[socketWay]{
		{"mode, 0660 asked, umask 077", func(w socketWay) string {
			return try(func(dir string) (string, error) {
				defer syscall.Umask(syscall.Umask(0o077))
				l, err := w.listen(filepath.Join(dir, "s"), 0o660)
				if err != nil {
					return "", err
				}
				defer l.Close()
				return modeOf(filepath.Join(dir, "s")), nil
			})
		}},
		{"modes a spinning lstat sees, 0600 asked, umask 0, 3000 times", watched},
		{"another user connects to 0600, umask 0, 2000 times", intruder},
		{"files made as 0666 meanwhile by another goroutine, umask 022", bystander},
		{"stale socket in the way", func(w socketWay) string { return inTheWay(w, staleSocket) }},
		{"living socket in the way", func(w socketWay) string { return inTheWay(w, liveSocket) }},
		{"regular file in the way", func(w socketWay) string {
			return inTheWay(w, func(name string) (func() string, error) {
				return func() string {
					if contentOf(name) == "precious" {
						return ""
					}
					return ", **file deleted**"
				}, plant(name, "precious", 0o600)
			})
		}},
		{"8 starters over a stale socket, 300 rounds: rounds with one winner", starters},
		{"the umask of the process afterwards, 022 before", umaskLost},
		{"Close of the predecessor takes the successor off the air", successor},
		{"its second Close does, ext4, 100 times", secondClose},
		{"Close after chdir, relative address: file left", closeAfterChdir},
		{"group 33 of 0660 asked: strangers' group has bits, 2000 times", groupAtBirth},
		{"abstract address, 0600 asked", func(w socketWay) string {
			l, err := w.listen("@safecreate-compare-"+w.name, 0o600)
			if l != nil {
				l.Close()
			}
			if err != nil {
				return "refused"
			}
			return "**open to everybody**"
		}},
	}
}

func watched(w socketWay) string {
	return try(func(dir string) (string, error) {
		defer syscall.Umask(syscall.Umask(0))
		name := filepath.Join(dir, "s")
		var stop atomic.Bool
		seen := make(chan map[uint32]bool)
		go func() {
			runtime.LockOSThread()
			m := map[uint32]bool{}
			var st syscall.Stat_t
			for !stop.Load() {
				if syscall.Lstat(name, &st) == nil {
					m[st.Mode&0o7777] = true
				}
			}
			seen <- m
		}()
		var err error
		for range 3000 {
			var l net.Listener
			if l, err = w.listen(name, 0o600); err != nil {
				break
			}
			l.Close()
		}
		stop.Store(true)
		var modes []string
		for _, m := range slices.Sorted(maps.Keys(<-seen)) {
			s := fmt.Sprintf("%04o", m)
			if m&^0o600 != 0 {
				s = "**" + s + "**"
			}
			modes = append(modes, s)
		}
		return strings.Join(modes, " "), err
	})
}

// connectChild connects until its standard input ends.
func connectChild(arg []string) error {
	var end atomic.Bool
	go func() {
		io.Copy(io.Discard, os.Stdin)
		end.Store(true)
	}()
	fmt.Println("started")
	n := 0
	for !end.Load() {
		if c, err := net.Dial("unix", arg[0]); err == nil {
			n++
			c.Close()
		}
	}
	fmt.Println(n)
	return nil
}

func intruder(w socketWay) string {
	return try(func(dir string) (string, error) {
		defer syscall.Umask(syscall.Umask(0))
		name := filepath.Join(dir, "s")
		if err := os.Chmod(dir, 0o755); err != nil {
			return "", err
		}
		c := exec.Command("/proc/self/exe", "connect", name)
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		in, err1 := c.StdinPipe()
		out, err2 := c.StdoutPipe()
		if err := errors.Join(err1, err2); err != nil {
			return "", err
		}
		if err := c.Start(); err != nil {
			return "", err
		}
		r := bufio.NewReader(out)
		if _, err := r.ReadString('\n'); err != nil {
			return "", err
		}
		for range 2000 {
			l, err := w.listen(name, 0o600)
			if err != nil {
				return "", err
			}
			l.Close()
		}
		in.Close()
		var n int
		if _, err := fmt.Fscan(r, &n); err != nil {
			return "", err
		}
		if n > 0 {
			return fmt.Sprintf("**%d times**", n), c.Wait()
		}
		return "never", c.Wait()
	})
}

func bystander(w socketWay) string {
	return try(func(dir string) (string, error) {
		defer syscall.Umask(syscall.Umask(0o022))
		var stop atomic.Bool
		modes := make(chan map[string]int)
		go func() {
			runtime.LockOSThread()
			m := map[string]int{}
			name := filepath.Join(dir, "other")
			for !stop.Load() {
				f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
				if err != nil {
					continue
				}
				m[modeOf(name)]++
				f.Close()
				os.Remove(name)
			}
			modes <- m
		}()
		var err error
		for range 3000 {
			var l net.Listener
			if l, err = w.listen(filepath.Join(dir, "s"), 0o600); err != nil {
				break
			}
			l.Close()
		}
		stop.Store(true)
		var s []string
		seen := <-modes
		for _, m := range slices.Sorted(maps.Keys(seen)) {
			if m != "0644" {
				s = append(s, fmt.Sprintf("**%s ×%d**", m, seen[m]))
			}
		}
		if len(s) == 0 {
			return "all 0644", err
		}
		return strings.Join(s, " "), err
	})
}
