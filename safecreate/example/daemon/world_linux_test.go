package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/permvet/permvet/safecreate/privdrop"
)

// A world has directories, a network with a port 80 of its own, and the program.
type world struct {
	t    *testing.T
	c    config
	user *privdrop.User
	gid  int
}

const connectVar = "DAEMON_TEST_CONNECT"

// TestMain lets the test binary be a client of another user.
func TestMain(m *testing.M) {
	if name := os.Getenv(connectVar); name != "" {
		answer, err := ask("unix", name, "GET /")
		fmt.Println(answer, err)
		os.Exit(0)
	}
	status := m.Run()
	if built != "" {
		os.RemoveAll(filepath.Dir(built))
	}
	os.Exit(status)
}

var built string // by buildOnce

// buildOnce builds the program that goes into each jail.
var buildOnce = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return "", err
	}
	built = filepath.Join(dir, "daemon")
	c := exec.Command("go", "build", "-o", built, ".")
	c.Env = append(os.Environ(), "CGO_ENABLED=0") // there are no libraries in the jail
	if out, err := c.CombinedOutput(); err != nil {
		return built, fmt.Errorf("%w: %s", err, out)
	}
	return built, nil
})

func newWorld(t *testing.T) *world {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root, which a daemon gives up")
	}
	if m, err := os.ReadFile("/proc/self/uid_map"); err != nil || len(strings.Fields(string(m))) != 3 || strings.Fields(string(m))[2] != "4294967295" {
		t.Skip("needs root outside of user namespaces")
	}
	if _, err := os.Stat("main.go"); err != nil {
		t.Skip("this binary runs away from the source, which the test builds; go test runs it there")
	}
	w := &world{t: t, c: config{user: "nobody", group: "daemon", tcp: ":80"}}
	var err error
	if w.user, err = privdrop.Lookup(w.c.user); err != nil {
		t.Skip(err)
	}
	if w.gid, err = privdrop.LookupGroup(w.c.group); err != nil {
		t.Skip(err)
	}
	ownNetwork(t)
	base, err := os.MkdirTemp("", "d") // short, for the socket, and open to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	if err := os.Chmod(base, 0o755); err != nil {
		t.Fatal(err)
	}
	w.c.jail = filepath.Join(base, "jail")
	if err := errors.Join(os.MkdirAll(filepath.Dir(w.program()), 0o755), os.Chmod(w.c.jail, 0o755)); err != nil {
		t.Fatal(err)
	}
	if _, err := buildOnce(); err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(built)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.program(), program, 0o755); err != nil {
		t.Fatal(err)
	}
	return w
}

// ownNetwork gives this goroutine's thread a network namespace with loopback, in which
// nobody else has port 80. The thread ends with the test.
func ownNetwork(t *testing.T) {
	t.Helper()
	runtime.LockOSThread()
	if err := syscall.Unshare(syscall.CLONE_NEWNET); err != nil {
		t.Skip("needs a network namespace of its own for port 80: ", err)
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	var request struct {
		name  [16]byte
		flags uint16
		_     [22]byte
	}
	copy(request.name[:], "lo")
	request.flags = syscall.IFF_UP
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request))); errno != 0 {
		t.Fatal("loopback: ", errno)
	}
}

func (w *world) program() string { return filepath.Join(w.c.jail, "bin/daemon") }

func (w *world) args(verb string) []string {
	return []string{"-user", w.c.user, "-group", w.c.group, "-jail", w.c.jail, "-tcp", w.c.tcp, verb}
}

// prepare has the environment, the umask and the descriptors that a daemon should not rely
// on. What should fail and serves instead ends some time.
func (w *world) prepare(name string, arg ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	w.t.Cleanup(cancel)
	c := exec.CommandContext(ctx, name, arg...)
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "HOME=/root", "USER=root", "SECRET=x", "LD_PRELOAD_=x"}
	return c
}

// command runs a verb to its end.
func (w *world) command(verb string) (out string, code int) {
	w.t.Helper()
	c := w.prepare(w.program(), w.args(verb)...)
	content, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatal(err)
	}
	return string(content), c.ProcessState.ExitCode()
}

// A daemon is one that runs.
type daemon struct {
	*exec.Cmd
	output *bytes.Buffer // only once it has ended
	ended  chan struct{}
	err    error // of the end
}

// start starts the daemon, perhaps under another program, and waits until it serves. It
// inherits a file that is no business of its child.
func (w *world) start(under ...string) *daemon {
	w.t.Helper()
	argv := append(append(under, w.program()), w.args("run")...)
	d := &daemon{Cmd: w.prepare(argv[0], argv[1:]...), output: new(bytes.Buffer), ended: make(chan struct{})}
	d.Stdout, d.Stderr = d.output, d.output
	extra, err := os.Open("/etc/passwd")
	if err != nil {
		w.t.Fatal(err)
	}
	defer extra.Close()
	d.ExtraFiles = []*os.File{extra}
	d.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := d.Start(); err != nil {
		w.t.Fatal(err)
	}
	go func() {
		d.err = d.Wait()
		close(d.ended)
	}()
	w.t.Cleanup(d.kill)
	w.until("it serves", func() bool {
		select {
		case <-d.ended:
			w.t.Fatalf("has ended: %v\n%s", d.err, d.output)
		default:
		}
		answer, err := ask("unix", w.c.socket(), "GET /")
		return err == nil && strings.Contains(answer, "hello")
	})
	return d
}

func (d *daemon) kill() {
	d.Process.Kill()
	<-d.ended
}

// until waits for what must come.
func (w *world) until(what string, f func() bool) {
	w.t.Helper()
	for range 3000 {
		if f() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.t.Fatalf("it never came that %s", what)
}

// request is made by this thread, whose network it is; package net/http would use another.
func (w *world) request(network, address, what string) string {
	w.t.Helper()
	answer, err := ask(network, address, what)
	if err != nil {
		w.t.Errorf("%s %s: %v", network, address, err)
	}
	return answer
}

func ask(network, address, what string) (string, error) {
	c, err := net.Dial(network, address)
	if err != nil {
		return "", err
	}
	defer c.Close()
	if _, err := fmt.Fprintf(c, "%s HTTP/1.0\r\n\r\n", what); err != nil {
		return "", err
	}
	answer, err := io.ReadAll(c)
	return string(answer), err
}

// connectAs is a client of another user.
func (w *world) connectAs(uid, gid int) string {
	w.t.Helper()
	c := exec.Command("/proc/self/exe")
	c.Env = []string{connectVar + "=" + w.c.socket()}
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	out, err := c.CombinedOutput()
	if err != nil {
		w.t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
