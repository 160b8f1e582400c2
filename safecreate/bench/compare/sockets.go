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
	"sync"
	"sync/atomic"
	"syscall"
	"time"

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
