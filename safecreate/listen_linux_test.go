package safecreate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
)

// Of eight starters at once exactly one wins, every round, over a stale socket and over
// none; the winner can be connected to and the losers know why.
func TestListenEightStarters(t *testing.T) {
	for _, over := range []string{"nothing", "stale"} {
		name := filepath.Join(scratch(t), "s")
		for round := range rounds(150, 5000) {
			if over == "stale" {
				stale(t, name)
			}
			type result struct {
				l   net.Listener
				err error
			}
			won := 0
			for _, r := range startTogether(8, func(int) result {
				l, err := Listen("unix", name, 0o600)
				return result{l, err}
			}) {
				if r.err != nil {
					if !isErrno(r.err, syscall.EADDRINUSE) {
						t.Error(r.err)
					}
					continue
				}
				won++
				if c, err := net.Dial("unix", name); err != nil {
					t.Errorf("the winner is off the air: %v", err)
				} else {
					c.Close()
				}
				must(t, r.l.Close())
			}
			if won != 1 {
				t.Fatalf("over %s, round %d: %d winners", over, round, won)
			}
		}
	}
}

// The first instant at which somebody can connect the socket has its final mode: not a
// wider one, and not the narrower one that the umask leaves at bind either.
func TestConnectableOnlyWithFinalMode(t *testing.T) {
	for _, mask := range []int{0, 0o077, 0o777} {
		t.Run(fmt.Sprintf("%04o", mask), func(t *testing.T) {
			setUmask(t, mask)
			dir := scratch(t)
			must(t, os.Chmod(dir, 0o700))
			name := filepath.Join(dir, "s")
			const perm fs.FileMode = 0o660
			next, seen := make(chan struct{}), make(chan fs.FileMode)
			go func() {
				for range next {
					for {
						c, err := net.Dial("unix", name)
						if err != nil {
							continue
						}
						fi, err := os.Lstat(name) // it stays until we have looked
						c.Close()
						if err != nil {
							seen <- fs.ModeIrregular
						} else {
							seen <- fi.Mode().Perm()
						}
						break
					}
				}
			}()
			defer close(next)
			for range rounds(300, 20_000) {
				next <- struct{}{}
				l, err := Listen("unix", name, perm)
				must(t, err)
				if got := <-seen; got != perm {
					t.Errorf("connected with %v", got)
				}
				must(t, l.Close())
			}
		})
	}
}

const nobody = 65534

// connectForEver tries to connect until its standard input ends, then says how often it
// got in and how often it was refused permission.
func connectForEver(arg []string) error {
	var end atomic.Bool
	go func() {
		io.Copy(io.Discard, os.Stdin)
		end.Store(true)
	}()
	in, denied := 0, 0
	said := false
	for !end.Load() {
		c, err := net.Dial("unix", arg[0])
		switch {
		case err == nil:
			in++
			c.Close()
		case errors.Is(err, fs.ErrPermission):
			denied++
		}
		if in+denied > 0 && !said {
			said = true
			fmt.Println("started")
		}
	}
	fmt.Println(in, denied)
	return nil
}

// Another user who spins on connect never gets into a socket of 0600, under umask 0,
// and does get into one that net.Listen has made.
func TestOthersNeverConnect(t *testing.T) {
	needRoot(t)
	setUmask(t, 0)
	dir := scratch(t)
	must(t, os.Chmod(dir, 0o755))
	for _, c := range []struct {
		what   string
		listen func(name string) (net.Listener, error)
		safe   bool
	}{
		{"net.Listen", func(name string) (net.Listener, error) { return net.Listen("unix", name) }, false},
		{"Listen", func(name string) (net.Listener, error) { return Listen("unix", name, 0o600) }, true},
	} {
		name := filepath.Join(dir, c.what)
		cmd := helperCommand("connect", name)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		in, err := cmd.StdinPipe()
		must(t, err)
		out, err := cmd.StdoutPipe()
		must(t, err)
		if err := cmd.Start(); err != nil {
			t.Skip("cannot run as another user: ", err)
		}
		r := bufio.NewReader(out)
		l, err := c.listen(name)
		must(t, err)
		if _, err := r.ReadString('\n'); err != nil { // it has tried
			t.Fatal(err)
		}
		for range rounds(500, 20_000) {
			must(t, l.Close())
			l, err = c.listen(name)
			must(t, err)
		}
		in.Close()
		var got, denied int
		if _, err := fmt.Fscan(r, &got, &denied); err != nil {
			t.Fatal(err)
		}
		must(t, cmd.Wait())
		must(t, l.Close())
		if c.safe != (got == 0) {
			t.Errorf("%s: another user got in %d times, and was denied %d times", c.what, got, denied)
		}
		t.Logf("%s: in %d, denied %d", c.what, got, denied)
	}
}

func TestControl(t *testing.T) {
	for _, mask := range []int{0, 0o022, 0o077} {
		setUmask(t, mask)
		for _, perm := range []fs.FileMode{0o600, 0o660, 0o666, 0o777, 0} {
			name := filepath.Join(scratch(t), "s")
			lc := net.ListenConfig{Control: Control(perm)}
			l, err := lc.Listen(t.Context(), "unix", name)
			must(t, err)
			wantMode(t, name, perm&^fs.FileMode(mask))
			l.Close()
		}
	}
	lc := net.ListenConfig{Control: Control(0o600)}
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	l.Close()
	lc = net.ListenConfig{Control: Control(0o1777)}
	name := filepath.Join(scratch(t), "s")
	if _, err := lc.Listen(t.Context(), "unix", name); !errors.Is(err, ErrBadPerm) {
		t.Errorf("%v, want ErrBadPerm", err)
	}
}

// A chroot without /proc: the mode is exact all the same.
func TestExactSocketWithoutProc(t *testing.T) {
	setUmask(t, 0o777)
	dir := scratch(t)
	must(t, os.Chmod(dir, 0o700))
	name := filepath.Join(dir, "s")
	fd, err := newSocket(syscall.SOCK_STREAM)
	must(t, err)
	defer syscall.Close(fd)
	must(t, syscall.Bind(fd, &syscall.SockaddrUnix{Name: name}))
	at, err := openPlace(name, nil)
	must(t, err)
	defer at.dir.Close()
	fi, err := at.dir.Lstat(at.base)
	must(t, err)
	bound := &anchor{place: *at, fi: fi}
	must(t, bound.chmodIn(0o620))
	wantMode(t, name, 0o620)
	must(t, os.Rename(name, name+"moved"))
	plant(t, name, "", 0o600)
	if err := bound.chmodIn(0o666); !errors.Is(err, ErrReplaced) {
		t.Errorf("%v, want ErrReplaced", err)
	}
	wantMode(t, name, 0o600)
}
