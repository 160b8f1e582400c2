package safecreate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
)

func TestPIDFile(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	p, err := LockPIDFile(name, 0o644)
	must(t, err)
	if got := content(t, name); got != strconv.Itoa(os.Getpid())+"\n" {
		t.Errorf("content %q", got)
	}
	_, err = LockPIDFile(name, 0o600)
	running := (*RunningError)(nil)
	if !errors.As(err, &running) || running.PID != os.Getpid() || running.Path != name || !isErrno(err, syscall.EWOULDBLOCK) {
		t.Errorf("%v, want a RunningError with %d", err, os.Getpid())
	}
	wantMode(t, name, 0o644) // the loser has changed nothing
	if got := content(t, name); got == "" {
		t.Error("the loser has emptied the file")
	}
	must(t, p.Close())
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is left: %v", err)
	}
	if err := p.Close(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("second Close: %v", err)
	}
}

// Stale files, also with the number of a living, unrelated process, and nonsense.
func TestPIDFileStale(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	for _, left := range []string{"999999999\n", "1\n", strconv.Itoa(os.Getppid()), strconv.Itoa(os.Getpid()), "", "-1", "nonsense", "12345678901234567890\n"} {
		plant(t, name, left, 0o666)
		p, err := LockPIDFile(name, 0o644)
		if err != nil {
			t.Fatalf("%q: %v", left, err)
		}
		if got := content(t, name); got != strconv.Itoa(os.Getpid())+"\n" {
			t.Errorf("%q: content %q", left, got)
		}
		wantMode(t, name, 0o644)
		must(t, p.Close())
	}
}

// Nobody references the lock any more, and the garbage collector has closed what it
// can.
func TestPIDFileSurvivesGC(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	must(t, WritePIDFile(name))
	control, err := os.Open(name)
	must(t, err)
	closed := make(chan struct{})
	runtime.SetFinalizer(&finalized{control}, func(*finalized) { close(closed) })
	control = nil
	for done := false; !done; {
		runtime.GC()
		select {
		case <-closed:
			done = true
		default:
		}
	}
	runtime.GC()
	_, err = LockPIDFile(name, 0o644)
	if running := (*RunningError)(nil); !errors.As(err, &running) || running.PID != os.Getpid() {
		t.Errorf("the lock is lost: %v", err)
	}
	wantMode(t, name, 0o644)
}

type finalized struct{ f *os.File }

// lockAndWait holds the pid file until its standard input ends.
func lockAndWait(arg []string) error {
	p, err := LockPIDFile(arg[0], 0o644)
	if errors.As(err, new(*RunningError)) {
		fmt.Println("lost")
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Println("won")
	io.Copy(io.Discard, os.Stdin)
	return p.Close()
}

// Eight starters, goroutines and processes: exactly one holder, every round.
func TestPIDFileEightStarters(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	for round := range rounds(300, 10_000) {
		if round%2 == 0 {
			plant(t, name, "999999999\n", 0o644)
		}
		type result struct {
			p   *PIDFile
			err error
		}
		var winner *PIDFile
		for _, r := range startTogether(8, func(int) result {
			p, err := LockPIDFile(name, 0o644)
			return result{p, err}
		}) {
			if r.err != nil {
				if !errors.As(r.err, new(*RunningError)) {
					t.Error(r.err)
				}
				continue
			}
			if winner != nil {
				t.Fatalf("round %d: two holders", round)
			}
			winner = r.p
		}
		if winner == nil {
			t.Fatalf("round %d: no holder", round)
		}
		must(t, winner.Close())
	}
}

func TestPIDFileEightProcesses(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	for range rounds(10, 300) {
		answers := make(chan string, 8)
		var stdin []io.Closer
		var wait []func() error
		for range 8 {
			c := helperCommand("lock", name)
			in, err := c.StdinPipe()
			must(t, err)
			out, err := c.StdoutPipe()
			must(t, err)
			must(t, c.Start())
			stdin, wait = append(stdin, in), append(wait, c.Wait)
			go func() {
				line, _ := bufio.NewReader(out).ReadString('\n')
				answers <- line
			}()
		}
		won := 0
		for range 8 {
			if <-answers == "won\n" {
				won++
			}
		}
		for _, in := range stdin {
			in.Close()
		}
		for _, w := range wait {
			must(t, w())
		}
		if won != 1 {
			t.Fatalf("%d holders", won)
		}
	}
}

// A killed holder frees the file although its number stays in it.
func TestPIDFileOfKilledProcess(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	c := helperCommand("lock", name)
	in, err := c.StdinPipe()
	must(t, err)
	defer in.Close()
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "won\n" {
		t.Fatalf("%q", line)
	}
	_, err = LockPIDFile(name, 0o644)
	if running := (*RunningError)(nil); !errors.As(err, &running) || running.PID != c.Process.Pid {
		t.Errorf("%v, want a RunningError with %d", err, c.Process.Pid)
	}
	must(t, c.Process.Kill())
	c.Wait()
	if got := content(t, name); got != strconv.Itoa(c.Process.Pid)+"\n" {
		t.Fatalf("content %q", got)
	}
	p, err := LockPIDFile(name, 0o644)
	must(t, err)
	must(t, p.Close())
}

// Close does not remove what a successor has put there.
func TestPIDFileCloseRemovesOnlyItsOwn(t *testing.T) {
	name := filepath.Join(scratch(t), "x.pid")
	p, err := LockPIDFile(name, 0o644)
	must(t, err)
	must(t, os.Remove(name))
	plant(t, name, "42\n", 0o644)
	must(t, p.Close())
	if got := content(t, name); got != "42\n" {
		t.Errorf("content %q", got)
	}
}
